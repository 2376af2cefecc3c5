package deadline

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Recompute is the job that dates open complaints, and the minutes of sittings, anew
// after the days of a campaign were changed, a year of the production calendar was
// loaded, or a commission's regulation was entered after the day it came into force.
// Done again it changes nothing.
type Recompute struct {
	Campaign   commission.CampaignID `json:"campaign,omitempty"`   // of a changed campaign
	Year       int                   `json:"year,omitempty"`       // of a loaded calendar
	Commission commission.ID         `json:"commission,omitempty"` // whose regulation was entered
	Version    int                   `json:"version,omitempty"`    // of that regulation
}

// Kind names the job in the queue.
func (Recompute) Kind() string { return "recompute_deadlines" }

// Recomputed is what became of one batch.
type Recomputed struct {
	Last  complaint.ID // the last complaint looked at, zero when there are no more
	Saved int          // complaints whose deadlines are not as they were
	Moved int          // those among them whose dates are not as they were
	Busy  []complaint.ID
}

// Recomputer dates complaints anew.
type Recomputer interface {
	// Settle waits until every act that may have begun before the change is over, so
	// that none of them stores a date of before behind the walk.
	Settle(ctx context.Context) error
	// RecomputeAfter dates the next complaints with something owed, at most limit of
	// those whose number is greater, in one short transaction. Those an act holds just
	// now are passed over, and named.
	RecomputeAfter(ctx context.Context, job Recompute, after complaint.ID, limit int) (Recomputed, error)
	// RecomputeOne waits for a complaint and dates it.
	RecomputeOne(ctx context.Context, job Recompute, id complaint.ID) (Recomputed, error)
	// RecomputeMinutes dates the minutes that sittings still owe, each in a
	// transaction of its own, and returns how many have another date.
	RecomputeMinutes(ctx context.Context, job Recompute) (moved int, err error)
	// TellMoved sends the officers of the commissions concerned what was counted for
	// them on the way.
	TellMoved(ctx context.Context, job Recompute) error
}

// recomputeBatch is how many complaints are held at once, for a tenth of a second.
const recomputeBatch = 500

// Run walks over all complaints and minutes concerned, tells the officers, and returns
// of how many the dates moved. Those are told whose dates moved, if the walk was broken
// off and begun again too: what a batch has moved is counted with it.
func (job Recompute) Run(ctx context.Context, store Recomputer) (moved int, err error) {
	if err := store.Settle(ctx); err != nil {
		return 0, err
	}
	for after := complaint.ID(0); ; {
		batch, err := store.RecomputeAfter(ctx, job, after, recomputeBatch)
		if err != nil {
			return moved, err
		}
		moved += batch.Moved
		for _, id := range batch.Busy {
			one, err := store.RecomputeOne(ctx, job, id)
			if err != nil {
				return moved, err
			}
			moved += one.Moved
		}
		if after = batch.Last; after == 0 {
			break
		}
	}
	minutes, err := store.RecomputeMinutes(ctx, job)
	if moved += minutes; err != nil {
		return moved, err
	}
	return moved, store.TellMoved(ctx, job)
}

// Redated is a deadline whose date a change moves. Was is the zero Deadline where
// the clock did not run before, Now where it runs no more.
type Redated struct{ Was, Now Deadline }

// Clock names the clock.
func (r Redated) Clock() Clock {
	if r.Now.Clock == "" {
		return r.Was.Clock
	}
	return r.Now.Clock
}

// Redate compares the deadlines a complaint has with those it would have now. It
// returns the deadlines to keep and those of them whose date is another one. What
// was met stays as it was met.
func Redate(was, now []Running) (kept []Running, moved []Redated) {
	find := func(all []Running, of Running) (Running, bool) {
		i := slices.IndexFunc(all, of.same)
		if i < 0 {
			return Running{}, false
		}
		return all[i], true
	}
	for _, r := range was {
		if !r.MetAt.IsZero() {
			kept = append(kept, r)
		} else if _, runs := find(now, r); !runs {
			moved = append(moved, Redated{Was: r.Deadline})
		}
	}
	for _, r := range now {
		before, ran := find(was, r)
		if ran && !before.MetAt.IsZero() {
			continue
		}
		kept = append(kept, r)
		if r.MetAt.IsZero() && (before.DueOn != r.DueOn || before.Kind != r.Kind) {
			moved = append(moved, Redated{Was: before.Deadline, Now: r.Deadline})
		}
	}
	return kept, moved
}

