package ruling

import (
	"errors"
	"strings"
	"testing"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

var (
	decision = contesting(complaint.Contested{Decision: true})
	today    = calendar.Day(2026, 9, 12)
)

func contesting(c complaint.Contested) complaint.Complaint {
	return complaint.Complaint{Ref: complaint.Ref{Year: 2026, Number: 110}, Title: "Отказ включить в список избирателей",
		Answers: complaint.Answers{Contested: c, DecisionNumber: "7/24", DecisionOn: calendar.Day(2026, 9, 8), Ask: complaint.AskAnnul}}
}

// The findings on one act, and on two.
func full() Finding {
	return Finding{Kind: Decision, About: AboutOf(decision, Decision), Verdict: AnnulInFull}
}
func partly() Finding {
	return Finding{Kind: Decision, About: AboutOf(decision, Decision), Verdict: AnnulInPart, Part: "пункта 2"}
}
func acted() Finding   { return Finding{Kind: Action, About: decision.Title, Verdict: FindUnlawful} }
func omitted() Finding { return Finding{Kind: Inaction, About: decision.Title, Verdict: FindUnlawful} }
func standing(f Finding) Finding {
	f.Verdict = LeaveStanding
	return f
}

func on(outcome regulation.Outcome, findings ...Finding) Selection {
	return Selection{Outcome: outcome, Findings: findings}
}

func deciding(matter Matter, findings ...Finding) Selection {
	s := on(regulation.DecideOnMerits, findings...)
	s.Matter = matter
	return s
}

func TestQuestionFollowsFromTheSelection(t *testing.T) {
	merits, remand := regulation.DecideOnMerits, regulation.Remand
	for _, row := range []struct {
		name      string
		selection Selection
		want      regulation.Question
		basis     regulation.Basis
	}{
		{"R-073: dismissing is decided by those present", on(regulation.Dismiss, standing(full())), regulation.DismissComplaint, regulation.OfPresent},
		{"R-072: a decision annulled in full and decided", on(merits, full()), regulation.AnnulFullDecide, regulation.OfSeats},
		{"R-072: a decision annulled in part and decided", on(merits, partly()), regulation.AnnulPartDecide, regulation.OfSeats},
		{"R-072: a decision annulled in full and remanded", on(remand, full()), regulation.AnnulFullRemand, regulation.OfSeats},
		{"R-072: a decision annulled in part and remanded", on(remand, partly()), regulation.AnnulPartRemand, regulation.OfSeats},
		{"R-072: one decision of two", on(remand, standing(full()), partly()), regulation.AnnulPartRemand, regulation.OfSeats},
		{"R-073: an action unlawful", on(merits, acted()), regulation.UnlawfulActionDecide, regulation.OfPresent},
		{"R-073: an action unlawful, lower commission obliged", on(remand, acted()), regulation.UnlawfulActionOblige, regulation.OfPresent},
		{"R-073: an inaction unlawful", on(merits, omitted()), regulation.UnlawfulInactionDecide, regulation.OfPresent},
		{"R-073: an inaction unlawful, lower commission obliged", on(remand, omitted()), regulation.UnlawfulInactionOblige, regulation.OfPresent},
		{"R-074: a mixed ruling needs the higher of its parts", on(merits, full(), omitted()), regulation.AnnulAndUnlawful, regulation.OfSeats},
		{"R-074: mixed in part", on(remand, acted(), partly()), regulation.AnnulAndUnlawful, regulation.OfSeats},
		{"R-074: the decision stands, the inaction is unlawful", on(remand, standing(full()), omitted()), regulation.UnlawfulInactionOblige, regulation.OfPresent},
		{"R-072: the decision is annulled, the inaction was none", on(remand, full(), standing(omitted())), regulation.AnnulFullRemand, regulation.OfSeats},
		{"R-075: voting results decided on the merits", deciding(ResultsMatter, omitted()), regulation.UnlawfulWithResults, regulation.OfSeats},
		{"R-075: election results", deciding(ElectionMatter, omitted()), regulation.UnlawfulWithResults, regulation.OfSeats},
		{"R-075: elections failed or invalid", deciding(InvalidMatter, acted()), regulation.UnlawfulWithResults, regulation.OfSeats},
		{"R-075: repeat voting", deciding(RepeatMatter, acted()), regulation.UnlawfulWithResults, regulation.OfSeats},
		{"R-075: registration decided on the merits", deciding(CandidacyMatter, acted()), regulation.UnlawfulWithCandidacy, regulation.OfSeats},
		{"R-075: a court asked to cancel a registration", deciding(DeregistrationMatter, acted()), regulation.UnlawfulWithCandidacy, regulation.OfSeats},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := row.selection.Question()
			if err != nil || got != row.want {
				t.Fatalf("Question() = %v, %v, want %v", got, err, row.want)
			}
			if majority, err := regulation.Izhmorsky().MajorityFor(got); err != nil || majority.Basis != row.basis {
				t.Errorf("MajorityFor() = %v, %v, want %v", majority.Basis, err, row.basis)
			}
		})
	}
	for _, bad := range []Selection{{}, {Outcome: "satisfied"}, on(merits), on(remand, standing(full()))} {
		if _, err := bad.Question(); err == nil {
			t.Errorf("Question() accepted %+v", bad)
		}
	}
}

