package commission

import (
	"errors"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// changing is a commission that works by Izhmorsky, from the autumn by Komi, and by a
// third regulation ten days later.
func changing() Composition {
	third := regulation.Komi()
	third.NoticeDays = 5
	c := nine()
	c.Versions = []Version{{Number: 1, Profile: regulation.Izhmorsky()}, {Number: 2, From: autumn, Profile: regulation.Komi()},
		{Number: 3, From: autumn.AddDays(10), Profile: third}}
	return c
}

func TestProfileInForce(t *testing.T) {
	c := changing()
	for _, row := range []struct {
		name   string
		day    calendar.Date
		notice int
	}{
		{"L: before everything", calendar.Day(1993, 12, 12), 2},
		{"L: the day before the second", autumn.AddDays(-1), 2},
		{"L: the second from its first day", autumn, 3},
		{"L: the last day of the second", autumn.AddDays(9), 3},
		{"L: the third", autumn.AddDays(10), 5},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := c.ProfileOn(row.day).NoticeDays; got != row.notice {
				t.Errorf("ProfileOn() tells members %d days before, want %d", got, row.notice)
			}
			zone := c.ProfileOn(row.day).Zone()
			if got := c.ProfileAt(row.day.Start(zone).Add(12 * time.Hour)).NoticeDays; got != row.notice {
				t.Errorf("ProfileAt() noon tells members %d days before, want %d", got, row.notice)
			}
		})
	}
	begins := autumn.Start(regulation.Komi().Zone())
	if before, at := c.ProfileAt(begins.Add(-time.Second)), c.ProfileAt(begins); before.NoticeDays != 2 || at.NoticeDays != 3 {
		t.Errorf("R-110: the second version begins with its day in its own zone, got %d and %d", before.NoticeDays, at.NoticeDays)
	}
	if m := MomentAt(begins, c, nil); m.Composition.Commission.Profile.NoticeDays != 3 || m.Day != autumn {
		t.Errorf("MomentAt() works by %s on %s", m.Composition.Commission.Profile.Name, m.Day)
	}
	if got := nine().ProfileOn(autumn); got.Name != regulation.Izhmorsky().Name {
		t.Errorf("a composition without versions works by %q", got.Name)
	}
}

func TestAdoption(t *testing.T) {
	admin := identity.Actor{ID: 77, Office: identity.Administrator}
	m := MomentAt(time.Date(2026, 9, 20, 5, 0, 0, 0, time.UTC), changing(), nil)
	good := Adoption{Base: 3, Profile: regulation.Izhmorsky(), Decision: " 12/40 ", DecisionOn: calendar.Day(2026, 9, 19), From: calendar.Day(2026, 9, 30)}
	for _, row := range []struct {
		name       string
		by         identity.Actor
		change     func(*Adoption)
		key, field string
	}{
		{"Reg. 9.1: as it should be", admin, func(*Adoption) {}, "", ""},
		{"Reg. 9.3: on the day of the decision", admin, func(a *Adoption) {
			a.Base, a.DecisionOn, a.From = 3, calendar.Day(2026, 9, 20), calendar.Day(2026, 9, 25)
		}, "", ""},
		{"Reg. 9.1: the chair enters it", identity.Actor{ID: 1, Office: identity.Chair}, func(*Adoption) {}, "not_your_office", ""},
		{"Reg. 9.1: no number", admin, func(a *Adoption) { a.Decision = " " }, "field_missing", "decision"},
		{"Reg. 9.1: no day", admin, func(a *Adoption) { a.DecisionOn = calendar.Date{} }, "date_missing", "decision_on"},
		{"Reg. 9.1: decided tomorrow", admin, func(a *Adoption) { a.DecisionOn = calendar.Day(2026, 9, 21) }, "decision_in_future", "decision_on"},
		{"Reg. 9.3: no first day", admin, func(a *Adoption) { a.From = calendar.Date{} }, "date_missing", "in_force"},
		{"Reg. 9.3: in force before it was decided", admin, func(a *Adoption) { a.From = calendar.Day(2026, 9, 18) }, "in_force_before_decision", "in_force"},
		{"L: on the first day of the latest version", admin, func(a *Adoption) { a.From = autumn.AddDays(10) }, "in_force_before_version", "in_force"},
		{"L: before the latest version", admin, func(a *Adoption) { a.From = calendar.Day(2026, 9, 20) }, "in_force_before_version", "in_force"},
		{"L: nothing changes", admin, func(a *Adoption) { a.Profile = m.Composition.Latest().Profile }, "regulation_unchanged", ""},
		{"L: a value out of range", admin, func(a *Adoption) { a.Profile.NoticeDays = 90 }, "profile_out_of_range", "notice_days"},
		{"L: somebody adopted another meanwhile", admin, func(a *Adoption) { a.Base = 2 }, "regulation_changed_since", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := good
			row.change(&a)
			next, line, err := a.Adopt(row.by, m)
			var refusal *regulation.Refusal
			if errors.As(err, &refusal) != (row.key != "") || row.key != "" && (refusal.Key != row.key || refusal.Field != row.field) {
				t.Fatalf("Adopt() = %v, want %q of %q", err, row.key, row.field)
			}
			changed, _ := line.Facts["changed"].(map[string]any)
			if row.key == "" && (changed["notice_days"] != "5 → 2" || changed["notice_days_campaign"] != "1 → not set" || next.Number != 4 || next.From != a.From || line.Act != "regulation_adopted" || line.Facts["decision"] != "12/40") {
				t.Errorf("Adopt() = %+v, %+v", next, line)
			}
		})
	}
	past := MomentAt(time.Date(2026, 11, 20, 5, 0, 0, 0, time.UTC), changing(), nil)
	if _, _, err := good.Adopt(admin, past); err != nil {
		t.Errorf("Reg. 9.3: a day that has passed, after the latest version: %v", err)
	}
}
