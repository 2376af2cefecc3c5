package sitting

import (
	"errors"
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
)

var (
	day       = calendar.Day(2026, 9, 12)
	start     = time.Date(2026, 9, 12, 10, 0, 0, 0, time.UTC) // 17:00 in Novokuznetsk
	chair     = identity.Actor{ID: 1, Office: identity.Chair, Commission: 5}
	deputy    = identity.Actor{ID: 2, Office: identity.Deputy, Commission: 5}
	secretary = identity.Actor{ID: 3, Office: identity.Secretary, Commission: 5}
	member    = identity.Actor{ID: 4, Office: identity.Member, Commission: 5}
)

// convening is two days before the sitting, in a commission of nine seats with nine
// members: 1 the chair, 2 the deputy, 3 the secretary.
func convening() commission.Moment {
	c := commission.Composition{Commission: commission.Commission{ID: 5, Established: 9, Profile: regulation.Izhmorsky()}}
	for i := 1; i <= 9; i++ {
		m := commission.Member{Person: identity.ID(i), Office: identity.Member, From: calendar.Day(2026, 1, 1)}
		switch i {
		case 1:
			m.Office = identity.Chair
		case 2:
			m.Office = identity.Deputy
		case 3:
			m.Office = identity.Secretary
		}
		c.Members = append(c.Members, m)
	}
	return commission.MomentAt(start.AddDate(0, 0, -2), c, nil)
}

// opening returns the moment at which the sitting is to begin.
func opening(m commission.Moment) commission.Moment {
	m.At, m.Day = start, day
	return m
}

func campaignOf() commission.Campaign {
	return commission.Campaign{ID: 1, StartsOn: day.AddDays(-60), EndsOn: day.AddDays(60)}
}

// refused returns the clause and the key, or the field, of the first refusal in err.
func refused(err error) string {
	var r *regulation.Refusal
	switch {
	case err == nil:
		return ""
	case !errors.As(err, &r):
		return err.Error()
	case r.Field != "":
		return r.Clause.String() + " " + r.Field
	}
	return r.Clause.String() + " " + r.Key
}

func TestConvene(t *testing.T) {
	acting := func(m *commission.Moment) {
		m.Composition.Acting = []commission.Acting{{Person: 3, From: day, Ground: "решение № 40"}}
	}
	inCampaign := func(m *commission.Moment) { m.Campaigns = []commission.Campaign{campaignOf()} }
	for _, row := range []struct {
		name  string
		by    identity.Actor
		call  func(*Call)
		world func(*commission.Moment)
		want  string
	}{
		{"R-064: by the chair", chair, nil, nil, ""},
		{"R-007: by an acting chair", identity.Actor{ID: 2, Office: identity.Deputy, Commission: 5, ActsAsChair: true}, nil, nil, ""},
		{"R-064: not by the deputy", deputy, nil, nil, "R-064 not_your_office"},
		{"R-064: not by the secretary", secretary, nil, nil, "R-064 not_your_office"},
		{"R-064: in the past", chair, func(c *Call) { c.StartsAt = start.AddDate(0, 0, -3) }, nil, "R-064 starts_at"},
		{"R-064: without a time", chair, func(c *Call) { c.StartsAt = time.Time{} }, nil, "R-064 starts_at"},
		{"R-063: without a place", chair, func(c *Call) { c.Place = " " }, nil, "R-063 place"},
		{"R-063: with a novel for a place", chair, func(c *Call) { c.Place = strings.Repeat("у", 301) }, nil, "R-063 place"},
		{"R-068: on video", chair, func(c *Call) { c.Video = true }, nil, ""},
		{"R-068: on video, which the regulation lacks", chair, func(c *Call) { c.Video = true },
			func(m *commission.Moment) { m.Composition.Commission.Profile.Videoconference = false }, "R-068 video"},
		{"R-065: urgent outside a campaign", chair, func(c *Call) { c.Urgent, c.UrgentReason = true, "голосование завтра" }, nil, "R-065 urgent"},
		{"R-065: urgent in a campaign", chair, func(c *Call) { c.Urgent, c.UrgentReason = true, "голосование завтра" }, inCampaign, ""},
		{"R-065: urgent without a reason", chair, func(c *Call) { c.Urgent = true }, inCampaign, "R-065 urgent_reason"},
		{"R-009: another member keeps the minutes", chair, func(c *Call) { c.Secretary = 4 }, nil, ""},
		{"R-009: a stranger does not", chair, func(c *Call) { c.Secretary = 77 }, nil, "R-009 secretary"},
		{"R-009: no secretary, and nobody named", chair, nil, func(m *commission.Moment) { m.Composition.Members[2].Until = day.AddDays(-1) }, "R-009 secretary"},
		{"R-007: nobody to preside", chair, nil, func(m *commission.Moment) { m.Composition.Members[0].Until = day.AddDays(-1) }, "R-007 nobody_presides"},
		{"R-009: the secretary presides and would keep the minutes", chair, nil, acting, "R-009 secretary"},
		{"R-009: the secretary presides, another keeps the minutes", chair, func(c *Call) { c.Secretary = 4 }, acting, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			call, m := Call{StartsAt: start, Place: "каб. 1"}, convening()
			if row.call != nil {
				row.call(&call)
			}
			if row.world != nil {
				row.world(&m)
			}
			s, line, err := Convene(row.by, call, 14, m)
			if got := refused(err); got != row.want {
				t.Fatalf("Convene() = %v, want %q", err, row.want)
			}
			if err == nil && (s.State != Planned || s.Number != 14 || s.Established != 9 || len(s.Attendance) != 9 || line.Facts["number"] != 14) {
				t.Errorf("Convene() = %+v, %+v", s, line)
			}
			if err == nil && s.Presiding.Person == s.Secretary.Person {
				t.Error("R-085: one person would sign twice")
			}
		})
	}
}

