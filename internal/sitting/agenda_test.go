package sitting

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
)

func orderOf(s Sitting) string {
	var ids []ItemID
	for i, item := range s.Items {
		if item.Ordinal != i+1 {
			return fmt.Sprintf("item %d stands at %d with the number %d", item.ID, i+1, item.Ordinal)
		}
		ids = append(ids, item.ID)
	}
	return fmt.Sprint(ids)
}

func TestMoveOnTheAgenda(t *testing.T) {
	for _, row := range []struct {
		name string
		by   identity.Actor
		id   ItemID
		to   int
		want string
	}{
		{"R-064: up", secretary, 3, 2, "[1 3 2]"},
		{"R-064: to the top", chair, 3, 1, "[3 1 2]"},
		{"R-064: down", secretary, 1, 2, "[2 1 3]"},
		{"R-064: to the end", secretary, 1, 3, "[2 3 1]"},
		{"R-064: nowhere else", secretary, 2, 2, "R-064 place"},
		{"R-064: above the first", secretary, 1, 0, "R-064 place"},
		{"R-064: below the last", secretary, 3, 4, "R-064 place"},
		{"R-064: by a member", member, 1, 2, "R-064 not_your_office"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := planned(t)
			s.Items[2].Matter.Demander = 4 // may be moved like the others
			next, line, err := s.Move(row.by, row.id, row.to)
			got := refused(err)
			if err == nil {
				got = orderOf(next)
				if line.Facts["to"] != row.to || next.Version != s.Version+1 {
					t.Errorf("R-064: the docket says %v", line.Facts)
				}
			}
			if got != row.want || orderOf(s) != "[1 2 3]" {
				t.Errorf("Move() = %s, %v, want %s; before %s", got, err, row.want, orderOf(s))
			}
		})
	}
	s := planned(t)
	s.State = Open
	if _, _, err := s.Move(secretary, 1, 2); refused(err) != "R-064 agenda_is_fixed" {
		t.Errorf("R-064: Move() after the opening = %v, want a refusal", err)
	}
	if _, _, err := s.Plan(secretary, 1, 20); refused(err) != "R-064 agenda_is_fixed" {
		t.Errorf("R-064: Plan() after the opening = %v, want a refusal", err)
	}
}

// TestAnyOrderOfTheAgendaKeepsItsItems: whatever is moved, each item stands once.
func TestAnyOrderOfTheAgendaKeepsItsItems(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := planned(t)
		for range rapid.IntRange(1, 8).Draw(t, "moves") {
			id, to := ItemID(rapid.IntRange(1, 3).Draw(t, "item")), rapid.IntRange(0, 4).Draw(t, "to")
			if next, _, err := s.Move(secretary, id, to); err == nil {
				s = next
			}
			var ids []ItemID
			for i, item := range s.Items {
				if item.Ordinal != i+1 {
					t.Fatalf("R-064: %s", orderOf(s))
				}
				ids = append(ids, item.ID)
			}
			if slices.Sort(ids); !slices.Equal(ids, []ItemID{1, 2, 3}) {
				t.Fatalf("R-064: the agenda holds %v", ids)
			}
		}
	})
}

func TestPlannedMinutes(t *testing.T) {
	s, p := planned(t), regulation.Izhmorsky()
	if got := s.Items[0].Takes(p); got != 21 {
		t.Errorf("R-069: a complaint takes %d minutes, want 10 and 5 and 3 of each party", got)
	}
	if got := (Item{}).Takes(p); got != 10 {
		t.Errorf("R-069: a question takes %d minutes, want 10", got)
	}
	next, _, err := s.Plan(secretary, 1, 45)
	if err != nil || next.Items[0].Takes(p) != 45 || s.Items[0].Planned != 0 {
		t.Errorf("R-069: Plan() = %+v, %v", next.Items[0], err)
	}
	for _, minutes := range []int{-1, MaxPlanned + 1} {
		if _, _, err := s.Plan(secretary, 1, minutes); refused(err) != "R-069 minutes" {
			t.Errorf("R-069: Plan(%d) = %v, want a refusal", minutes, err)
		}
	}
}

func TestObstacles(t *testing.T) {
	of := func(state complaint.State, change func(*Candidacy)) Candidacy {
		c := Candidacy{Due: deadline.Due{State: state, Rapporteur: "Белова Е. С."}}
		if change != nil {
			change(&c)
		}
		return c
	}
	for _, row := range []struct {
		name string
		c    Candidacy
		want []Obstacle
	}{
		{"ready", of(complaint.Ready, nil), nil},
		{"registered", of(complaint.Registered, func(c *Candidacy) { c.Rapporteur = "" }), []Obstacle{NoRapporteur}},
		{"R-088: no draft", of(complaint.InReview, nil), []Obstacle{NoDraft}},
		{"R-088: an unfinished one", of(complaint.InReview, func(c *Candidacy) { c.Draft = 2 }), []Obstacle{DraftUnfinished}},
		{"R-090: the answer may still come", of(complaint.Ready, func(c *Candidacy) { c.AnswersBy = day }), []Obstacle{AnswerAwaited}},
		{"R-090: its term is over", of(complaint.Ready, func(c *Candidacy) { c.AnswersBy = day.AddDays(-1) }), nil},
		{"R-055: nobody told", of(complaint.Ready, func(c *Candidacy) { c.NotTold = true }), []Obstacle{AccusedNotTold}},
		{"R-058: suspended", of(complaint.Suspended, func(c *Candidacy) { c.Paused, c.NotTold = true, true }), []Obstacle{CourtDecides}},
		{"on another agenda", of(complaint.Scheduled, func(c *Candidacy) { c.Sitting = 3 }), []Obstacle{OtherAgenda}},
		{"several", of(complaint.InReview, func(c *Candidacy) { c.Draft, c.NotTold, c.AnswersBy = 1, true, day }), []Obstacle{DraftUnfinished, AccusedNotTold, AnswerAwaited}},
	} {
		if got := row.c.Obstacles(day); !slices.Equal(got, row.want) {
			t.Errorf("%s: Obstacles() = %v, want %v", row.name, got, row.want)
		}
	}
	if AnswerAwaited.Bars() || !NoDraft.Bars() {
		t.Error("R-081: an answer that is awaited keeps a complaint from being decided in time")
	}
}
