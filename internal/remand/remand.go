// Package remand is what a commission gave to the one below it and watches until it is
// done: a matter that a ruling sent back for a new decision, or obliged the lower
// commission to act in, and a complaint sent down because its circumstances were
// not considered there. Each stands under control to a day; the lower commission
// reports, the higher one checks, and takes the matter over where nothing came of it
//
package remand

import (
	"errors"
	"slices"
	"time"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/ruling"
)

// ErrNotFound says there is nothing of the kind under control for the one who asks.
var ErrNotFound = errors.New("remand not found")

// ID is the number of what stands under control, in the store and in addresses.
type ID int64

// Kind says by what the lower commission was given the matter.
type Kind string

// The two kinds.
const (
	ByRuling Kind = "ruling"    // the third outcome
	SentDown Kind = "sent_down" // the complaint itself
)

// Kinds lists both.
var Kinds = []Kind{ByRuling, SentDown}

// Clock is the clock that runs for the lower commission.
func (k Kind) Clock() deadline.Clock {
	if k == SentDown {
		return deadline.SentDownControl
	}
	return deadline.RemandTerm
}

// clause is the rule the control follows from.
func (k Kind) clause() regulation.Clause {
	if k == SentDown {
		return regulation.NotConsideredBelow
	}
	return regulation.RemandTerm
}

// State is where the control stands.
type State string

// The states.
const (
	Open      State = "open"       // ждём сообщения об исполнении
	Received  State = "received"   // сообщение поступило, не проверено
	Accepted  State = "accepted"   // исполнено, снято с контроля
	TakenOver State = "taken_over" // комиссия взяла дело на себя
	Lapsed    State = "lapsed"     // жалоба закончилась раньше, ждать нечего
)

// States lists all states.
var States = []State{Open, Received, Accepted, TakenOver, Lapsed}

// Watched reports whether the control goes on.
func (s State) Watched() bool { return s == Open || s == Received }

// Remand is one matter under control.
type Remand struct {
	ID         ID
	Kind       Kind
	State      State
	Complaint  complaint.ID
	Ref        complaint.Ref
	Title      string          // of the complaint, in one line
	Matter     identity.Matter // who ruled, who has to act
	Commission string          // name of the one that watches
	Respondent string          // name of the one that has to act
	Number     string          // of the ruling; empty of what was sent down
	RuledOn    calendar.Date
	Duty       ruling.Duty // empty of what was sent down
	Task       string      // the act to be done, or what was found not considered
	Since      time.Time
	Until      calendar.Date // the last day of the term, the control date
	Regime     regulation.Regime
	Zone       string // of the commission that watches
	ClosedAt   time.Time
	Note       string        // why it was taken over; of what is done the note stands with its report
	As         complaint.Ref // the number under which it was taken over
	Reports    []Report      // the earliest first
}

// The acts as the docket has them.
const (
	BeganAct     = "control_began"
	ReportedAct  = "control_report"
	CheckedAct   = "control_check"
	TakenOverAct = "control_taken_over"
	LapsedAct    = "control_lapsed"
)

// Order puts a signed ruling that remands under control; false of any other.
func Order(c complaint.Complaint, r ruling.Ruling) (Remand, bool) {
	if r.Outcome() != regulation.Remand || c.SignedAt.IsZero() {
		return Remand{}, false
	}
	return Remand{Kind: ByRuling, State: Open, Complaint: c.ID, Matter: c.Matter(), Duty: r.Draft.Duty, Task: r.Draft.Action,
		Since: c.SignedAt, Until: r.Draft.Until, Regime: c.Regime}, true
}

// SendDown puts a complaint that was sent down under control.
func SendDown(c complaint.Complaint) Remand {
	return Remand{Kind: SentDown, State: Open, Complaint: c.ID, Matter: c.Matter(), Task: c.SentDown.Finding,
		Since: c.SentDown.At, Until: c.SentDown.ControlOn, Regime: c.Regime}
}

// Began is the line of the docket with which the control begins.
func (r Remand) Began(by identity.Actor) docket.Line { return r.line(BeganAct, by, nil) }

// line is a line of the complaint's docket, which says how the control stands after it.
func (r Remand) line(act string, by identity.Actor, facts docket.Facts) docket.Line {
	line := docket.Line{Act: act, By: by, Clause: r.Kind.clause(),
		Facts: docket.Facts{"control": string(r.Kind), "standing": string(r.State), "until": r.Until.String()}}
	for k, v := range facts {
		line.Facts[k] = v
	}
	return line
}