func TestWhoCannotBeToldInTimeIsMarked(t *testing.T) {
	one := 1
	for _, row := range []struct {
		name     string
		days     int
		campaign *int
		urgent   bool
		want     bool
	}{
		{"R-063: two days before", 2, nil, false, false},
		{"R-063: one day before", 1, nil, false, true},
		{"R-063: one day before, which a campaign allows here", 1, &one, false, false},
		{"R-063: the same day, even in a campaign", 0, &one, false, true},
		{"R-065: urgent is not short", 0, nil, true, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := convening()
			m.Day, m.At = day.AddDays(-row.days), start.AddDate(0, 0, -row.days)
			if row.campaign != nil || row.urgent {
				m.Campaigns = []commission.Campaign{campaignOf()}
			}
			m.Composition.Commission.Profile.NoticeDaysCampaign = row.campaign
			s, _, err := Convene(chair, Call{StartsAt: start, Place: "каб. 1", Urgent: row.urgent, UrgentReason: "выборы"}, 14, m)
			_, missed := s.Shortfall(m.Composition.Commission.Profile, m.Day)
			if short := len(missed) > 0; err != nil || short != row.want {
				t.Errorf("Convene() = short %v, %v, want %v", short, err, row.want)
			}
		})
	}
}

// TestConveneByTheRegulationOfTheDay: the same call under the regulation of another
// commission, and under a version that is in force only later.
func TestConveneByTheRegulationOfTheDay(t *testing.T) {
	full := regulation.Izhmorsky()
	full.CountBefore = regulation.FullDays
	komi := regulation.Komi()
	for _, row := range []struct {
		name     string
		versions []commission.Version
		campaign bool
		before   int
		want     bool
	}{
		{"R-063: Izhmorsky, two days before", []commission.Version{{Number: 1, Profile: regulation.Izhmorsky()}}, false, 2, false},
		{"R-063: Komi, two days before", []commission.Version{{Number: 1, Profile: komi}}, false, 2, true},
		{"R-063: Komi, three days before", []commission.Version{{Number: 1, Profile: komi}}, false, 3, false},
		{"R-063: Izhmorsky in a campaign, one day before", []commission.Version{{Number: 1, Profile: regulation.Izhmorsky()}}, true, 1, true},
		{"R-063: Komi in a campaign, one day before", []commission.Version{{Number: 1, Profile: komi}}, true, 1, false},
		{"R-116: two full days between", []commission.Version{{Number: 1, Profile: full}}, false, 2, true},
		{"R-116: and there are two", []commission.Version{{Number: 1, Profile: full}}, false, 3, false},
		{"L: Komi from the day of the sitting", []commission.Version{{Number: 1, Profile: regulation.Izhmorsky()}, {Number: 2, From: day, Profile: komi}}, false, 2, true},
		{"L: Komi from the day after", []commission.Version{{Number: 1, Profile: regulation.Izhmorsky()}, {Number: 2, From: day.AddDays(1), Profile: komi}}, false, 2, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := convening()
			m.Composition.Versions = row.versions
			m = commission.MomentAt(start.AddDate(0, 0, -row.before), m.Composition, nil)
			if row.campaign {
				m.Campaigns = []commission.Campaign{campaignOf()}
			}
			s, _, err := Convene(chair, Call{StartsAt: start, Place: "каб. 1"}, 14, m)
			_, missed := s.Shortfall(m.Composition.Commission.Profile, m.Day)
			if short := len(missed) > 0; err != nil || short != row.want {
				t.Errorf("Convene() = short %v, %v, want %v", short, err, row.want)
			}
		})
	}
}

