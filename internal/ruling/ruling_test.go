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
	decision = complaint.Contested{Decision: true}
	action   = complaint.Contested{Action: true}
	inaction = complaint.Contested{Inaction: true}
	mixed    = complaint.Contested{Decision: true, Inaction: true}
	today    = calendar.Day(2026, 9, 12)
)

func TestQuestionFollowsFromTheSelection(t *testing.T) {
	merits, remand := regulation.DecideOnMerits, regulation.Remand
	for _, row := range []struct {
		name      string
		selection Selection
		contested complaint.Contested
		want      regulation.Question
		basis     regulation.Basis
	}{
		{"R-073: dismissing is decided by those present", Selection{Outcome: regulation.Dismiss}, decision, regulation.DismissComplaint, regulation.OfPresent},
		{"R-072: a decision annulled in full and decided", Selection{Outcome: merits, Extent: InFull}, decision, regulation.AnnulFullDecide, regulation.OfSeats},
		{"R-072: a decision annulled in part and decided", Selection{Outcome: merits, Extent: InPart}, decision, regulation.AnnulPartDecide, regulation.OfSeats},
		{"R-072: a decision annulled in full and remanded", Selection{Outcome: remand, Extent: InFull}, decision, regulation.AnnulFullRemand, regulation.OfSeats},
		{"R-072: a decision annulled in part and remanded", Selection{Outcome: remand, Extent: InPart}, decision, regulation.AnnulPartRemand, regulation.OfSeats},
		{"R-073: an action unlawful", Selection{Outcome: merits}, action, regulation.UnlawfulActionDecide, regulation.OfPresent},
		{"R-073: an action unlawful, lower commission obliged", Selection{Outcome: remand}, action, regulation.UnlawfulActionOblige, regulation.OfPresent},
		{"R-073: an inaction unlawful", Selection{Outcome: merits}, inaction, regulation.UnlawfulInactionDecide, regulation.OfPresent},
		{"R-073: an inaction unlawful, lower commission obliged", Selection{Outcome: remand}, inaction, regulation.UnlawfulInactionOblige, regulation.OfPresent},
		{"R-074: a mixed ruling needs the higher of its parts", Selection{Outcome: merits, Extent: InFull}, mixed, regulation.AnnulAndUnlawful, regulation.OfSeats},
		{"R-075: results decided on the merits", Selection{Outcome: merits, Matter: ResultsMatter}, inaction, regulation.UnlawfulWithResults, regulation.OfSeats},
		{"R-075: registration decided on the merits", Selection{Outcome: merits, Matter: CandidacyMatter}, action, regulation.UnlawfulWithCandidacy, regulation.OfSeats},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := row.selection.Question(row.contested)
			if err != nil || got != row.want {
				t.Fatalf("Question() = %v, %v, want %v", got, err, row.want)
			}
			if majority, err := regulation.Izhmorsky().MajorityFor(got); err != nil || majority.Basis != row.basis {
				t.Errorf("MajorityFor() = %v, %v, want %v", majority.Basis, err, row.basis)
			}
		})
	}
	for _, bad := range []Selection{{}, {Outcome: "satisfied"}} {
		if _, err := bad.Question(decision); err == nil {
			t.Errorf("Question() accepted outcome %q", bad.Outcome)
		}
	}
	if _, err := (Selection{Outcome: merits}).Question(complaint.Contested{}); err == nil {
		t.Error("Question() accepted a complaint of which nobody said what it contests")
	}
}

