package web

import (
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/deadline"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

func TestWorkingOfDeadline(t *testing.T) {
	zone := regulation.Izhmorsky().Zone()
	autumn := &commission.Campaign{ID: 1, StartsOn: calendar.Day(2026, 6, 18), EndsOn: calendar.Day(2026, 11, 20),
		VotingDays: []calendar.Date{calendar.Day(2026, 9, 18), calendar.Day(2026, 9, 19), calendar.Day(2026, 9, 20)}}
	d, err := deadline.Compute(deadline.CampaignReply, deadline.Facts{At: time.Date(2026, 9, 14, 10, 0, 0, 0, zone), Zone: zone, Campaign: autumn},
		regulation.Izhmorsky(), calendar.Russia())
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{"ru": "Последний день: 17 сентября 2026, четверг, до 24:00.", "en": "Last day: 17 September 2026, Thursday, until midnight."} {
		w := WorkingOfDeadline(InLanguage(t.Context(), lang), d)
		if w.Result != want || w.Clause != regulation.BeforeVoting || len(w.Sentences) != 5 || w.Source == "" || strings.Contains(strings.Join(w.Sentences, ""), nbsp) {
			t.Errorf("R-051 in %s: %+v", lang, w)
		}
	}
}

func TestWorkingOfVote(t *testing.T) {
	for _, row := range []struct {
		name     string
		question regulation.Question
		tally    sitting.Tally
		clause   regulation.Clause
		last     string // sentence
		result   string
	}{
		{"R-073: eight of nine present", regulation.DismissComplaint, sitting.Tally{Established: 14, WorkStarted: true, Present: 9, For: 8, Against: 1}, "R-073",
			"Присутствуют 9. За 8, против 1, воздержались 0. Нужно большинство присутствующих (9): не менее 5.", "Решение принято."},
		{"R-072: seven of fourteen", regulation.AnnulFullDecide, sitting.Tally{Established: 14, WorkStarted: true, Present: 9, For: 7, Against: 2}, "R-072",
			"Присутствуют 9. За 7, против 2, воздержались 0. Нужно большинство от установленного числа (14): не менее 8.", "Проект отклонён."},
		{"R-076: the presiding member decides", regulation.DismissComplaint,
			sitting.Tally{Established: 14, WorkStarted: true, Present: 8, For: 4, Against: 4, Presiding: sitting.Against}, "R-076",
			"Присутствуют 8. За 4, против 4, воздержались 0. Нужно большинство присутствующих (8): не менее 5. Поровну, 4 и 4. Решающий голос председательствующего: Против.",
			"Проект отклонён."},
		{"R-062: half is not enough", regulation.DismissComplaint, sitting.Tally{Established: 14, WorkStarted: true, Present: 7, For: 7}, "R-062",
			"Кворума нет: присутствуют 7 из 14, нужно не меньше 8.", "Решать нельзя: нет кворума."},
		{"R-061: nine of fourteen appointed", regulation.DismissComplaint, sitting.Tally{Established: 14, Appointed: 9, Present: 9, For: 9}, "R-061",
			"Комиссия ещё не вправе начать работу: назначено 9, нужно не меньше 10 из 14.", "Решать ещё нельзя."},
	} {
		t.Run(row.name, func(t *testing.T) {
			r, err := sitting.Count(regulation.Izhmorsky(), row.question, row.tally)
			if err != nil {
				t.Fatal(err)
			}
			w := WorkingOfVote(InLanguage(t.Context(), "ru"), regulation.Izhmorsky(), r)
			if w.Clause != row.clause || w.Sentences[len(w.Sentences)-1] != row.last || w.Result != row.result || w.Source == "" {
				t.Errorf("%+v", w)
			}
			english := WorkingOfVote(InLanguage(t.Context(), "en"), regulation.Izhmorsky(), r)
			if all := strings.Join(english.Sentences, " "); strings.Contains(all, "explain.") || strings.Contains(all, "<no value>") || len(english.Sentences) != len(w.Sentences) {
				t.Errorf("in English: %+v", english)
			}
		})
	}
}
