package main

import (
	"strings"
	"testing"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/remand"
	"redress/migrations"
)

// TestDemonstrationWatchesRemands: one remand is overdue, one waits, the others
// were done; the docket agrees.
func TestDemonstrationWatchesRemands(t *testing.T) {
	a, _ := demoApp(t)
	done, open, overdue := 0, 0, 0
	m := a.demoMoment(t)
	for _, r := range a.everyRemand(t) {
		switch {
		case r.Overdue(m.Day):
			overdue++
		case r.State == remand.Open:
			open++
		case r.State == remand.Accepted:
			done++
		}
	}
	if done == 0 || open == 0 || overdue != 1 {
		t.Errorf("R-095: %d were done, %d wait, %d are overdue", done, open, overdue)
	}
	if v, err := a.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("R-095: %v, %v", v.Faults, err)
	}
}

func (a *app) demoMoment(t *testing.T) commission.Moment {
	t.Helper()
	own, err := a.db.CommissionByCode(t.Context(), "42-T99")
	if err != nil {
		t.Fatal(err)
	}
	m, err := a.db.Moment(t.Context(), own.ID)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// everyRemand reads all that stands or stood under control, by complaint.
func (a *app) everyRemand(t *testing.T) []remand.Remand {
	t.Helper()
	rows, err := a.db.Pool().Query(t.Context(), `SELECT DISTINCT complaint_id FROM remands ORDER BY complaint_id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []remand.Remand
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		found, err := a.db.RemandsOf(t.Context(), complaint.ID(id))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found...)
	}
	return all
}

// TestRulingsOfEarlierVersionsComeUnderControl: what was signed or sent down before there
// were controls stands under one now, to the same day, and so do its clocks.
func TestRulingsOfEarlierVersionsComeUnderControl(t *testing.T) {
	a, _ := demoApp(t)
	ctx, before := t.Context(), a.everyRemand(t)
	raw, err := migrations.FS.ReadFile("0025_remand.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, carry, found := strings.Cut(string(raw), "-- What was signed or sent down before comes under control as well.")
	if !found {
		t.Fatal("the migration carries nothing over")
	}
	conn, err := a.db.Pool().Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	const cleared = `SET session_replication_role = replica;
		DELETE FROM remand_files; DELETE FROM remand_reports; DELETE FROM remands; DELETE FROM deadlines WHERE clock IN ('remand_term', 'sent_down_control');
		SET session_replication_role = DEFAULT`
	for _, step := range []string{cleared, carry} {
		if _, err := conn.Exec(ctx, step); err != nil {
			t.Fatal(err)
		}
	}
	after := a.everyRemand(t)
	if len(after) != len(before) || len(after) == 0 {
		t.Fatalf("%d came under control, want %d", len(after), len(before))
	}
	for i, r := range after {
		was := before[i]
		if r.Kind != was.Kind || r.Complaint != was.Complaint || r.Until != was.Until || r.Task != was.Task || r.Duty != was.Duty || r.State != remand.Open || !r.Since.Equal(was.Since) {
			t.Errorf("%s: came under control as %+v, want %+v", r.Ref, r, was)
		}
		clocks, err := a.db.Deadlines(ctx, r.Complaint)
		if err != nil {
			t.Fatal(err)
		}
		ran := false
		for _, c := range clocks {
			if want := deadline.Set(r.Kind.Clock(), r.Since, r.Until, r.Regime, a.demoMoment(t).Composition.Commission.Profile.Zone()); c.Clock == want.Clock {
				ran = c.DueOn == want.DueOn && c.Clause == want.Clause && c.MetAt.IsZero() && c.Working.Event.On == want.Working.Event.On && c.Working.Event.At.Equal(want.Working.Event.At)
			}
		}
		if !ran {
			t.Errorf("%s: its clocks are %+v", r.Ref, clocks)
		}
	}
}
