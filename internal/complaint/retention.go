package complaint

import (
	"slices"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Record is a kind of papers that the commission keeps. Nothing of them is
// ever deleted here: the dates say what may leave the commission, and when.
type Record string

// The kinds of records.
const (
	ComplaintRecord Record = "complaint"
	RulingRecord    Record = "ruling"
	MinutesRecord   Record = "minutes"
)

// Records lists the kinds in the order of the archive.
var Records = []Record{ComplaintRecord, RulingRecord, MinutesRecord}

// Class is how long records of a kind are kept.
type Class string

// The two classes: a complaint is kept some years after the next elections are called;
// rulings and minutes are kept for good, some years in the commission and then in the
// municipal archive.
const (
	AfterElections Class = "after_elections"
	ForGood        Class = "for_good"
)

// Class returns how long records of the kind are kept.
func (r Record) Class() Class {
	if r == ComplaintRecord {
		return AfterElections
	}
	return ForGood
}

// Ground is why a record is kept until its day.
type Ground string

// The grounds. While elections are awaited, and while a case lasts, there is no day yet.
const (
	ElectionsCalled  Ground = "elections_called"
	ElectionsAwaited Ground = "elections_awaited"
	MunicipalArchive Ground = "municipal_archive"
	CaseLasts        Ground = "case_lasts"
)

// Keeping is how long one record is kept.
type Keeping struct {
	Class  Class
	Years  int           // of the class, as the regulation sets them
	Until  calendar.Date // the last day it must stay in the commission; zero while nobody can know it
	Ground Ground
	Called calendar.Date // when the next elections were called; zero for the other grounds
}

// Keep says how long a record is kept that was finished on a day: a complaint closed, a
// ruling adopted, a sitting closed. The regulation is the one in force that day, the
// campaigns are those of the commission; held says that a court or criminal case lasts.
func Keep(record Record, finished calendar.Date, held bool, campaigns []commission.Campaign, profile regulation.Profile) Keeping {
	k := Keeping{Class: record.Class(), Years: profile.PapersKeptYears, Ground: MunicipalArchive}
	if k.Class == AfterElections {
		k.Years, k.Ground = profile.ComplaintsKeptYears, ElectionsAwaited
		if next, ok := nextCalled(campaigns, finished); ok && !held {
			k.Ground, k.Called = ElectionsCalled, next
		}
	}
	switch {
	case held:
		k.Ground = CaseLasts
	case k.Ground == ElectionsCalled:
		k.Until = k.Called.AddMonths(12 * k.Years)
	case k.Ground == MunicipalArchive:
		k.Until = finished.AddMonths(12 * k.Years)
	}
	return k
}

// nextCalled returns the day on which the first elections after a day were called.
func nextCalled(campaigns []commission.Campaign, after calendar.Date) (calendar.Date, bool) {
	var next calendar.Date
	for _, c := range campaigns {
		if c.StartsOn.After(after) && (next.IsZero() || c.StartsOn.Before(next)) {
			next = c.StartsOn
		}
	}
	return next, !next.IsZero()
}

// Hold is a time in which the papers of a complaint are kept whatever their day,
// because a court or criminal case lasts.
type Hold struct {
	Reason string
	From   time.Time
	Lifted time.Time // zero while it lasts
	Ended  string    // why it was lifted
}

// Held is the hold that lasts, if one does.
func (c Complaint) Held() (Hold, bool) {
	if n := len(c.Holds); n > 0 && c.Holds[n-1].Lifted.IsZero() {
		return c.Holds[n-1], true
	}
	return Hold{}, false
}

// What the docket calls the acts that hold the papers of a complaint and release them.
// They are no steps: a complaint stays where it is.
const (
	HoldingAct   = "hold"
	ReleasingAct = "release"
)

// Hold keeps the papers of the complaint, its ruling and the minutes until Release,
// with the case as the reason.
func (c Complaint) Hold(by identity.Actor, reason string, m commission.Moment) (Complaint, docket.Line, error) {
	reason = strings.TrimSpace(reason)
	if err := c.holding(by, reason, regulation.Missing(regulation.Retention, "hold_reason", "hold_reason_missing")); err != nil {
		return c, docket.Line{}, err
	}
	if _, held := c.Held(); held {
		return c, docket.Line{}, regulation.Refuse(regulation.Retention, "held_already", nil)
	}
	c.Holds = append(slices.Clone(c.Holds), Hold{Reason: reason, From: m.At})
	return c.kept(HoldingAct, by, reason)
}

// Release ends the hold, with the reason.
func (c Complaint) Release(by identity.Actor, reason string, m commission.Moment) (Complaint, docket.Line, error) {
	reason = strings.TrimSpace(reason)
	if err := c.holding(by, reason, regulation.Missing(regulation.Retention, "release_reason", "release_reason_missing")); err != nil {
		return c, docket.Line{}, err
	}
	hold, held := c.Held()
	if !held {
		return c, docket.Line{}, regulation.Refuse(regulation.Retention, "not_held", nil)
	}
	hold.Lifted, hold.Ended = m.At, reason
	c.Holds = slices.Clone(c.Holds)
	c.Holds[len(c.Holds)-1] = hold
	return c.kept(ReleasingAct, by, reason)
}

// holding refuses whom the table does not let hold papers, and an act without a reason
// by what is missing then.
func (c Complaint) holding(by identity.Actor, reason string, missing *regulation.Refusal) error {
	if err := c.must(by, identity.HoldPapers, regulation.Retention); err != nil {
		return err
	}
	if reason == "" {
		return missing
	}
	return regulation.Legible(regulation.Retention, missing.Field, reason, MaxLine)
}

func (c Complaint) kept(act string, by identity.Actor, reason string) (Complaint, docket.Line, error) {
	c.Version++
	return c, docket.Line{Act: act, By: by, Clause: regulation.Retention, Facts: docket.Facts{"reason": reason}}, nil
}

// Kept is a line of the archive list.
type Kept struct {
	Record     Record
	ID         int64  // of the record, for the place in the list
	Number     string // of the ruling or the sitting; for a complaint that of Ref
	Ref        Ref    // of the complaint; zero for minutes
	Title      string // what it is about; empty for minutes
	FinishedAt time.Time
	Held       bool   // a case lasts, of minutes on any of its complaints
	Hold       string // the reason
}

// Place is where a page of the archive list begins: after this line.
type Place struct {
	At time.Time
	ID int64
}
