package ruling

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"redress/internal/complaint"
	"redress/internal/regulation"
)

// anyDraft draws a draft on a complaint that contests anything. Most of its texts are
// there and most of its verdicts possible; some are missing or contradict each other.
func anyDraft(t *rapid.T) (Draft, complaint.Complaint) {
	text := rapid.SampledFrom([]string{"Включить заявителя в список", "пункта 2", "Выдать копию.", "Исправить фамилию", "", "обязать комиссию", "Оставить без удовлетворения"})
	answer := rapid.SampledFrom([]string{"Отказать.", "Удовлетворить.", "Требование обоснованно.", ""})
	c := contesting(rapid.SampledFrom([]complaint.Contested{{}, {Decision: true}, {Action: true}, {Inaction: true}, {Decision: true, Inaction: true},
		{Action: true, Inaction: true}, {Decision: true, Action: true, Inaction: true}}).Draw(t, "contested"))
	c.Ask = rapid.SampledFrom([]complaint.Ask{complaint.AskAnnul, complaint.AskUnlawful, complaint.AskOblige, ""}).Draw(t, "ask")
	d := Draft{Facts: "Установлено.", Reasons: "Обосновано.", Law: "67-ФЗ.", Selection: Selection{
		Outcome: rapid.SampledFrom(append([]regulation.Outcome{""}, regulation.Outcomes...)).Draw(t, "outcome"),
		Merits:  text.Draw(t, "merits"), Matter: rapid.SampledFrom(append([]Matter{NoMatter}, Matters...)).Draw(t, "matter"),
		Duty: rapid.SampledFrom([]Duty{Reconsider, DoAct, ""}).Draw(t, "duty"), Action: text.Draw(t, "done"), Until: today,
	}}
	kinds := append(KindsOf(c.Contested), rapid.SliceOfN(rapid.SampledFrom(Kinds), 0, 1).Draw(t, "more")...)
	for _, k := range kinds {
		verdicts := append(k.Verdicts(), rapid.SampledFrom([]Verdict{"", LeaveStanding, FindUnlawful}).Draw(t, "odd"))
		d.Findings = append(d.Findings, Finding{Kind: k, About: text.Draw(t, "about"), Part: text.Draw(t, "part"),
			Verdict: rapid.SampledFrom(verdicts).Draw(t, "verdict")})
	}
	if d.Outcome == regulation.Dismiss && rapid.Bool().Draw(t, "agreeing") {
		for i := range d.Findings {
			d.Findings[i].Verdict = LeaveStanding
		}
	}
	d = d.Prepared(c)
	for i := range d.Demands {
		d.Demands[i].Answer = answer.Draw(t, "answer")
	}
	return d, c
}

// TestACompleteDraftHasOneOutcome: whatever Complete accepts gives an operative part
// with exactly one of the three outcomes, upholds something if and only if it does not
// dismiss, and has a majority.
func TestACompleteDraftHasOneOutcome(t *testing.T) {
	p, accepted := regulation.Izhmorsky(), 0
	rapid.Check(t, func(t *rapid.T) {
		d, c := anyDraft(t)
		if d.Complete(c, today) != nil {
			return
		}
		accepted++
		operative := d.Operative(Subject{Ref: c.Ref}, p)
		count := map[string]int{}
		for _, clause := range operative {
			for _, formula := range []string{"Оставить жалобу", "Отменить решение", "Признать незаконн", "Обязать "} {
				if strings.HasPrefix(clause, formula) {
					count[formula]++
				}
			}
		}
		upheld := count["Отменить решение"] + count["Признать незаконн"]
		merits := 0
		for _, clause := range operative {
			if d.Outcome == regulation.DecideOnMerits && clause == sentence(d.Merits) {
				merits++
			}
		}
		if count["Оставить жалобу"]+count["Обязать "]+merits != 1 || (upheld > 0) == (d.Outcome == regulation.Dismiss) {
			t.Fatalf("R-070: %s of %+v gives %q", d.Outcome, d.Findings, operative)
		}
		question, majority, err := d.MajorityOf(p)
		if err != nil {
			t.Fatalf("R-071: a complete draft without a majority: %v", err)
		}
		if d.Annuls() != (count["Отменить решение"] > 0) || d.Annuls() && majority.Basis != regulation.OfSeats {
			t.Fatalf("R-072: %s needs the majority of those %s, and is %q", question, majority.Basis, operative)
		}
		if d.Annuls() && d.FindsUnlawful() && (question != regulation.AnnulAndUnlawful || majority.ChairBreak) {
			t.Fatalf("R-074: a mixed draft is put as %s", question)
		}
		for _, own := range DemandsOf(c) {
			if !strings.Contains(d.Demands[0].Text, own.Text) || d.Demands[0].Answer == "" {
				t.Fatalf("R-088: %q is not answered in %+v", own.Text, d.Demands)
			}
		}
	})
	if accepted == 0 {
		t.Error("no draft drawn is complete")
	}
}
