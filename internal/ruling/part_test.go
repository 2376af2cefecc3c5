package ruling

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

func TestPartsNeedDifferentMajorities(t *testing.T) {
	stricter := regulation.Izhmorsky()
	stricter.UnlawfulAct = regulation.OfSeats
	mixed := on(regulation.Remand, full(), omitted())
	mixed.Duty, mixed.Until = Reconsider, today
	matter := deciding(ResultsMatter, full(), omitted())
	matter.Merits = "утвердить итоги"
	for _, row := range []struct {
		name      string
		selection Selection
		profile   regulation.Profile
		clauses   string // of the annulment; of the finding
	}{
		{"R-074: mixed", mixed, regulation.Izhmorsky(), "[1 3 4 5 6]; [2]"},
		{"R-074: the finding stands first", on(regulation.Remand, omitted(), full()), regulation.Izhmorsky(), "[2 3 4 5 6]; [1]"},
		{"R-074: an action and an inaction in one clause", on(regulation.Remand, partly(), acted(), omitted()), regulation.Izhmorsky(), "[1 3 4 5 6]; [2]"},
		{"R-074: an action and an inaction apart", on(regulation.Remand, acted(), full(), omitted()), regulation.Izhmorsky(), "[2 4 5 6 7]; [1 3]"},
		{"R-074: with an act left standing", on(regulation.Remand, standing(full()), full(), omitted()), regulation.Izhmorsky(), "[1 3 4 5 6 7]; [2]"},
		{"R-073: where finding unlawful needs as much", mixed, stricter, ""},
		{"R-075: where the merits need as much", matter, regulation.Izhmorsky(), ""},
		{"R-072: only an annulment", on(regulation.Remand, full(), standing(omitted())), regulation.Izhmorsky(), ""},
		{"R-073: only a finding", on(regulation.Remand, omitted()), regulation.Izhmorsky(), ""},
		{"R-073: dismissing", on(regulation.Dismiss, standing(full()), standing(omitted())), regulation.Izhmorsky(), ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			parts := row.selection.Parts(Subject{}, row.profile)
			var got []string
			var all []int
			for _, p := range parts {
				got, all = append(got, fmt.Sprint(p.Clauses)), append(all, p.Clauses...)
			}
			if strings.Join(got, "; ") != row.clauses {
				t.Fatalf("Parts() = %q, want %q", got, row.clauses)
			}
			if parts == nil {
				return
			}
			operative := row.selection.Operative(Subject{}, row.profile)
			slices.Sort(all)
			if len(all) != len(operative) || all[0] != 1 || all[len(all)-1] != len(operative) || len(slices.Compact(all)) != len(operative) {
				t.Errorf("R-074: the parts %q do not share out the %d clauses", got, len(operative))
			}
			if parts[0].Majority.Basis != regulation.OfSeats || parts[1].Majority.Basis != regulation.OfPresent || parts[0].Majority.ChairBreak {
				t.Errorf("R-074: the parts need %+v and %+v", parts[0].Majority, parts[1].Majority)
			}
			for _, clause := range ClausesOf(operative, parts[1].Clauses) {
				if !strings.HasPrefix(clause, "Признать незаконн") {
					t.Errorf("R-074: %q goes with the finding", clause)
				}
			}
		})
	}
	if got := ClausesOf([]string{"a"}, []int{1, 2}); got != nil {
		t.Errorf("ClausesOf() of a clause that is not there = %q", got)
	}
}

// mixedDraft draws a complete draft that annuls and finds unlawful, to be voted on by parts.
func mixedDraft(t *rapid.T) (Draft, complaint.Complaint) {
	c := contesting(complaint.Contested{Decision: true, Inaction: true})
	c.ID, c.Commission, c.Respondent, c.State, c.Rapporteur = 7, 5, 8, complaint.Scheduled, 4
	d := Draft{Complaint: 7, Version: 3, Facts: "Установлено.", Reasons: "Обосновано.", Law: "67-ФЗ.",
		Selection: Selection{ByParts: true, Outcome: rapid.SampledFrom([]regulation.Outcome{regulation.DecideOnMerits, regulation.Remand}).Draw(t, "outcome"),
			Merits: "Включить заявителя в список", Duty: Reconsider, Until: today}}
	acts := []Finding{full(), omitted()}
	acts = append(acts, rapid.SliceOfN(rapid.SampledFrom([]Finding{full(), partly(), omitted(), standing(full()), standing(omitted())}), 0, 3).Draw(t, "more")...)
	d.Findings = rapid.Permutation(acts).Draw(t, "acts")
	d = d.Prepared(c)
	for i := range d.Demands {
		d.Demands[i].Answer = "Требование обоснованно."
	}
	return d, c
}