// zone is where the days of the control are counted.
func (r Remand) zone() *time.Location {
	zone, err := time.LoadLocation(r.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Deadline is the clock of the control, among those of the complaint.
func (r Remand) Deadline() deadline.Running {
	running := deadline.Running{Deadline: deadline.Set(r.Kind.Clock(), r.Since, r.Until, r.Regime, r.zone()), MetAt: r.ClosedAt}
	if last, ok := r.Last(); ok && r.State == Accepted {
		running.MetAt = last.arrived(r.zone())
	}
	running.Cancelled = r.State == TakenOver || r.State == Lapsed
	return running
}

// Overdue reports whether the term is over on a day and nothing has come.
func (r Remand) Overdue(day calendar.Date) bool { return r.State == Open && r.Until.Before(day) }

// Last is the report that came last.
func (r Remand) Last() (Report, bool) {
	if len(r.Reports) == 0 {
		return Report{}, false
	}
	return r.Reports[len(r.Reports)-1], true
}

// Ordered reports whether the actor belongs to the commission that has to act.
func (r Remand) Ordered(by identity.Actor) bool {
	return by.RelationTo(r.Matter) == identity.Respondent
}

// May refuses whoever may not do the act; to whom it is foreign, it is not there.
func (r Remand) May(by identity.Actor, act identity.Act) error {
	err := by.MustAbout(act, r.Matter, r.Kind.clause())
	if errors.Is(err, identity.ErrForeign) {
		return ErrNotFound
	}
	return err
}

// standing refuses an act in a state it is not for.
func (r Remand) standing(states ...State) error {
	if slices.Contains(states, r.State) {
		return nil
	}
	return regulation.Refuse(r.Kind.clause(), "remand_not_now", regulation.Values{"Control": string(r.State)})
}

// Lapse ends the control of a complaint that was sent down and has ended since.
func (r Remand) Lapse(at time.Time) (Remand, docket.Line) {
	r.State, r.ClosedAt = Lapsed, at
	return r, r.line(LapsedAct, identity.Itself, nil)
}

// MayTakeOver reports whether the higher commission may decide the merits itself: the
// lower one has let the term pass in silence, or decided otherwise than it was bound to
//
func (r Remand) MayTakeOver(day calendar.Date) bool {
	last, reported := r.Last()
	return r.Kind == ByRuling && r.State == Open && (r.Overdue(day) || reported && last.Verdict != "")
}

// TakeOver is the chair's act: the complaint goes before the commission once more, as a
// complaint of its own, and the commission decides the merits itself. What was
// ruled stands as it was signed.
func (r Remand) TakeOver(by identity.Actor, c complaint.Complaint, reason string, m commission.Moment) (Remand, complaint.Complaint, docket.Line, error) {
	fail := func(err error) (Remand, complaint.Complaint, docket.Line, error) {
		return r, complaint.Complaint{}, docket.Line{}, err
	}
	if err := r.May(by, identity.TakeOver); err != nil {
		return fail(err)
	}
	if err := r.standing(Open); err != nil {
		return fail(err)
	}
	if !r.MayTakeOver(m.Day) {
		return fail(regulation.Refuse(regulation.TakenOver, "take_over_early", nil))
	}
	reason, err := told(regulation.TakenOver, "take_over_reason", reason, "take_over_reason_missing")
	if err != nil {
		return fail(err)
	}
	r.State, r.ClosedAt, r.Note = TakenOver, m.At, reason
	line := r.line(TakenOverAct, by, docket.Facts{"reason": reason})
	line.Clause = regulation.TakenOver
	return r, c.Anew(m.At), line, nil
}

// TakenOverAs notes the number under which the complaint goes on.
func (r Remand) TakenOverAs(as complaint.Ref, line docket.Line) (Remand, docket.Line) {
	r.As = as
	line.Facts["as"] = as.String()
	return r, line
}

// digestOf is what the docket holds of a report and its files.
func digestOf(files []attachment.Attachment) []string {
	digests := make([]string, len(files))
	for i, f := range files {
		digests[i] = f.SHA256.String()
	}
	return digests
}