func whole() Draft {
	return Draft{Complaint: 7, Version: 3, Facts: "Установлено.", Reasons: "Довод обоснован.", Law: "67-ФЗ, статья 17.",
		Selection: Selection{Outcome: regulation.DecideOnMerits, Extent: InFull, Merits: "включить заявителя в список избирателей"}}
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
		{"R-070: extent", func(d *Draft) { d.Extent = "" }, "extent"},
		{"R-070: part", func(d *Draft) { d.Extent = InPart }, "part"},
		{"R-070: duty and term", func(d *Draft) { d.Outcome = regulation.Remand }, "duty until"},
		{"R-070: act", func(d *Draft) { d.Outcome, d.Duty, d.Until = regulation.Remand, DoAct, today }, "action"},
		{"R-095: term in the past", func(d *Draft) { d.Outcome, d.Duty, d.Until = regulation.Remand, Reconsider, today.AddDays(-1) }, "until"},
		{"R-070: dismissing needs nothing more", func(d *Draft) { d.Selection = Selection{Outcome: regulation.Dismiss} }, ""},
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
	about := Subject{Ref: complaint.Ref{Year: 2026, Number: 110}, Contested: decision, Title: "Отказ включить в список избирателей",
		DecisionNumber: "7/24", DecisionOn: calendar.Day(2026, 9, 8),
		Respondent: commission.Commission{Name: "Участковая избирательная комиссия избирательного участка № 9001"}}
	for _, row := range []struct {
		name      string
		selection Selection
		contested complaint.Contested
		want      []string
	}{
		{"R-070: dismissed", Selection{Outcome: regulation.Dismiss}, decision,
			[]string{"Оставить жалобу № 2026-0110 без удовлетворения."}},
		{"R-070: annulled in full and decided", whole().Selection, decision, []string{
			"Отменить решение участковой избирательной комиссии избирательного участка № 9001 от 8 сентября 2026 года № 7/24 полностью.",
			"Включить заявителя в список избирателей."}},
		{"R-070: annulled in part", Selection{Outcome: regulation.DecideOnMerits, Extent: InPart, Part: "пункта 2", Merits: "Пункт 2 исключить"}, decision, []string{
			"Отменить решение участковой избирательной комиссии избирательного участка № 9001 от 8 сентября 2026 года № 7/24 в части: пункта 2.",
			"Пункт 2 исключить."}},
		{"R-070: inaction unlawful, lower commission obliged", Selection{Outcome: regulation.Remand, Duty: DoAct, Action: "Работать по графику.", Until: calendar.Day(2026, 9, 14)}, inaction, []string{
			"Признать незаконным бездействие участковой избирательной комиссии избирательного участка № 9001 («Отказ включить в список избирателей»).",
			"Обязать участковую избирательную комиссию избирательного участка № 9001 работать по графику в срок до 14 сентября 2026 года включительно и в тот же срок письменно сообщить об исполнении."}},
		{"R-074: mixed, remanded", Selection{Outcome: regulation.Remand, Extent: InFull, Duty: Reconsider, Until: calendar.Day(2026, 9, 14)}, mixed, []string{
			"Отменить решение участковой избирательной комиссии избирательного участка № 9001 от 8 сентября 2026 года № 7/24 полностью.",
			"Признать незаконным бездействие участковой избирательной комиссии избирательного участка № 9001 («Отказ включить в список избирателей»).",
			"Обязать участковую избирательную комиссию избирательного участка № 9001 повторно рассмотреть вопрос и принять решение по существу в срок до 14 сентября 2026 года включительно и в тот же срок письменно сообщить об исполнении."}},
	} {
		t.Run(row.name, func(t *testing.T) {
			about.Contested = row.contested
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
	about := Subject{Contested: decision}
	m := commission.Moment{Day: today, Composition: commission.Composition{Commission: commission.Commission{Profile: regulation.Izhmorsky()}}}
	item := sitting.Item{Draft: 3, Question: regulation.AnnulFullDecide, Result: &sitting.Result{Fate: sitting.Carried}}
	if _, err := Adopt(d, about, sitting.Sitting{}, item, 31, m); err != nil {
		t.Errorf("Adopt() = %v, want a ruling", err)
	}
	rejected, changed, none := item, item, item
	rejected.Result, changed.Draft, none.Result = &sitting.Result{Fate: sitting.Defeated}, 2, nil
	for name, bad := range map[string]sitting.Item{"R-080: rejected": rejected, "R-079: another version": changed, "R-070: no vote": none} {
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
	item := sitting.Item{Draft: 3, Question: regulation.AnnulFullDecide, Result: &sitting.Result{Fate: sitting.Carried}}
	r, err := Adopt(whole(), Subject{Contested: decision}, sitting.Sitting{Number: 11}, item, 49, m)
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