// same reports whether both are the deadline of one matter: by one clock, of one inquiry.
func (r Running) same(other Running) bool {
	return r.Clock == other.Clock && r.Inquiry == other.Inquiry
}

// RedatedAct is the act of the docket that records moved deadlines.
const RedatedAct = "deadlines_moved"

// Line records the deadlines that the job moved on one complaint or sitting: which clocks, from
// which dates to which, and because of what. The regime stays what it was.
func (job Recompute) Line(moved []Redated, campaigns []commission.Campaign) docket.Line {
	line := docket.Line{Act: RedatedAct, By: identity.Itself, Clause: regulation.WorkingDays, Facts: docket.Facts{}}
	line.Facts["clocks"], line.Facts["was"], line.Facts["now"] = Dates(moved)
	switch {
	case job.Commission != 0:
		line.Clause = regulation.CountingDays
		line.Facts["because"], line.Facts["version"] = string(ByRegulation), job.Version
		return line
	case job.Campaign == 0:
		line.Facts["because"], line.Facts["year"] = string(ByCalendar), job.Year
		return line
	}
	line.Clause = regulation.VotingDays
	line.Facts["because"], line.Facts["campaign"] = string(ByCampaign), int64(job.Campaign)
	if title := job.Title(campaigns); title != "" {
		line.Facts["title"] = title
	}
	return line
}

// Dates are moved deadlines as the docket keeps them: the clocks, the dates they had and
// those they have, see ParseDated.
func Dates(moved []Redated) (clocks, was, now []string) {
	for _, r := range moved {
		clocks, was, now = append(clocks, string(r.Clock())), append(was, r.Was.dated()), append(now, r.Now.dated())
	}
	return clocks, was, now
}

// Change is what moved a deadline.
type Change string

// What may move a deadline that runs.
const (
	ByCampaign   Change = "campaign"
	ByCalendar   Change = "calendar"
	ByRegulation Change = "regulation"
)

// Change says what the job was owed for.
func (job Recompute) Change() Change {
	switch {
	case job.Commission != 0:
		return ByRegulation
	case job.Campaign != 0:
		return ByCampaign
	}
	return ByCalendar
}

// Title returns the title of the campaign that was changed, empty if none was.
func (job Recompute) Title(campaigns []commission.Campaign) string {
	for _, c := range campaigns {
		if c.ID == job.Campaign {
			return c.Title
		}
	}
	return ""
}

// atOnce marks the date of a deadline that is due at once.
const atOnce = "at_once "

// dated writes the date of a deadline for the docket, empty for none.
func (d Deadline) dated() string {
	if d.Kind == Immediate {
		return atOnce + d.DueOn.String()
	}
	return d.DueOn.String()
}

// ParseDated reads what the docket says of a moved deadline; a zero date is none.
func ParseDated(text string) (Kind, calendar.Date) {
	kind := ByDate
	text, immediate := strings.CutPrefix(text, atOnce)
	if immediate {
		kind = Immediate
	}
	d, err := calendar.Parse(text)
	if err != nil {
		return kind, calendar.Date{}
	}
	return kind, d
}

// Foreseen is a deadline that a change would move, of a complaint or of a sitting.
type Foreseen struct {
	Ref     complaint.Ref
	Sitting int // the number of a sitting, for its minutes; then there is no Ref
	Redated
}

// Preview is what a change would do before it is made: the first of the deadlines
// it would move, and of how many complaints, up to a limit.
type Preview struct {
	Shown      []Foreseen
	Complaints int
	More       bool // there are more complaints than were counted
	Minutes    int  // sittings whose minutes would be due on another day
}

// Cause names the job for the log, without anything of a complaint.
func (job Recompute) Cause() string {
	switch job.Change() {
	case ByRegulation:
		return "regulation " + strconv.Itoa(job.Version) + " of commission " + strconv.FormatInt(int64(job.Commission), 10)
	case ByCampaign:
		return "campaign " + strconv.FormatInt(int64(job.Campaign), 10)
	case ByCalendar:
	}
	return "calendar " + strconv.Itoa(job.Year)
}
