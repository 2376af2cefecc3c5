package main

import (
	"log"
	"log/slog"
	"os"
	"testing"

	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/password"
	"redress/internal/postgres"
	"redress/internal/postgres/pgtest"
)

// demoFolder is the data folder of the demonstration in demoDatabase: it is loaded once,
// and every test works on a copy of both.
var (
	demoFolder   string
	demoDatabase pgtest.Template
)

func TestMain(m *testing.M) {
	var err error
	if demoFolder, err = os.MkdirTemp("", "redress-demo-"); err != nil {
		log.Fatal(err)
	}
	code := m.Run()
	os.RemoveAll(demoFolder)
	os.Exit(code)
}

// demoApp returns a demonstration of the test's own, which goes on beside others.
func demoApp(t *testing.T) (*app, []Credential) {
	t.Helper()
	t.Parallel()
	demonstration := func(db *postgres.DB, folder string) (*app, []Credential) {
		c := &Config{Data: folder, BaseURL: "http://127.0.0.1:8080", LogLevel: "warn"}
		a := &app{log: slog.New(slog.DiscardHandler), db: db, hasher: password.New()}
		if err := a.furnish(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		credentials, err := a.demonstrate(t.Context()) // loads only what is not there
		if err != nil {
			t.Fatal(err)
		}
		return a, credentials
	}
	db := demoDatabase.New(t, func(db *postgres.DB) { demonstration(db, demoFolder) })
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(demoFolder)); err != nil {
		t.Fatal(err)
	}
	return demonstration(db, folder)
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
	if total != 33 { // two of the 31 were forwarded and go on elsewhere
		t.Errorf("the demonstration holds %d complaints, want 33", total)
	}
	for _, state := range complaint.States {
		if states[state] == 0 {
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

// TestDemonstrationHoldsWhatIsRare: what a commission meets once a year can be looked at.
func TestDemonstrationHoldsWhatIsRare(t *testing.T) {
	a, credentials := demoApp(t)
	for _, rare := range []struct{ what, found string }{
		{"a ruling that is overdue", `SELECT count(*) FROM complaints c JOIN commissions o ON o.id = c.commission_id
			WHERE o.code = '42-T99' AND c.state = 'in_review' AND c.due_on < current_date - 1`},
		{"a ruling signed by an acting chair, and the minutes", `SELECT count(DISTINCT p.kind) - 1 FROM signatures s JOIN papers p ON p.id = s.paper_id WHERE s.ground LIKE 'распоряжение%'`},
		{"a commission below another one in a campaign", `SELECT count(*) FROM commission_links WHERE campaign_id IS NOT NULL`},
		{"a complaint about a decision, an action and an inaction, not decided yet", `SELECT count(*) FROM complaints WHERE contested_decision AND contested_action AND contested_inaction AND state = 'in_review'`},
		{"complaints linked", `SELECT count(*) FROM complaints WHERE jsonb_array_length(linked) > 1`},
		{"papers held for a case", `SELECT count(*) FROM complaints WHERE state = 'delivered' AND holds::text LIKE '%Reason%'`},
		{"a complaint that another commission goes on with", `SELECT count(*) FROM complaints WHERE channel = 'forwarded'`},
	} {
		var n int
		if err := a.db.Pool().QueryRow(t.Context(), rare.found).Scan(&n); err != nil {
			t.Fatalf("%s: %v", rare.what, err)
		}
		if n < 1 {
			t.Errorf("the demonstration lacks %s", rare.what)
		}
	}
	states := make(map[complaint.State]bool)
	for _, c := range credentials {
		if c.Role != string(identity.Citizen) {
			continue
		}
		ref, err := complaint.ParseRef(c.Login)
		if err != nil {
			t.Fatal(err)
		}
		own, err := a.db.CommissionByCode(t.Context(), c.Commission)
		if err != nil {
			t.Fatal(err)
		}
		found, err := a.db.Complaint(t.Context(), own.ID, ref)
		if err != nil {
			t.Fatal(err)
		}
		states[found.State] = true
	}
	for _, state := range []complaint.State{complaint.Delivered, complaint.Forwarded, complaint.Returned, complaint.Answered, complaint.Terminated, complaint.Suspended, complaint.LetterDue} {
		if !states[state] {
			t.Errorf("no citizen can follow a complaint that is %s", state)
		}
	}
}
