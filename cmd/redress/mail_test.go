package main

import (
	"os"
	"strings"
	"testing"

	"redress/internal/notice"
)

// TestMailBounce: a report of the mail server puts the letter among those to
// deliver again, and what is no report is refused.
func TestMailBounce(t *testing.T) {
	a, _ := demoApp(t)
	var id int64
	if err := a.db.Pool().QueryRow(t.Context(), `SELECT l.id FROM letters l WHERE l.way = 'email' AND l.state = 'owed' ORDER BY l.id LIMIT 1`).Scan(&id); err != nil {
		t.Fatal(err)
	}
	if err := a.letters.Deliver(t.Context(), notice.ID(id), false); err != nil {
		t.Fatal(err)
	}
	sent := ""
	state := func() (state string) {
		if err := a.db.Pool().QueryRow(t.Context(), `SELECT state, message_id FROM letters WHERE id = $1`, id).Scan(&state, &sent); err != nil {
			t.Fatal(err)
		}
		return state
	}
	if state() != "sent" {
		t.Fatal("the letter was not sent")
	}
	raw, err := os.ReadFile("../../internal/mail/testdata/bounce.eml")
	if err != nil {
		t.Fatal(err)
	}
	const example = "<letter-42-1789380000123456@complaints.example>"
	for _, row := range []struct {
		name   string
		report string
		status int
		said   string
		state  string
	}{
		{"a letter of somebody else", string(raw), 0, "no letter of ours", "sent"},
		{"an ordinary letter", "Subject: Re\n\nThank you.\n", dataStatus, "no report of delivery", "sent"},
		{"nothing", "", dataStatus, "no report of delivery", "sent"},
		{"a delay", strings.NewReplacer(example, sent, "Action: failed", "Action: delayed").Replace(string(raw)), 0, "nothing is changed", "sent"},
		{"R-086: it failed", strings.ReplaceAll(string(raw), example, sent), 0, "waits for another way", "failed"},
		{"R-086: reported twice", strings.ReplaceAll(string(raw), example, sent), 0, "known already", "failed"},
	} {
		var out strings.Builder
		b, err := readBounce(strings.NewReader(row.report))
		if err == nil {
			err = bounced(t.Context(), &out, a.letters, b)
		}
		status := 0
		if err != nil {
			status = exitStatus(err)
			out.WriteString(err.Error())
		}
		if got := state(); status != row.status || !strings.Contains(out.String(), row.said) || got != row.state {
			t.Errorf("%s: status %d, %q, the letter is %s", row.name, status, out.String(), got)
		}
	}
	if v, err := a.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket: %+v, %v", v.Faults, err)
	}
}