func whole() Draft {
	s := on(regulation.DecideOnMerits, full())
	s.Merits = "включить заявителя в список избирателей"
	return Draft{Complaint: 7, Version: 3, Facts: "Установлено.", Reasons: "Довод обоснован.", Law: "67-ФЗ, статья 17.",
		Demands: []Demand{{Text: "Отменить обжалуемое решение", Asked: true, Answer: "Решение отменяется."}}, Selection: s}
}

func TestCompleteAsksForEveryMissingPart(t *testing.T) {
	for _, row := range []struct {
		name   string
		spoil  func(*Draft)
		fields string
	}{
		{"R-088: whole", func(*Draft) {}, ""},
		{"R-088: facts and reasons", func(d *Draft) { d.Facts, d.Reasons = "", "  \n" }, "facts reasons"},
		{"R-088: law", func(d *Draft) { d.Law = "" }, "law"},
		{"R-070: outcome", func(d *Draft) { d.Outcome = "" }, "outcome"},
		{"R-070: outcome outside the three", func(d *Draft) { d.Outcome = "partly" }, "outcome outcome"},
		{"R-070: merits", func(d *Draft) { d.Merits = "" }, "merits"},
		{"R-088: a demand without an answer", func(d *Draft) { d.Demands[0].Answer = " " }, "demand_1_answer"},
		{"R-088: a demand of the complainant left out", func(d *Draft) { d.Demands = []Demand{{Text: "Другое", Answer: "Нет."}} }, "demands"},
		{"R-088: an added demand without words", func(d *Draft) { d.Demands = append(d.Demands, Demand{}) }, "demand_2_text demand_2_answer"},
		{"R-070: verdict", func(d *Draft) { d.Findings[0].Verdict = "" }, "act_1_verdict"},
		{"R-070: part", func(d *Draft) { d.Findings[0].Verdict = AnnulInPart }, "act_1_part"},
		{"R-070: nothing upheld", func(d *Draft) { d.Findings[0].Verdict = LeaveStanding }, "act_1_verdict"},
		{"R-070: a verdict of another kind", func(d *Draft) { d.Findings[0].Verdict = FindUnlawful }, "act_1_verdict"},
		{"R-070: a second outcome among the merits", func(d *Draft) { d.Merits = "обязать комиссию выдать копию" }, "merits"},
		{"R-070: dismissed in the words of the merits", func(d *Draft) { d.Merits = "Оставить жалобу  без удовлетворения." }, "merits"},
		{"R-020: which decision", func(d *Draft) { d.Findings[0].About = "" }, "act_1_about"},
		{"R-020: no act of what is contested", func(d *Draft) { d.Findings = nil }, "acts"},
		{"R-020: an act of what is not contested", func(d *Draft) { d.Findings = append(d.Findings, omitted()) }, "act_2_about"},
		{"R-070: duty and term", func(d *Draft) { d.Outcome = regulation.Remand }, "duty until"},
		{"R-070: act", func(d *Draft) { d.Outcome, d.Duty, d.Until = regulation.Remand, DoAct, today }, "action"},
		{"R-095: term in the past", func(d *Draft) { d.Outcome, d.Duty, d.Until = regulation.Remand, Reconsider, today.AddDays(-1) }, "until"},
		{"R-070: dismissing needs nothing more", func(d *Draft) { d.Selection = on(regulation.Dismiss, standing(full())) }, ""},
		{"R-070: dismissed and yet annulled", func(d *Draft) { d.Selection = on(regulation.Dismiss, standing(full()), full()) }, "act_2_verdict"},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := whole()
			row.spoil(&d)
			if got := strings.Join(fieldsOf(d.Complete(decision, today)), " "); got != row.fields {
				t.Errorf("Complete() asks for %q, want %q", got, row.fields)
			}
		})
	}
}

