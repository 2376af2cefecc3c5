package complaint

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/regulation"
)

func TestKeep(t *testing.T) {
	next := commission.Campaign{ID: 8, StartsOn: calendar.Day(2027, 6, 18), EndsOn: calendar.Day(2027, 11, 20)}
	later := commission.Campaign{ID: 9, StartsOn: calendar.Day(2028, 6, 16), EndsOn: calendar.Day(2028, 11, 20)}
	closed := calendar.Day(2026, 9, 14)
	longer := regulation.Izhmorsky()
	longer.ComplaintsKeptYears, longer.PapersKeptYears = 3, 10
	model := regulation.Izhmorsky()
	for _, row := range []struct {
		name      string
		record    Record
		held      bool
		campaigns []commission.Campaign
		profile   regulation.Profile
		want      Keeping
	}{
		{"the next elections are not called", ComplaintRecord, false, []commission.Campaign{autumn}, model,
			Keeping{AfterElections, 1, calendar.Date{}, ElectionsAwaited, calendar.Date{}}},
		{"a year after they were called, the first that were", ComplaintRecord, false, []commission.Campaign{later, autumn, next}, model,
			Keeping{AfterElections, 1, calendar.Day(2028, 6, 18), ElectionsCalled, next.StartsOn}},
		{"three years by another regulation", ComplaintRecord, false, []commission.Campaign{autumn, next}, longer,
			Keeping{AfterElections, 3, calendar.Day(2030, 6, 18), ElectionsCalled, next.StartsOn}},
		{"a case lasts, whatever was called", ComplaintRecord, true, []commission.Campaign{next}, model,
			Keeping{AfterElections, 1, calendar.Date{}, CaseLasts, calendar.Date{}}},
		{"called on the day it was closed: those are not the next", ComplaintRecord, false,
			[]commission.Campaign{{ID: 10, StartsOn: closed}}, model, Keeping{AfterElections, 1, calendar.Date{}, ElectionsAwaited, calendar.Date{}}},
		{"a ruling is kept for good, five years here", RulingRecord, false, []commission.Campaign{next}, model,
			Keeping{ForGood, 5, calendar.Day(2031, 9, 14), MunicipalArchive, calendar.Date{}}},
		{"and so are minutes", MinutesRecord, false, nil, longer, Keeping{ForGood, 10, calendar.Day(2036, 9, 14), MunicipalArchive, calendar.Date{}}},
		{"no ruling goes to the archive while a case lasts", RulingRecord, true, nil, model, Keeping{ForGood, 5, calendar.Date{}, CaseLasts, calendar.Date{}}},
	} {
		t.Run("R-104: "+row.name, func(t *testing.T) {
			if got := Keep(row.record, closed, row.held, row.campaigns, row.profile); got != row.want {
				t.Errorf("Keep() = %+v, want %+v", got, row.want)
			}
		})
	}
}

// TestNothingLeavesEarly: no record may leave before its years are over, nothing that
// is held has a day, and what was finished later never leaves earlier, which is what
// lets the list be read in the order of finishing.
func TestNothingLeavesEarly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := func(name string) calendar.Date {
			return calendar.Day(2026, 1, 1).AddDays(rapid.IntRange(0, 3000).Draw(t, name))
		}
		var campaigns []commission.Campaign
		for i := range rapid.IntRange(0, 4).Draw(t, "campaigns") {
			campaigns = append(campaigns, commission.Campaign{ID: commission.CampaignID(i + 1), StartsOn: day("starts")})
		}
		record := rapid.SampledFrom(Records).Draw(t, "record")
		p := regulation.Izhmorsky()
		p.ComplaintsKeptYears, p.PapersKeptYears = rapid.IntRange(1, 9).Draw(t, "years"), rapid.IntRange(1, 9).Draw(t, "papers")
		early, late := day("finished"), day("finished too")
		if late.Before(early) {
			early, late = late, early
		}
		a, b := Keep(record, early, false, campaigns, p), Keep(record, late, false, campaigns, p)
		if !a.Until.IsZero() && a.Until.Before(early.AddMonths(12*a.Years)) {
			t.Fatalf("R-104: %s finished on %s leaves on %s", record, early, a.Until)
		}
		if a.Until.IsZero() && !b.Until.IsZero() || !b.Until.IsZero() && b.Until.Before(a.Until) {
			t.Fatalf("R-104: finished %s and %s, kept until %s and %s", early, late, a.Until, b.Until)
		}
		if held := Keep(record, early, true, campaigns, p); !held.Until.IsZero() || held.Ground != CaseLasts {
			t.Fatalf("R-104: held and still let go: %+v", held)
		}
	})
}

func TestHoldAndRelease(t *testing.T) {
	chair := identity.Actor{ID: 1, Office: identity.Chair, Commission: ours}
	m := commission.Moment{At: time.Date(2026, 9, 14, 5, 0, 0, 0, time.UTC)}
	refused := func(err error, key string) {
		t.Helper()
		var r *regulation.Refusal
		if !errors.As(err, &r) || r.Key != key || r.Clause != regulation.Retention {
			t.Errorf("refused with %v, want %s", err, key)
		}
	}
	c := Complaint{Commission: ours, State: Delivered, Version: 9}
	for _, office := range []identity.Office{identity.Secretary, identity.Deputy, identity.Member, identity.Administrator, identity.Citizen} {
		_, _, err := c.Hold(identity.Actor{Office: office, Commission: ours}, "дело", m)
		refused(err, "not_your_office")
		_, _, err = c.Release(identity.Actor{Office: office, Commission: ours}, "дело", m)
		refused(err, "not_your_office")
	}
	_, _, err := c.Hold(chair, " ", m)
	refused(err, "hold_reason_missing")
	_, _, err = c.Release(chair, "кончилось", m)
	refused(err, "not_held")

	held, line, err := c.Hold(chair, " Дело № 7 ", m)
	if hold, ok := held.Held(); err != nil || !ok || hold.Reason != "Дело № 7" || held.Version != 10 || held.State != Delivered ||
		line.Act != "hold" || line.Facts["reason"] != "Дело № 7" || line.Clause != regulation.Retention {
		t.Fatalf("Hold() = %+v, %+v, %v", held, line, err)
	}
	_, _, err = held.Hold(chair, "ещё раз", m)
	refused(err, "held_already")
	_, _, err = held.Release(chair, "", m)
	refused(err, "release_reason_missing")

	m.At = m.At.AddDate(1, 0, 0)
	free, line, err := held.Release(chair, "приговор вступил в силу", m)
	if _, ok := free.Held(); err != nil || ok || line.Act != "release" || free.Holds[0].Ended != "приговор вступил в силу" || !free.Holds[0].Lifted.Equal(m.At) {
		t.Fatalf("Release() = %+v, %+v, %v", free, line, err)
	}
	if _, still := held.Held(); !still {
		t.Error("the complaint before the release changed as well")
	}
	if again, _, err := free.Hold(chair, "другое дело", m); err != nil || len(again.Holds) != 2 {
		t.Errorf("a second hold: %+v, %v", again.Holds, err)
	}
}