// TestASittingKeepsItsRegulation: a version that comes into force after the sitting
// has opened is not its regulation, nor is today's that of a sitting of last year.
func TestASittingKeepsItsRegulation(t *testing.T) {
	c := convening().Composition
	strict := regulation.Komi()
	strict.CastingVote = false
	c.Versions = []commission.Version{{Number: 1, Profile: regulation.Izhmorsky()}, {Number: 2, From: day.AddDays(1), Profile: strict}}
	s := Sitting{StartsAt: start}
	if !s.Profile(c).CastingVote {
		t.Error("L: a sitting planned for the last day of a version is under the next one")
	}
	s.StartsAt = start.AddDate(0, 0, 1)
	if s.Profile(c).CastingVote {
		t.Error("L: a sitting planned for the first day of a version is under the one before")
	}
	s.OpenedAt = start // it opened earlier than planned
	if !s.Profile(c).CastingVote {
		t.Error("L: an open sitting is not under the regulation of the day it opened")
	}
}

// planned returns a convened sitting of nine with three items, the parties invited.
func planned(t failer) Sitting {
	s, _, err := Convene(chair, Call{StartsAt: start, Place: "каб. 1", Video: true}, 14, convening())
	for i := 1; i <= 3 && err == nil; i++ {
		c := complaint.Complaint{ID: complaint.ID(i), Ref: complaint.Ref{Year: 2026, Number: i}, Title: "Отказ", Rapporteur: 4}
		s, _, _, err = s.Add(secretary, c, 1, regulation.DismissComplaint)
		if err == nil {
			s.Items[i-1].ID = ItemID(i) // the store's part
			s.Items[i-1].Invitations = []Invitation{rang(Complainant), rang(Respondent)}
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// failer is what a test and a property have in common.
type failer interface {
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func TestAgenda(t *testing.T) {
	s := planned(t)
	next, removed, _, err := s.Remove(secretary, 1)
	if err != nil || removed.ID != 1 || len(next.Items) != 2 || next.Items[0].ID != 2 || next.Items[0].Ordinal != 1 || next.Items[1].Ordinal != 2 {
		t.Errorf("R-037: Remove() = %+v, %v", next.Items, err)
	}
	if len(s.Items) != 3 || s.Items[1].Ordinal != 2 || next.Version != s.Version+1 {
		t.Errorf("R-037: Remove() changed the original to %+v", s.Items)
	}
	if _, _, _, err := s.Remove(secretary, 9); !errors.Is(err, ErrNotFound) {
		t.Errorf("R-037: Remove() of no item = %v, want ErrNotFound", err)
	}
	for name, by := range map[string]identity.Actor{"a member": member, "an administrator": {ID: 3, Office: identity.Administrator}} {
		if _, _, _, err := s.Add(by, complaint.Complaint{}, 1, regulation.DismissComplaint); refused(err) != "R-064 not_your_office" {
			t.Errorf("R-064: Add() by %s = %v, want a refusal", name, err)
		}
	}
	s.State = Open
	if _, _, _, err := s.Add(secretary, complaint.Complaint{}, 1, regulation.DismissComplaint); refused(err) != "R-064 agenda_is_fixed" {
		t.Errorf("R-064: Add() to an open sitting = %v, want a refusal", err)
	}
	if _, _, _, err := s.Remove(secretary, 1); refused(err) != "R-064 agenda_is_fixed" {
		t.Errorf("R-064: Remove() from an open sitting = %v, want a refusal", err)
	}
}
