package main

import (
	"log/slog"
	"testing"

	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/password"
	"redress/internal/postgres/pgtest"
)

// demoApp loads the demonstration into a database of the test's own.
func demoApp(t *testing.T) (*app, []Credential) {
	t.Helper()
	c := &Config{Data: t.TempDir(), BaseURL: "http://127.0.0.1:8080", LogLevel: "warn"}
	a := &app{log: slog.New(slog.DiscardHandler), db: pgtest.New(t), hasher: password.New()}
	if err := a.furnish(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	credentials, err := a.demonstrate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return a, credentials
}

func TestDemonstrationSpreadsOverAllStates(t *testing.T) {
	a, credentials := demoApp(t)
	states := make(map[complaint.State]int)
	total := 0
	for _, code := range []string{"42-T99", "42-T98", "42"} {
		own, err := a.db.CommissionByCode(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := a.db.Complaints(t.Context(), own.ID, deadline.Filter{AboutUs: true}, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			states[line.State]++
			total++
		}
	}
	if total != 30 {
		t.Errorf("the demonstration holds %d complaints, want 30", total)
	}
	for _, state := range complaint.States {
		led := state != complaint.LetterDue && !state.WithoutRuling()   // the demonstration shows the way to a ruling
		if states[state] == 0 && led && state != complaint.Terminated { // no court has decided a matter yet
			t.Errorf("no complaint is %s: %v", state, states)
		}
	}
	roles := map[string]bool{}
	for _, c := range credentials {
		roles[c.Role] = true
	}
	for _, role := range []string{"citizen", "secretary", "member", "chair", "administrator"} {
		if !roles[role] {
			t.Errorf("nobody can get in as %s", role)
		}
	}
	v, err := a.db.VerifyDocket(t.Context())
	if err != nil || len(v.Faults) != 0 {
		t.Errorf("VerifyDocket() = %v, %v, want no faults", v, err)
	}
}
