package web

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/document"
	"redress/internal/publication"
	"redress/internal/regulation"
	"redress/internal/remand"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// followed is a complaint as its complainant sees it.
type followed struct {
	complaint  complaint.Complaint
	moment     commission.Moment
	respondent commission.Commission // empty while unknown
	superior   commission.Commission // where the ruling can be appealed; empty if it is not here
	running    []deadline.Running
	sitting    *sitting.Sitting // while one is to come
	ruling     *ruling.Ruling   // once adopted
	paper      *document.Printed
	moved      movedTerm             // how the day of the ruling was changed, if it was
	letters    []document.Printed    // what the complainant was written
	control    remand.Remand         // of a remand; the zero one if there is none
	passedTo   commission.Commission // which has the complaint now; empty if none of the tree has
	history    []docket.Entry        // what may be shown, the earliest first
}

// historyShown is how many lines of its docket a complaint can have before the
// oldest fall off the page.
const historyShown = 500

// shownActs are the acts that a complainant is shown.
var shownActs = []complaint.Act{complaint.Filing, complaint.Registration, complaint.Scheduling, complaint.Adoption, complaint.Signing, complaint.Delivery,
	complaint.Extension, complaint.Suspending, complaint.Resuming, complaint.Terminating,
	complaint.Noting, complaint.FilingAway, complaint.Rerouting, complaint.Readmission, complaint.Forwarding, complaint.Returning, complaint.Answering, complaint.Shelving,
	complaint.RetractingAct, complaint.ClosingRetracted, complaint.Publishing, complaint.Recalling}

// following reads a complaint with all that its page shows.
func (s *Server) following(ctx context.Context, id complaint.ID) (followed, error) {
	var f followed
	var err error
	if f.complaint, err = s.Records.ComplaintByID(ctx, id); err != nil {
		return f, err
	}
	if f.moment, err = s.Records.Moment(ctx, f.complaint.Commission); err != nil {
		return f, err
	}
	if f.running, err = s.Records.Deadlines(ctx, id); err != nil {
		return f, err
	}
	if err := s.withCommissions(ctx, &f); err != nil {
		return f, err
	}
	if err := s.withOutcome(ctx, &f); err != nil {
		return f, err
	}
	entries, err := s.Records.History(ctx, docket.ComplaintChain(int64(id)), historyShown)
	if err != nil {
		return f, err
	}
	if f.complaint.State.Open() {
		if f.moved, err = movedTermIn(ctx, entries); err != nil {
			return f, err
		}
	}
	for _, e := range slices.Backward(entries) {
		if slices.Contains(shownActs, complaint.Act(e.Act)) {
			f.history = append(f.history, e)
		}
	}
	return f, nil
}

func (s *Server) withCommissions(ctx context.Context, f *followed) (err error) {
	if f.complaint.Respondent != 0 {
		if f.respondent, err = s.Records.Commission(ctx, f.complaint.Respondent); err != nil {
			return err
		}
	}
	if superior := f.moment.Composition.Commission.Parent; superior != 0 {
		f.superior, err = s.Records.Commission(ctx, superior)
	}
	return err
}

// withOutcome adds the sitting to come, or the ruling and its paper.
func (s *Server) withOutcome(ctx context.Context, f *followed) error {
	switch f.complaint.State {
	case complaint.Filed, complaint.Registered, complaint.InReview, complaint.Ready, complaint.Suspended, complaint.Terminated, complaint.LetterDue, complaint.Shelved:
		return nil
	case complaint.Forwarded, complaint.Returned, complaint.Answered:
		return s.withLetters(ctx, f)
	case complaint.Scheduled:
		to, err := s.Records.SittingOf(ctx, f.complaint.ID)
		f.sitting = &to
		return err
	case complaint.Decided, complaint.Signed, complaint.Delivered:
	}
	r, err := s.Records.RulingOf(ctx, f.complaint.ID)
	if err != nil {
		return err
	}
	f.ruling = &r
	controls, err := s.Records.RemandsOf(ctx, f.complaint.ID)
	if err != nil {
		return err
	}
	for _, each := range controls {
		if each.Kind == remand.ByRuling {
			f.control = each
		}
	}
	if f.complaint.State == complaint.Decided {
		return nil
	}
	paper, err := s.Records.PaperOfRuling(ctx, r.ID)
	if errors.Is(err, document.ErrNotFound) {
		return nil
	}
	f.paper = &paper
	return err
}