// fieldsOf returns the fields of all refusals joined in err, in their order.
func fieldsOf(err error) []string {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		var fields []string
		for _, each := range joined.Unwrap() {
			fields = append(fields, fieldsOf(each)...)
		}
		return fields
	}
	var refusal *regulation.Refusal
	if errors.As(err, &refusal) {
		return []string{refusal.Field}
	}
	return nil
}

func TestOperativePart(t *testing.T) {
	const precinct = "участковой избирательной комиссии избирательного участка № 9001"
	about := Subject{Ref: decision.Ref, Respondent: commission.Commission{Name: "Участковая избирательная комиссия избирательного участка № 9001"}}
	dismissed, annulled, obliged, again := on(regulation.Dismiss, standing(full())), on(regulation.DecideOnMerits, partly()),
		on(regulation.Remand, omitted()), on(regulation.Remand, full(), omitted())
	annulled.Merits = "Пункт 2 исключить"
	obliged.Duty, obliged.Action, obliged.Until = DoAct, "Работать по графику.", calendar.Day(2026, 9, 14)
	again.Duty, again.Until = Reconsider, calendar.Day(2026, 9, 14)
	rest, together := again, again
	rest.Findings = []Finding{partly(), acted(), standing(omitted())}
	together.Findings = []Finding{acted(), omitted()}
	order := "Обязать участковую избирательную комиссию избирательного участка № 9001 повторно рассмотреть вопрос и принять решение по существу в срок до 14 сентября 2026 года включительно и в тот же срок письменно сообщить об исполнении."
	for _, row := range []struct {
		name      string
		selection Selection
		want      []string
	}{
		{"R-070: dismissed", dismissed, []string{"Оставить жалобу № 2026-0110 без удовлетворения."}},
		{"R-070: annulled in full and decided", whole().Selection, []string{
			"Отменить решение " + precinct + " от 8 сентября 2026 года № 7/24 полностью.",
			"Включить заявителя в список избирателей."}},
		{"R-070: annulled in part", annulled, []string{
			"Отменить решение " + precinct + " от 8 сентября 2026 года № 7/24 в части: пункта 2.",
			"Пункт 2 исключить."}},
		{"R-070: inaction unlawful, lower commission obliged", obliged, []string{
			"Признать незаконным бездействие " + precinct + " («Отказ включить в список избирателей»).",
			"Обязать участковую избирательную комиссию избирательного участка № 9001 работать по графику в срок до 14 сентября 2026 года включительно и в тот же срок письменно сообщить об исполнении."}},
		{"R-074: mixed, remanded", again, []string{
			"Отменить решение " + precinct + " от 8 сентября 2026 года № 7/24 полностью.",
			"Признать незаконным бездействие " + precinct + " («Отказ включить в список избирателей»).", order}},
		{"R-070: upheld in part, the rest stands", rest, []string{
			"Отменить решение " + precinct + " от 8 сентября 2026 года № 7/24 в части: пункта 2.",
			"Признать незаконным действие " + precinct + " («Отказ включить в список избирателей»).", order,
			"В остальной части жалобу № 2026-0110 оставить без удовлетворения."}},
		{"R-070: an action and an inaction that are one matter", together, []string{
			"Признать незаконными действие и бездействие " + precinct + " («Отказ включить в список избирателей»).", order}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := row.selection.Operative(about, regulation.Izhmorsky())
			for i, want := range row.want {
				if i >= len(got) || strings.ReplaceAll(got[i], nbsp, " ") != want {
					t.Fatalf("clause %d of %q, want %q", i+1, got, want)
				}
			}
			send := "Направить настоящее решение заявителю и в участковую избирательную комиссию избирательного участка № 9001 не позднее трёх рабочих дней со дня его принятия."
			if got[len(row.want)] != send {
				t.Errorf("clause %d = %q, want %q", len(row.want)+1, got[len(row.want)], send)
			}
		})
	}
	if got := (Selection{}).Operative(about, regulation.Izhmorsky()); got != nil {
		t.Errorf("Operative() of no outcome = %q, want nothing", got)
	}
}