// TestAdoptedPartsGiveOneOutcomeOrNone: whatever the votes on the parts of whatever
// draft, there is one ruling with one of three outcomes, whose text is word for word what
// was voted on, or there is none and the complaint goes back.
func TestAdoptedPartsGiveOneOutcomeOrNone(t *testing.T) {
	adopted := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		draft, c := mixedDraft(t)
		d := &desk{c: c, draft: draft, meeting: sitting.Sitting{ID: 140, Number: 14, Commission: 5, State: sitting.Open, Established: 5, OpenedAt: time.Date(2026, 9, 12, 5, 0, 0, 0, time.UTC)}}
		d.meeting.Presiding.Person = chair.ID
		for id := identity.ID(1); id <= 4; id++ {
			d.meeting.Attendance = append(d.meeting.Attendance, sitting.Attendance{Member: commission.Member{Person: id}, Mode: sitting.InHall})
		}
		question, err := draft.Question()
		if err != nil {
			t.Fatal(err)
		}
		d.meeting.Items = []sitting.Item{{ID: 1, Complaint: 7, Draft: 3, Question: question, State: sitting.Pending, Invitations: invited()}}
		service, carried := NewService(d), 0
		var texts []string
		operative := draft.Operative(Subject{}, regulation.Izhmorsky())
		for part := range 2 {
			if err := service.OpenPart(t.Context(), chair, 14, 1); err != nil {
				t.Fatalf("R-074: part %d of %+v cannot be put to the vote: %v", part+1, draft.Findings, err)
			}
			choices := map[identity.ID]sitting.Choice{}
			choice := rapid.SampledFrom([]sitting.Choice{sitting.For, sitting.For, sitting.Against, sitting.Abstained})
			for id := identity.ID(2); id <= 4; id++ {
				choices[id] = choice.Draw(t, "choice")
			}
			if d.meeting, _, err = d.meeting.CastVotes(chair, 1, choices, today.Start(time.UTC)); err != nil {
				t.Fatal(err)
			}
			if err := service.Conclude(t.Context(), chair, 14, 1, choice.Draw(t, "presiding")); err != nil {
				t.Fatal(err)
			}
			p := d.meeting.Items[0].Polls[part]
			if p.Carried() {
				carried++
				texts = append(texts, ClausesOf(operative, p.Clauses)...)
			}
		}
		adopted[string(d.c.Rework.Cause)]++
		want := map[int]complaint.ReworkCause{0: complaint.DraftRejected, 1: complaint.DraftDivided, 2: ""}[carried]
		if (d.ruling != nil) != (carried == 2) || d.c.Rework.Cause != want {
			t.Fatalf("R-080: %d parts of two carried, and the ruling is %+v, the complaint %s for %q", carried, d.ruling, d.c.State, d.c.Rework.Cause)
		}
		if d.ruling == nil {
			if d.c.State != complaint.InReview || d.c.Outcome != "" {
				t.Fatalf("R-080: without a ruling the complaint is %s with the outcome %q", d.c.State, d.c.Outcome)
			}
			return
		}
		written := slices.Clone(d.ruling.Operative)
		slices.Sort(written)
		slices.Sort(texts)
		if !d.ruling.Outcome().Valid() || d.c.Outcome != d.ruling.Outcome() || d.c.State != complaint.Decided || !slices.Equal(written, texts) {
			t.Fatalf("R-070: adopted is %q, voted on %q", written, texts)
		}
		if !d.ruling.AsVoted(Subject{}, d.moment().Composition) {
			t.Fatalf("R-074: the ruling %q is not what was voted on", d.ruling.Operative)
		}
		other := *d.ruling
		other.Draft.Findings = slices.Clone(other.Draft.Findings)
		for i := range other.Draft.Findings {
			other.Draft.Findings[i].About += " и другое"
		}
		if other.AsVoted(Subject{}, d.moment().Composition) {
			t.Fatal("R-074: another text passes for what was voted on")
		}
	})
	for _, cause := range []complaint.ReworkCause{"", complaint.DraftDivided, complaint.DraftRejected} {
		if adopted[string(cause)] == 0 {
			t.Errorf("no draft ended as %q: the property saw nothing of it", cause)
		}
	}
}

// keyOf returns the key of the refusal in err.
func keyOf(err error) string {
	var r *regulation.Refusal
	if errors.As(err, &r) {
		return r.Key
	}
	return ""
}

func TestOpenPartNeedsADividedDraft(t *testing.T) {
	for _, row := range []struct {
		name  string
		spoil func(*desk)
		want  string
	}{
		{"R-074: the drafter did not divide it", func(d *desk) { d.draft.ByParts = false }, "not_by_parts"},
		{"R-074: of one kind", func(d *desk) { d.draft.Findings = []Finding{full(), standing(omitted())} }, "not_by_parts"},
		{"R-088: a demand has no answer", func(d *desk) { d.draft.Demands[0].Answer = "" }, "demand_answer_missing"},
		{"R-074: divided", func(*desk) {}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := inVote(deskIn(complaint.Scheduled))
			d.c.Contested.Inaction = true
			d.draft.ByParts, d.draft.Findings = true, []Finding{full(), omitted()}
			d.draft = d.draft.Prepared(d.c)
			d.meeting.Items[0].State, d.meeting.Items[0].Text, d.meeting.Items[0].Votes = sitting.Pending, "", nil
			row.spoil(d)
			err := NewService(d).OpenPart(t.Context(), chair, 14, 1)
			if got := keyOf(err); got != row.want {
				t.Fatalf("OpenPart() = %v, want %q", err, row.want)
			}
			if open := d.meeting.Items[0].State == sitting.Voting; open != (row.want == "") {
				t.Errorf("OpenPart() leaves the item %s", d.meeting.Items[0].State)
			}
		})
	}
}

