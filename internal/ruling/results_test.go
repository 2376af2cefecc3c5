package ruling

import (
	"errors"
	"testing"
	"time"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

func TestBeforeResults(t *testing.T) {
	fixed := time.Date(2026, 9, 22, 7, 30, 0, 0, time.UTC)
	on := func(outcome regulation.Outcome, matter Matter) Draft {
		return Draft{Selection: Selection{Outcome: outcome, Matter: matter}}
	}
	decision := complaint.Complaint{Campaign: 1, Answers: complaint.Answers{Contested: complaint.Contested{Decision: true}}}
	action := complaint.Complaint{Campaign: 1, Answers: complaint.Answers{Contested: complaint.Contested{Action: true}}}
	other := complaint.Complaint{Campaign: 2, Answers: complaint.Answers{Contested: complaint.Contested{Decision: true}}}
	for _, row := range []struct {
		name    string
		d       Draft
		c       complaint.Complaint
		at      time.Time
		refused bool
	}{
		{"R-057: a decision on results, a moment before", on(regulation.DecideOnMerits, ResultsMatter), decision, fixed.Add(-time.Second), false},
		{"R-057: at that moment", on(regulation.DecideOnMerits, ResultsMatter), decision, fixed, true},
		{"R-057: remanded afterwards", on(regulation.Remand, ResultsMatter), decision, fixed.Add(time.Hour), true},
		{"R-057: dismissed afterwards", on(regulation.Dismiss, ResultsMatter), decision, fixed.Add(time.Hour), false},
		{"R-057: a decision on something else", on(regulation.DecideOnMerits, NoMatter), decision, fixed.Add(time.Hour), false},
		{"R-057: an action", on(regulation.DecideOnMerits, ResultsMatter), action, fixed.Add(time.Hour), false},
		{"R-057: of another campaign", on(regulation.DecideOnMerits, ResultsMatter), other, fixed.Add(time.Hour), false},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := commission.Moment{At: row.at, Campaigns: []commission.Campaign{{ID: 1, ResultsFixed: fixed}, {ID: 2}}}
			err := row.d.BeforeResults(row.c, m)
			var r *regulation.Refusal
			if errors.As(err, &r) != row.refused || row.refused && r.Clause != regulation.ResultsFixed {
				t.Errorf("BeforeResults() = %v, want it refused: %v", err, row.refused)
			}
		})
	}
}