func TestAdoptNeedsTheCarriedVoteOnThisVersion(t *testing.T) {
	d := whole()
	about := Subject{}
	m := commission.Moment{Day: today, Composition: commission.Composition{Commission: commission.Commission{Profile: regulation.Izhmorsky()}}}
	item := sitting.Item{Draft: 3, Question: regulation.AnnulFullDecide, Text: TextDigest(d.Operative(about, regulation.Izhmorsky())), Result: &sitting.Result{Fate: sitting.Carried}}
	if _, err := Adopt(d, about, sitting.Sitting{}, item, 31, m); err != nil {
		t.Errorf("Adopt() = %v, want a ruling", err)
	}
	rejected, changed, none, reworded := item, item, item, item
	rejected.Result, changed.Draft, none.Result = &sitting.Result{Fate: sitting.Defeated}, 2, nil
	reworded.Text = TextDigest([]string{"Другой текст."})
	for name, bad := range map[string]sitting.Item{"R-080: rejected": rejected, "R-079: another version": changed, "R-070: no vote": none, "R-070: another text was voted on": reworded} {
		if _, err := Adopt(d, about, sitting.Sitting{}, bad, 31, m); err == nil {
			t.Errorf("%s: Adopt() made a ruling", name)
		}
	}
}

// TestAdoptByKomi: the number and the words of the operative part are those of the
// commission's own regulation.
func TestAdoptByKomi(t *testing.T) {
	komi := regulation.Komi()
	komi.DeliveryWorkingDays, komi.PublishOnSite = 5, false
	own := commission.Commission{Convocation: 7, Profile: komi}
	m := commission.Moment{Day: today, Composition: commission.Composition{Commission: own}}
	item := sitting.Item{Draft: 3, Question: regulation.AnnulFullDecide, Text: TextDigest(whole().Operative(Subject{}, komi)), Result: &sitting.Result{Fate: sitting.Carried}}
	r, err := Adopt(whole(), Subject{}, sitting.Sitting{Number: 11}, item, 49, m)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(r.Operative, "\n")
	if r.Number != "11/49-7" || !strings.Contains(text, "Направить настоящее постановление") || !strings.Contains(text, "пяти рабочих дней") ||
		strings.Contains(text, "настоящее решение") || strings.Contains(text, "Разместить") {
		t.Errorf("Adopt() = № %s\n%s", r.Number, text)
	}
}

func TestNumberFormats(t *testing.T) {
	for format, want := range map[string]string{"{n}": "31", "{session}/{n}": "14/31", "{session}/{n}-{convocation}": "14/31-6"} {
		if got := Format(format, 31, 14, 6); got != want {
			t.Errorf("R-085: Format(%q) = %q, want %q", format, got, want)
		}
	}
}
