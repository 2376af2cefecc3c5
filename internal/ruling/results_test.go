package ruling

import (
	"errors"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

func TestBeforeResults(t *testing.T) {
	fixed := time.Date(2026, 9, 22, 7, 30, 0, 0, time.UTC)
	judged := func(s Selection, onResults bool) Draft {
		s.Findings[0].OnResults = onResults
		return Draft{Selection: s}
	}
	own, other := complaint.Complaint{Campaign: 1}, complaint.Complaint{Campaign: 2}
	day := func(d int) complaint.Answers { return complaint.Answers{DecisionOn: calendar.Day(2026, 9, d)} }
	after := complaint.Complaint{FiledAt: fixed.AddDate(0, 3, 0)} // the campaign was over by then
	onTheDay, before := after, after
	onTheDay.Answers, before.Answers = day(21), complaint.Answers{EventOn: calendar.Day(2025, 9, 14)}
	next := complaint.Complaint{Campaign: 2, Answers: day(21)}
	found := own
	found.Findings.VotingResults = true
	merits, remand := regulation.DecideOnMerits, regulation.Remand
	for _, row := range []struct {
		name    string
		d       Draft
		c       complaint.Complaint
		at      time.Time
		refused bool
	}{
		{"R-057: a decision on results, a moment before", judged(on(merits, full()), true), own, fixed.Add(-time.Second), false},
		{"R-057: at that moment", judged(on(merits, full()), true), own, fixed, true},
		{"R-057: remanded afterwards", judged(on(remand, partly()), true), own, fixed.Add(time.Hour), true},
		{"R-057: results are what is decided on the merits", judged(deciding(ResultsMatter, full()), false), own, fixed.Add(time.Hour), true},
		{"R-057: dismissed afterwards", judged(on(regulation.Dismiss, full()), true), own, fixed.Add(time.Hour), false},
		{"R-057: left standing beside an unlawful act", judged(on(merits, standing(full()), acted()), true), own, fixed.Add(time.Hour), false},
		{"R-057: a decision on something else", judged(on(merits, full()), false), own, fixed.Add(time.Hour), false},
		{"R-057: an action", judged(deciding(ResultsMatter, acted()), false), own, fixed.Add(time.Hour), false},
		{"R-057: registered after the campaign", judged(on(merits, full()), true), after, fixed.AddDate(0, 4, 0), true},
		{"R-057: with its day in the campaign", judged(on(merits, full()), true), onTheDay, fixed.AddDate(0, 4, 0), true},
		{"R-057: with its day before the campaign", judged(on(merits, full()), true), before, fixed.AddDate(0, 4, 0), false},
		{"R-057: registered in the next campaign", judged(on(merits, full()), true), next, fixed.AddDate(0, 9, 0), true},
		{"R-057: the registration found that it is on results, the draft does not say so", judged(on(merits, full()), false), found, fixed.Add(time.Hour), true},
		{"R-057: of another campaign", judged(on(merits, full()), true), other, fixed.Add(time.Hour), false},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := commission.Moment{At: row.at, Campaigns: []commission.Campaign{
				{ID: 1, ResultsFixed: fixed, StartsOn: calendar.Day(2026, 6, 18), EndsOn: calendar.Day(2026, 11, 20)},
				{ID: 2, StartsOn: calendar.Day(2027, 6, 18), EndsOn: calendar.Day(2027, 11, 20)}}}
			err := row.d.BeforeResults(row.c, m)
			var r *regulation.Refusal
			if errors.As(err, &r) != row.refused || row.refused && r.Clause != regulation.ResultsFixed {
				t.Errorf("BeforeResults() = %v, want it refused: %v", err, row.refused)
			}
		})
	}
}