// TestFatesMoveTheComplaint: what the commission decides on an item moves its complaint,
// and a motion that fell moves nothing.
func TestFatesMoveTheComplaint(t *testing.T) {
	for _, row := range []struct {
		name      string
		open      func(*Service) error
		presiding sitting.Choice
		state     complaint.State
		cause     complaint.ReworkCause
	}{
		{"R-079: postponed", func(s *Service) error { return s.OpenPostponement(t.Context(), chair, 14, 1, false) }, sitting.For, complaint.Ready, ""},
		{"R-079: not postponed", func(s *Service) error { return s.OpenPostponement(t.Context(), chair, 14, 1, false) }, sitting.Against, complaint.Scheduled, ""},
		{"R-079: returned", func(s *Service) error { return s.OpenReturn(t.Context(), chair, 14, 1, nil, "доводы") }, sitting.For, complaint.InReview, complaint.DraftReturned},
		{"R-079: not returned", func(s *Service) error { return s.OpenReturn(t.Context(), chair, 14, 1, nil, "доводы") }, sitting.Against, complaint.Scheduled, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := inVote(deskIn(complaint.Scheduled))
			d.meeting.Items[0].State, d.meeting.Items[0].Votes = sitting.Pending, nil
			service := NewService(d)
			if err := row.open(service); err != nil {
				t.Fatal(err)
			}
			var err error
			votes := map[identity.ID]sitting.Choice{2: sitting.For, 3: sitting.Against, 4: row.presiding}
			if d.meeting, _, err = d.meeting.CastVotes(chair, 1, votes, today.Start(time.UTC)); err != nil {
				t.Fatal(err)
			}
			if err := service.Conclude(t.Context(), chair, 14, 1, row.presiding); err != nil {
				t.Fatal(err)
			}
			if d.c.State != row.state || d.c.Rework.Cause != row.cause || d.ruling != nil {
				t.Errorf("the complaint is %s, to be reworked: %+v", d.c.State, d.c.Rework)
			}
		})
	}
}

// TestNobodyReworksTheirOwnCase: who may not report on the complaint is not named to
// rework its draft.
func TestNobodyReworksTheirOwnCase(t *testing.T) {
	d := inVote(deskIn(complaint.Scheduled))
	d.meeting.Items[0].State, d.meeting.Items[0].Votes = sitting.Pending, nil
	name := identity.ParseName("Королёв Пётр Ильич")
	d.c.Complainant.Name, d.members = name, []commission.Member{{Person: 4, Office: identity.Member, From: today.AddDays(-1)}, {Person: 5, Office: identity.Member, Name: name, From: today.AddDays(-1)}}
	service := NewService(d)
	if err := service.OpenReturn(t.Context(), chair, 14, 1, []identity.ID{4, 5}, "доводы"); keyOf(err) != "rework_of_own_case" || d.meeting.Items[0].State != sitting.Pending {
		t.Errorf("R-012: OpenReturn() to who complained = %v, want a refusal", err)
	}
	if err := service.OpenReturn(t.Context(), chair, 14, 1, []identity.ID{4}, "доводы"); err != nil || d.meeting.Items[0].State != sitting.Voting {
		t.Errorf("R-079: OpenReturn() to a member = %v", err)
	}
}

// TestResultsFixedDuringTheVoteOnAPart: the part that carries then is void like a whole.
func TestResultsFixedDuringTheVoteOnAPart(t *testing.T) {
	d := inVote(deskIn(complaint.Scheduled))
	d.c.Contested.Inaction = true
	onResults(d)
	d.draft.ByParts, d.draft.Findings = true, append(d.draft.Findings, omitted())
	d.meeting.Items[0].State, d.meeting.Items[0].Votes = sitting.Pending, nil
	d.meeting.Items[0].Question = regulation.AnnulAndUnlawful
	service := NewService(d)
	if err := service.OpenPart(t.Context(), chair, 14, 1); err != nil {
		t.Fatal(err)
	}
	var err error
	votes := map[identity.ID]sitting.Choice{2: sitting.For, 3: sitting.For, 4: sitting.For}
	if d.meeting, _, err = d.meeting.CastVotes(chair, 1, votes, today.Start(time.UTC)); err != nil {
		t.Fatal(err)
	}
	d.fixed = time.Date(2026, 9, 12, 4, 59, 0, 0, time.UTC)
	if err := service.Conclude(t.Context(), chair, 14, 1, sitting.For); err != nil {
		t.Fatal(err)
	}
	item := d.meeting.Items[0]
	if item.State != sitting.Returned || item.Polls[0].Result != nil || item.Polls[0].ClosedAt.IsZero() || item.Divided() || d.c.Rework.Cause != complaint.DraftVoid {
		t.Errorf("R-057: the vote ends %s, the complaint %s: %+v", item.State, d.c.State, d.c.Rework)
	}
}