// withLetters adds what the complainant was written, and who has the complaint now.
func (s *Server) withLetters(ctx context.Context, f *followed) error {
	papers, err := s.Records.PapersOf(ctx, f.complaint.ID)
	for _, p := range papers {
		if p.Letter.ToComplainant() {
			f.letters = append(f.letters, p)
		}
	}
	if err == nil && f.complaint.Ending.To != 0 {
		f.passedTo, err = s.Records.Commission(ctx, f.complaint.Ending.To)
	}
	return err
}

func (f followed) zone() *time.Location { return f.moment.Composition.Commission.Profile.Zone() }

// decision is where everybody reads the published ruling.
func (f followed) decision() templ.SafeURL {
	return decisionHref(publication.Publication{Code: f.moment.Composition.Commission.Code, Key: publication.Key{Year: f.ruling.AdoptedOn.Year(), Serial: f.ruling.Serial}})
}

// on is the local date of an instant.
// invited reports whether the commission has invited the complainant to the sitting.
func (f followed) invited() bool {
	return slices.ContainsFunc(f.sitting.Items, func(item sitting.Item) bool {
		return item.Complaint == f.complaint.ID && slices.ContainsFunc(item.Invitations, func(in sitting.Invitation) bool { return in.Whom == sitting.Complainant && in.Holds() })
	})
}

func (f followed) on(at time.Time) calendar.Date { return calendar.On(at, f.zone()) }

// next returns the deadline of the step that comes next.
func (f followed) next() (deadline.Running, bool) {
	var d deadline.Running
	var ok bool
	switch {
	case f.complaint.State == complaint.Filed:
		d, ok = registration(f.running)
	case f.complaint.State == complaint.LetterDue:
		d, ok = f.letterDue()
	case f.complaint.State.WithoutRuling():
		return d, false
	case f.complaint.State.Open():
		d, ok = decision(f.running)
	default:
		d, ok = delivery(f.running)
	}
	return d, ok && d.MetAt.IsZero()
}

// letterDue is the term the letter is owed in, by which the commission itself goes.
func (f followed) letterDue() (deadline.Running, bool) {
	for _, r := range f.running {
		if r.Inquiry == 0 && r.Clock != deadline.CampaignRegistration && r.Clock != deadline.OrdinaryRegistration && r.Clock != deadline.AccusedNotice && !r.Clock.IsSet() {
			return r, true
		}
	}
	return deadline.Running{}, false
}

// late returns the deadline that the commission has missed while it still owes a
// ruling: the one to decide before the one to register.
func (f followed) late() (deadline.Running, bool) {
	if !f.complaint.State.Open() {
		return deadline.Running{}, false
	}
	find := []func([]deadline.Running) (deadline.Running, bool){decision, registration}
	if f.complaint.State == complaint.LetterDue {
		find[0] = func([]deadline.Running) (deadline.Running, bool) { return f.letterDue() }
	}
	for _, find := range find {
		if d, ok := find(f.running); ok && d.MetAt.IsZero() && d.Chip(f.moment.At, f.zone()).State == deadline.Over {
			return d, true
		}
	}
	return deadline.Running{}, false
}

// standing names the state in the words of the page: several of ours are one to the
// complainant.
func (f followed) standing() string {
	switch f.complaint.State {
	case complaint.Filed:
		return "filed"
	case complaint.Registered, complaint.InReview, complaint.Ready:
		return "registered"
	case complaint.Scheduled:
		return "scheduled"
	case complaint.Decided, complaint.Signed:
		return "decided"
	case complaint.Delivered:
		return "delivered"
	case complaint.Suspended:
		return "suspended"
	case complaint.Terminated:
		return "terminated"
	case complaint.LetterDue, complaint.Forwarded, complaint.Returned, complaint.Answered, complaint.Shelved:
		if f.complaint.State == complaint.Shelved && f.complaint.Retracted() {
			return "retracted"
		}
		return string(f.complaint.State)
	}
	return "filed"
}

