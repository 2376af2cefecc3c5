// Package sitting is a meeting of the commission: its agenda, who is present and
// whether that is a quorum, and the votes with their majority.
//
// It counts and decides nothing else: what majority a question needs package
// regulation says, what a ruling holds package ruling says.
package sitting

import (
	"errors"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// ErrNotFound says there is no such sitting for the one who asks.
var ErrNotFound = errors.New("sitting not found")

// ID is a sitting's number in the store; people use Number.
type ID int64

// ItemID is an agenda item's number in the store.
type ItemID int64

// State is where a sitting stands.
type State string

// The states of a sitting.
const (
	Planned   State = "planned"
	Open      State = "open"
	Closed    State = "closed"
	Cancelled State = "cancelled" // before it was opened
)

// Mode is how a member takes part.
type Mode string

// The modes. A member on video counts as present.
const (
	InHall  Mode = "hall"
	OnVideo Mode = "video"
	Absent  Mode = "absent"
)

// Present reports whether the mode counts for the quorum.
func (m Mode) Present() bool { return m == InHall || m == OnVideo }

// Attendance is one member's presence as last recorded.
type Attendance struct {
	Member commission.Member
	Mode   Mode // empty until recorded
	Reason string
	At     time.Time
	ToldAt time.Time // when an absence was told; zero if it was not
	Said   Mode      // whether and how the member said he would come; empty if nothing yet. It is no presence
	SaidAt time.Time
}

// ItemState is what became of an agenda item.
type ItemState string

// The states of an item. Adopted, rejected, postponed and returned are the four
// fates of a draft.
const (
	Pending   ItemState = "pending"
	Voting    ItemState = "voting"
	Adopted   ItemState = "adopted"
	Rejected  ItemState = "rejected"
	Postponed ItemState = "postponed"
	Returned  ItemState = "returned"
	Withdrawn ItemState = "withdrawn" // by the member who demanded the vote
)

// Settled reports whether the item has its fate.
func (s ItemState) Settled() bool { return s != Pending && s != Voting }

// Choice is one member's vote.
type Choice string

// The choices; NotVoting is a present member who did not vote (R-073 still counts them as present).
const (
	For       Choice = "for"
	Against   Choice = "against"
	Abstained Choice = "abstain"
	NotVoting Choice = "not_voting"
)

// Choices lists the choices in the order of the screen.
var Choices = []Choice{For, Against, Abstained, NotVoting}

// Valid reports whether c is one of the choices.
func (c Choice) Valid() bool {
	return c == For || c == Against || c == Abstained || c == NotVoting
}

// Vote is one member's vote on one item.
type Vote struct {
	Member   identity.ID
	Choice   Choice
	At       time.Time
	Personal bool // given on the member's own screen; else recorded from a raised hand
}

// Item is one question of the agenda: a complaint with the draft put to the vote, or a
// question of the commission's own, see General.
type Item struct {
	ID         ItemID
	Ordinal    int
	Complaint  complaint.ID
	Ref        complaint.Ref
	Title      string
	Rapporteur identity.ID
	Draft      int                 // version of the draft ruling put to the vote
	Question   regulation.Question // computed from the draft, never chosen
	Text       string              // SHA-256 of the operative part put to the vote, once it is
	Due        calendar.Date       // last day for the decision; zero if no term runs
	Missed     calendar.Date       // last day of the term the item was postponed past
	Matter     Matter              // of a question that is no complaint
	State      ItemState
	Votes      []Vote  // on the draft as a whole
	Hands      *Hands  // counted in that vote, without names
	Result     *Result // of the vote on the draft, as a whole or by parts, once it is closed
	Polls      []Poll  // votes on parts, on postponing, on returning, on a secret ballot, in their order
	Heard      string  // СЛУШАЛИ: substance of the report, for the minutes
	Spoke      string  // ВЫСТУПИЛИ
	Interest   string  // who declared a personal interest in it
	Dissents   []Dissent
	Amendments []Amendment // to the draft, in the order of arrival
	SettledAt  time.Time

	Speeches    []Speech     // in the order in which the floor was asked for
	Suggestions []Suggestion // proposals in the order in which they came in
	Nominees    []Nominee    // for the office that the item fills, in the order in which they were put forward
	Invitations []Invitation // of the parties and of whom else it concerns
	Planned     int          // minutes it is expected to take; zero: see Takes
}

// Sitting is one meeting of a commission.
type Sitting struct {
	ID           ID
	Commission   commission.ID
	Number       int // without gaps within the commission
	State        State
	StartsAt     time.Time
	Place        string
	Away         bool // not where the commission sits (выездное)
	Video        bool // the chair decided on videoconference
	Urgent       bool // called without the notice term
	UrgentReason string
	TellBy       calendar.Date // last day on which members are told in time; zero if no term runs
	Petition     PetitionID    // that demanded it; zero if the chair convened it unasked
	Presiding    commission.Signatory
	Secretary    commission.Signatory // of the sitting
	Established  int                  // number of the day the sitting opened
	OpenedAt     time.Time
	ClosedAt     time.Time
	Agenda       *Item // the vote on the agenda; nil before the opening, and of a sitting without questions
	Items        []Item
	Attendance   []Attendance // one for each member of the day
	Attendees    []Attendee   // who is there besides them
	Notices      []Notice     // by which members were told of it, in the order they were made
	Version      int

	Changes  []Change // of what was convened, until the opening
	Breaks   []Break  // until another day among them
	Presided []Duty   // who presided from when, since the opening
	Kept     []Duty   // who kept the minutes

	MinutesSigned bool // somebody has signed the printed minutes

	Salt []byte // of the commitments in its docket
}

// Item returns the item with that number, the agenda as well.
func (s Sitting) Item(id ItemID) (Item, bool) {
	for _, item := range s.votable() {
		if item.ID == id {
			return item, true
		}
	}
	return Item{}, false
}

// Day returns the day the sitting is planned for, or today if that has passed.
func (s Sitting) Day(m commission.Moment) calendar.Date {
	planned := calendar.On(s.StartsAt, m.Composition.Commission.Profile.Zone())
	if planned.Before(m.Day) {
		return m.Day
	}
	return planned
}

// Profile returns the regulation the sitting is held under: the version in force on
// the day it opened, or is planned to start. A version that comes into force while
// the sitting goes on past midnight changes nothing in it.
func (s Sitting) Profile(c commission.Composition) regulation.Profile {
	if !s.OpenedAt.IsZero() {
		return c.ProfileAt(s.OpenedAt)
	}
	return c.ProfileAt(s.StartsAt)
}

// Present returns the members who are present now, the presiding member last: the
// order in which they vote.
func (s Sitting) Present() []Attendance {
	var present, presiding []Attendance
	for _, a := range s.Attendance {
		switch {
		case !a.Mode.Present():
		case a.Member.Person == s.Presiding.Person:
			presiding = append(presiding, a)
		default:
			present = append(present, a)
		}
	}
	return append(present, presiding...)
}

// PresentOnVideo returns how many of those present take part by videoconference.
func (s Sitting) PresentOnVideo() int {
	n := 0
	for _, a := range s.Attendance {
		if a.Mode == OnVideo {
			n++
		}
	}
	return n
}

// Voting returns the item whose vote is open.
func (s Sitting) Voting() (Item, bool) {
	for _, item := range s.votable() {
		if item.State == Voting {
			return item, true
		}
	}
	return Item{}, false
}

// Choice returns the member's vote in the vote that is open on the item, or else in
// that on the draft as a whole.
func (i Item) Choice(member identity.ID) (Choice, bool) { return i.Current().Choice(member) }

// with returns the sitting with one item changed; the original's items stay as they were.
func (s Sitting) with(changed Item) Sitting {
	if changed.Matter.Agenda {
		s.Agenda = &changed
		s.Version++
		return s
	}
	items := make([]Item, len(s.Items))
	copy(items, s.Items)
	for i := range items {
		if items[i].ID == changed.ID {
			items[i] = changed
		}
	}
	s.Items = items
	s.Version++
	return s
}
