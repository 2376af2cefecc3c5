package sitting

import (
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Period is the days a report is about, both included.
type Period struct{ From, To calendar.Date }

// Span is the time the period lasts in a zone: from an instant until before another.
func (p Period) Span(zone *time.Location) (from, until time.Time) {
	return p.From.Start(zone), p.To.AddDays(1).Start(zone)
}

// HalfYear is the half-year a day belongs to: January to June, or July to December.
func HalfYear(day calendar.Date) Period {
	if day.Month() <= time.June {
		return Period{calendar.Day(day.Year(), time.January, 1), calendar.Day(day.Year(), time.June, 30)}
	}
	return Period{calendar.Day(day.Year(), time.July, 1), calendar.Day(day.Year(), time.December, 31)}
}

// Seat is how one member took part in one sitting that was held, as the store reads it.
type Seat struct {
	Member    identity.ID
	Name      identity.Name
	StartsAt  time.Time
	OpenedAt  time.Time
	Came      bool // was there at the opening or came later, on one of its days
	Days      int  // of a sitting that went on another day, as a member
	There     int  // on how many of them the member was
	ToldAt    time.Time
	Questions int // put to the vote and counted
	For, Against, Abstained,
	NotVoting int
}

// MemberRecord is how a member kept the duty to attend and to vote over a period
// what the commission looks at before it asks a court to find a member
// systematically inactive.
type MemberRecord struct {
	Member    identity.ID
	Name      identity.Name
	Sittings  int // held while a member
	Attended  int
	Partly    int // of them: those that went on another day, on one of which the member was not there
	Told      int // absences told in time
	ToldLate  int
	NotTold   int
	Questions int // put to the vote at those sittings
	For, Against, Abstained,
	NotVoting int // was there and did not vote
}

// Missed is how many votes were taken without the member there.
func (r MemberRecord) Missed() int {
	return r.Questions - r.For - r.Against - r.Abstained - r.NotVoting
}

// MemberRecords adds up the seats of each member, which stand together. Whether an
// absence was told late is for the regulation of the day of the sitting.
func MemberRecords(seats []Seat, c commission.Composition) []MemberRecord {
	var all []MemberRecord
	for _, seat := range seats {
		if len(all) == 0 || all[len(all)-1].Member != seat.Member {
			all = append(all, MemberRecord{Member: seat.Member, Name: seat.Name})
		}
		r := &all[len(all)-1]
		s := Sitting{StartsAt: seat.StartsAt, OpenedAt: seat.OpenedAt}
		r.Sittings++
		switch {
		case seat.Came:
			r.Attended++
			if seat.There < seat.Days {
				r.Partly++
			}
		case seat.ToldAt.IsZero():
			r.NotTold++
		case s.ToldLate(Attendance{Mode: Absent, ToldAt: seat.ToldAt}, s.Profile(c)):
			r.ToldLate++
		default:
			r.Told++
		}
		r.Questions += seat.Questions
		r.For, r.Against, r.Abstained, r.NotVoting = r.For+seat.For, r.Against+seat.Against, r.Abstained+seat.Abstained, r.NotVoting+seat.NotVoting
	}
	return all
}

// Activity is what a commission did in a half-year, counted from what is stored.
type Activity struct {
	Sittings      int // opened
	Questions     int // of their agendas
	Adopted       int // of them: drafts adopted,
	Rejected      int // not adopted,
	Postponed     int
	Returned      int
	MinutesSigned int // of those sittings, by both
	Dissents      int // handed in and not withdrawn

	Received []RouteCount // papers that came in, by what was done with them
	Decision int          // contested in them: decisions,
	Action   int
	Inaction int

	Rulings  []OutcomeCount
	Annulled int // decisions annulled in full
	InPart   int // and in part

	Requests  int // for information, signed
	Referrals int // of materials to law enforcement or a court, signed
}

// RouteCount is how many papers took a route; the empty one is not registered yet.
type RouteCount struct {
	Route complaint.Route
	Count int
}

// OutcomeCount is how many rulings had an outcome.
type OutcomeCount struct {
	Outcome regulation.Outcome
	Count   int
}

// Papers is how many papers came in.
func (a Activity) Papers() int {
	n := 0
	for _, r := range a.Received {
		n += r.Count
	}
	return n
}

// Complaints is how many of them were taken as complaints, to be ruled on.
func (a Activity) Complaints() int {
	n := 0
	for _, r := range a.Received {
		if r.Route.Ruled() {
			n += r.Count
		}
	}
	return n
}

// Ruled is how many rulings were adopted.
func (a Activity) Ruled() int {
	n := 0
	for _, o := range a.Rulings {
		n += o.Count
	}
	return n
}