// heading says where the complaint stands; a missed term comes before all else.
func (f followed) heading(ctx context.Context) string {
	if _, late := f.late(); late {
		return t(ctx, "track.heading_overdue")
	}
	if f.standing() == "registered" {
		return t(ctx, "track.registered_as", "Number", f.complaint.RegisterNumber)
	}
	switch {
	case f.standing() != "forwarded":
	case f.passedTo.ID != 0:
		return t(ctx, "track.passed_to", "Commission", glued(f.passedTo.Accusative()))
	default:
		return t(ctx, "track.passed_outside", "Body", glued(f.complaint.Ending.Body))
	}
	return t(ctx, "track.heading_"+f.standing())
}

// byLetter says what the state of a complaint without a ruling means.
func (f followed) byLetter(ctx context.Context) string {
	said := t(ctx, "track_route."+string(f.complaint.Route))
	if f.complaint.RouteReason != "" {
		said += " " + t(ctx, "track.route_reason", "Reason", strings.TrimRight(f.complaint.RouteReason, "."))
	}
	if f.complaint.State == complaint.LetterDue && f.complaint.ExtensionReason != "" {
		said += " " + t(ctx, "track.extended", "Reason", strings.TrimRight(f.complaint.ExtensionReason, "."))
	}
	return said
}

// about is what the complaint is against, for the line above the heading.
func (f followed) about(ctx context.Context) string {
	return t(ctx, "track.about", "Number", f.complaint.Ref.String(), "Contested", f.contested(ctx))
}

func (f followed) contested(ctx context.Context) string {
	if !f.complaint.Contested.Known() {
		return t(ctx, "track.contested_unknown")
	}
	return word(ctx, f.complaint.Contested)
}

// lead says in a sentence or two what the state means.
func (f followed) lead(ctx context.Context) string {
	if d, late := f.late(); late {
		if d.Clock == deadline.CampaignRegistration || d.Clock == deadline.OrdinaryRegistration {
			return t(ctx, "track.overdue_register", "Day", date(ctx, d.DueOn))
		}
		if f.complaint.State == complaint.LetterDue {
			return t(ctx, "track.overdue_letter", "Day", date(ctx, d.DueOn))
		}
		return t(ctx, "track.overdue_decide", "Day", date(ctx, d.DueOn))
	}
	switch f.standing() {
	case "filed":
		if d, ok := registration(f.running); ok {
			return t(ctx, "track.lead_filed", "Day", date(ctx, d.DueOn))
		}
	case "registered":
		if d, ok := decision(f.running); ok {
			lead := t(ctx, "track.lead_registered", "Day", date(ctx, d.DueOn))
			if f.complaint.ExtensionReason != "" {
				lead += " " + t(ctx, "track.extended", "Reason", strings.TrimRight(f.complaint.ExtensionReason, "."))
			}
			return lead
		}
	case "scheduled":
		return t(ctx, "track.lead_scheduled")
	case "suspended":
		if stay, ok := f.complaint.Suspended(); ok {
			return t(ctx, "track.lead_suspended", "Court", stay.Court, "Case", stay.Number)
		}
	case "terminated":
		return t(ctx, "track.lead_terminated")
	case "letter_due", "forwarded", "returned", "answered", "shelved":
		return f.byLetter(ctx)
	}
	if f.ruling == nil {
		return ""
	}
	return f.outcome(ctx)
}

