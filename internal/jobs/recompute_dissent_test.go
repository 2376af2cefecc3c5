package jobs_test

import (
	"testing"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/deadline"
	"redress/internal/identity"
)

// TestAMovedVotingDayMovesTheTellingOfADissent: an opinion handed in on what becomes a
// voting day is told at once, of an ordinary complaint decided already too.
func TestAMovedVotingDayMovesTheTellingOfADissent(t *testing.T) {
	w := newWorld(t)
	campaign := w.underWay()
	w.exec(`UPDATE complaints SET state = 'decided', decided_at = '2026-09-15 03:00Z', outcome = 'dismiss', rapporteur_id = 2, title = 'О',
		dissents = '[{"Member": 2, "At": "2026-09-18T03:00:00Z", "Told": "0001-01-01T00:00:00Z"}]' WHERE number = 203`)
	if _, err := (deadline.Recompute{Year: 2026}).Run(t.Context(), w.db); err != nil {
		t.Fatal(err)
	}
	const telling = `SELECT d.kind || ' ' || d.due_on || ' ' || d.clause FROM deadlines d JOIN complaints c ON c.id = d.complaint_id
		WHERE c.number = 203 AND clock = 'dissent_forwarding'`
	if got := w.text(telling); got != "by_date 2026-09-21 R-082" {
		t.Fatalf("before: told %s", got)
	}
	campaign.VotingDays = []calendar.Date{calendar.Day(2026, 9, 18), calendar.Day(2026, 9, 19), calendar.Day(2026, 9, 20)}
	if err := commission.NewSetup(w.db).Change(t.Context(), identity.Actor{ID: 1, Office: identity.Administrator}, campaign); err != nil {
		t.Fatal(err)
	}
	w.run(w.deps(nil, &post{}))
	w.jobIs("recompute_deadlines", "completed")
	if got := w.text(telling); got != "immediate 2026-09-18 R-082" {
		t.Errorf("R-082: after: told %s", got)
	}
	const line = `SELECT payload FROM docket k JOIN complaints c ON k.chain = 'complaint:' || c.id WHERE c.number = 203 AND k.act = 'deadlines_moved' ORDER BY seq DESC LIMIT 1`
	if got := w.text(line); got != `{"because":"campaign","campaign":1,"clocks":["dissent_forwarding"],"now":["at_once 2026-09-18"],"title":"Выборы","was":["2026-09-21"]}` {
		t.Errorf("the docket says %s", got)
	}
}