// outcome says in plain words what was found and what follows: the decision annulled
// in full or in part, the act found unlawful; the matter decided, or the commission
// obliged.
func (f followed) outcome(ctx context.Context) string {
	draft := f.ruling.Draft
	if draft.Outcome == regulation.Dismiss {
		return word(ctx, draft.Outcome) + "."
	}
	found := "track.found_unlawful"
	switch {
	case draft.Annuls() && draft.FindsUnlawful():
		found = "track.found_both"
	case draft.AnnulsInPart():
		found = "track.found_part"
	case draft.Annuls():
		found = "track.found_full"
	}
	follows := "track.follows_decided"
	switch {
	case draft.Outcome == regulation.Remand && draft.Duty == ruling.DoAct:
		follows = "track.follows_act"
	case draft.Outcome == regulation.Remand:
		follows = "track.follows_again"
	}
	return strings.TrimSpace(t(ctx, found) + " " + t(ctx, follows) + " " + f.controlled(ctx))
}

// controlled says how the commission watches what it ordered the lower one to do.
func (f followed) controlled(ctx context.Context) string {
	switch f.control.State {
	case remand.Open:
		if f.control.Overdue(f.moment.Day) {
			return t(ctx, "track.remand_late", "Day", date(ctx, f.control.Until))
		}
		return t(ctx, "track.remand_until", "Day", date(ctx, f.control.Until))
	case remand.Received:
		return t(ctx, "track.remand_until", "Day", date(ctx, f.control.Until))
	case remand.Accepted:
		return t(ctx, "track.remand_done")
	case remand.TakenOver:
		return t(ctx, "track.remand_taken_over", "Number", f.control.As.String())
	case remand.Lapsed:
	}
	return ""
}

// due is the chip under a date that stands in full above it.
func (f followed) due(ctx context.Context, d deadline.Deadline) Due {
	due := dueOf(ctx, d, f.moment.At, f.zone())
	if due.State == deadline.OK || due.State == deadline.Soon {
		due.When = t(ctx, "track.to_midnight", "Zone", zoneName(ctx, f.zone()))
	}
	return due
}

// steps are the way of the complaint.
func (f followed) steps(ctx context.Context) []Step {
	c := f.complaint
	reached := map[string]int{"filed": 0, "registered": 2, "scheduled": 2, "suspended": 2, "terminated": 2, "decided": 3, "delivered": 4,
		"letter_due": 2, "forwarded": 2, "returned": 2, "answered": 2, "shelved": 2, "retracted": 2}[f.standing()]
	dates := []time.Time{c.FiledAt, c.RegisteredAt, {}, c.DecidedAt, c.ClosedAt}
	ended := c.State.WithoutRuling() || c.State == complaint.Terminated
	names := []string{t(ctx, "track.step_filed"), t(ctx, "track.step_registered"), t(ctx, "track.step_review"), t(ctx, "track.step_decided"), t(ctx, "track.step_delivered")}
	if c.State == complaint.LetterDue || ended {
		names, dates = []string{names[0], names[1], t(ctx, "track.step_"+f.standing())}, []time.Time{c.FiledAt, c.RegisteredAt, c.ClosedAt}
	}
	steps := make([]Step, len(names))
	for i, name := range names {
		steps[i].Name = name
		switch {
		case i < reached || c.State == complaint.Delivered || ended:
			steps[i].State = StepDone
		case i == reached:
			steps[i].State = StepHere
		}
		if !dates[i].IsZero() {
			steps[i].Note = day(ctx, f.on(dates[i]))
		}
	}
	return steps
}

// votes writes the count, "Голоса: 8 за, 1 против".
func (f followed) votes(ctx context.Context) string {
	if parts := f.ruling.Parts; len(parts) > 0 {
		return t(ctx, "votes.by_parts", "Votes", partCounts(ctx, parts))
	}
	tally := f.ruling.Result.Tally
	said := t(ctx, "track.votes", "For", tally.For, "Against", tally.Against)
	if tally.Abstained > 0 {
		said += t(ctx, "track.votes_abstained", "Abstained", tally.Abstained)
	}
	if tally.NotVoting > 0 {
		said += t(ctx, "track.votes_none", "None", tally.NotVoting)
	}
	said += "."
	if f.ruling.Result.Casting {
		said += " " + t(ctx, "track.votes_casting")
	}
	return said
}
