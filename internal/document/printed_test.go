package document

import (
	"errors"
	"slices"
	"testing"

	"redress/internal/attachment"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/regulation"
	"redress/internal/signature"
	"redress/internal/sitting"
)

var (
	presiding = identity.Actor{ID: 1, Office: identity.Chair, Commission: 5}
	secretary = identity.Actor{ID: 3, Office: identity.Secretary, Commission: 5}
	shown     = signature.Digest{1, 2, 3}
)

// printed returns the paper of a ruling as the press keeps it, with its complaint.
func printed() (Printed, *complaint.Complaint) {
	sheet := sheetOf("decide")
	p := sheet.Printed()
	p.ID, p.PDF = 7, File{Key: "k", SHA256: attachment.Digest(shown), Size: 9}
	c := sheet.Complaint
	c.Version = 9
	return p, &c
}

func keyOf(err error) string {
	var refusal *regulation.Refusal
	if errors.As(err, &refusal) {
		return refusal.Key
	}
	return ""
}

func TestSignInAnyOrder(t *testing.T) {
	for name, order := range map[string][]identity.Actor{
		"R-085: the presiding member first": {presiding, secretary},
		"R-085: the secretary first":        {secretary, presiding},
	} {
		t.Run(name, func(t *testing.T) {
			p, c := printed()
			first, err := p.Sign(order[0], shown, ByPassword, c, station, adopted)
			if err != nil || first.Complaint != nil || first.Letters != nil || first.Paper.Whole() || len(p.Signatures) != 0 {
				t.Fatalf("Sign() = %+v, %v, want one signature and nothing else", first, err)
			}
			if _, err := first.Paper.Sign(order[0], shown, ByPassword, c, station, adopted); keyOf(err) != "not_signatory" {
				t.Errorf("Sign() twice by one person = %v, want a refusal", err)
			}
			second, err := first.Paper.Sign(order[1], shown, ByPassword, c, station, adopted)
			if err != nil || !second.Paper.Whole() || second.Complaint.State != complaint.Signed || second.Complaint.Version != 10 || c.State != complaint.Decided {
				t.Fatalf("Sign() = %+v, %v, want a signed complaint", second, err)
			}
			if second.Step.Facts["sha256"] != shown.String() || second.Line.Facts["sha256"] != shown.String() || second.Line.Act != "signature" {
				t.Errorf("R-085: the docket records %+v and %+v", second.Line, second.Step)
			}
			addressees := []notice.Addressee{second.Letters[0].Addressee, second.Letters[1].Addressee}
			if len(second.Letters) != 2 || !slices.Equal(addressees, []notice.Addressee{notice.Complainant, notice.Respondent}) {
				t.Errorf("R-086: owed are %+v", second.Letters)
			}
			if _, err := second.Paper.Sign(order[0], shown, ByPassword, c, station, adopted); keyOf(err) != "paper_signed" {
				t.Errorf("Sign() of a signed paper = %v, want a refusal", err)
			}
		})
	}
}

func TestWhoSigns(t *testing.T) {
	for _, row := range []struct {
		name  string
		by    identity.Actor
		shown signature.Digest
		key   string
	}{
		{"R-085: the presiding member of the sitting", presiding, shown, ""},
		{"R-085: another member", identity.Actor{ID: 4, Office: identity.Member, Commission: 5}, shown, "not_signatory"},
		{"R-085: the deputy, who did not preside", identity.Actor{ID: 2, Office: identity.Deputy, Commission: 5}, shown, "not_signatory"},
		{"R-085: the administrator", identity.Actor{ID: 1, Office: identity.Administrator}, shown, "not_your_office"},
		{"R-085: nobody", identity.Nobody, shown, "not_your_office"},
		{"R-085: over another paper", presiding, signature.Digest{9}, "paper_changed"},
		{"R-085: over nothing", presiding, signature.Digest{}, "paper_changed"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p, c := printed()
			got, err := p.Sign(row.by, row.shown, ByPassword, c, station, adopted)
			if keyOf(err) != row.key || (err == nil) != (row.key == "") {
				t.Fatalf("Sign() = %v, want %q", err, row.key)
			}
			if err == nil && (got.Record.Title != "Председатель" || got.Record.Role != signature.Presiding || got.Record.Digest != shown || !got.Record.At.Equal(adopted)) {
				t.Errorf("Sign() = %+v", got.Record)
			}
		})
	}
}

func TestActingChairSignsOnHisGround(t *testing.T) {
	sheet := sheetOf("remand")
	p := sheet.Printed()
	p.PDF.SHA256 = attachment.Digest(shown)
	got, err := p.Sign(identity.Actor{ID: 2, Office: identity.Deputy, Commission: 5, ActsAsChair: true}, shown, ByPassword, nil, station, adopted)
	if err != nil || got.Record.Title != "И.о. председателя" || got.Record.Ground != "распоряжение № 3" || got.Line.Facts["ground"] != "распоряжение № 3" {
		t.Errorf("R-007: Sign() = %+v, %v", got.Record, err)
	}
}

func TestMinutesOweNoLetters(t *testing.T) {
	p := minutesSheet(t).Printed()
	p.PDF.SHA256 = attachment.Digest(shown)
	first, err1 := p.Sign(secretary, shown, ByPassword, nil, station, adopted)
	second, err2 := first.Paper.Sign(presiding, shown, ByPassword, nil, station, adopted)
	if err := errors.Join(err1, err2); err != nil || !second.Paper.Whole() || second.Letters != nil || second.Complaint != nil {
		t.Errorf("R-085: Sign() = %+v, %v, want signed minutes and nothing else", second, err)
	}
}

func TestArithmetic(t *testing.T) {
	count := func(q regulation.Question, t sitting.Tally) sitting.Result {
		t.Appointed, t.WorkStarted = t.Established, true
		r, err := sitting.Count(regulation.Izhmorsky(), q, t)
		if err != nil {
			panic(err)
		}
		return r
	}
	for _, row := range []struct {
		name   string
		result sitting.Result
		want   string
	}{
		{"R-072: of the established number", count(regulation.AnnulFullDecide, sitting.Tally{Established: 14, Present: 9, For: 8, Against: 1, Presiding: sitting.For}),
			"Присутствуют 9. За 8, против 1, воздержались 0. Нужно большинство от установленного числа (14): не менее 8."},
		{"R-076: a tie, the presiding member for", count(regulation.DismissComplaint, sitting.Tally{Established: 14, Present: 8, For: 4, Against: 4, Presiding: sitting.For}),
			"Присутствуют 8. За 4, против 4, воздержались 0. Нужно большинство присутствующих (8): не менее 5. Поровну, 4 и 4. Решающий голос председательствующего: За."},
		{"R-076: a tie, the presiding member against", count(regulation.DismissComplaint, sitting.Tally{Established: 14, Present: 8, For: 4, Against: 4, Presiding: sitting.Against}),
			"Присутствуют 8. За 4, против 4, воздержались 0. Нужно большинство присутствующих (8): не менее 5. Поровну, 4 и 4. Решающий голос председательствующего: Против."},
		{"R-072: a tie decides nothing where the list of 6.2 applies", count(regulation.AnnulFullDecide, sitting.Tally{Established: 14, Present: 8, For: 4, Against: 4, Presiding: sitting.For}),
			"Присутствуют 8. За 4, против 4, воздержались 0. Нужно большинство от установленного числа (14): не менее 8."},
		{"R-073: who did not vote counts as present", count(regulation.DismissComplaint, sitting.Tally{Established: 14, Present: 9, For: 5, Against: 1, Abstained: 1, NotVoting: 2, Presiding: sitting.For}),
			"Присутствуют 9. За 5, против 1, воздержались 1, не голосовали 2. Нужно большинство присутствующих (9): не менее 5."},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := Arithmetic(row.result); got != row.want {
				t.Errorf("Arithmetic() = %q, want %q", got, row.want)
			}
		})
	}
}

func TestGlue(t *testing.T) {
	for text, want := range map[string]string{
		"вх. № 118":                  "вх.~№~118",
		"О жалобе № 2026-0110":       "О~жалобе №~2026-0110",
		"Иванова А. П. и Ким Д. С.":  "Иванова~А.~П. и~Ким~Д.~С.",
		"А. П. Иванова":              "А.~П.~Иванова",
		"п. 4 ст. 20":                "п.~4 ст.~20",
		"срок – пять дней":           "срок~– пять дней",
		"в суде и в комиссии":        "в~суде и~в~комиссии",
		"Кемеровской области – Куз":  "Кемеровской области~– Куз",
		"вокзал, окно":               "вокзал, окно",
		"статьёй 240 и пунктом 6.2":  "статьёй~240 и~пунктом~6.2",
		"стоп. Дальше":               "стоп. Дальше",
		"Выдать до 14 сентября 2026": "Выдать до 14 сентября 2026",
	} {
		if got := glue(text); got != sentence(want) {
			t.Errorf("glue(%q) = %q, want %q", text, got, sentence(want))
		}
	}
}

func TestStop(t *testing.T) {
	for text, want := range map[string]string{"Отказ": "Отказ.", "Отказ.": "Отказ.", "Ветрова И. А.": "Ветрова И. А.", "Почему?": "Почему?",
		"так…": "так…", " 2026 г. ": "2026 г.", "«да»": "«да».", "": ""} {
		if got := stop(text); got != want {
			t.Errorf("stop(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestWordsOfAHead(t *testing.T) {
	own := own
	own.Phone = ""
	if got := headAddress(own); got != own.Address {
		t.Errorf("headAddress() without a phone = %q", got)
	}
	own.Address, own.Phone = "", "8 000"
	if got := headAddress(own); got != "тел.\u00a08\u00a0000" {
		t.Errorf("headAddress() without an address = %q", got)
	}
	if got := initialsFirst(identity.ParseName("Реестрова Регина Егоровна")); got != "Р.\u00a0Е.\u00a0Реестрова" {
		t.Errorf("initialsFirst() = %q", got)
	}
	if got := issuer(commission.Commission{Name: "Избирательная комиссия Примерной области"}); !slices.Equal(got, []string{"ИЗБИРАТЕЛЬНАЯ КОМИССИЯ", "ПРИМЕРНОЙ ОБЛАСТИ"}) {
		t.Errorf("issuer() = %q", got)
	}
	if got := issuer(commission.Commission{Name: "Беловская территориальная избирательная комиссия"}); len(got) != 1 {
		t.Errorf("issuer() = %q, want one line", got)
	}
	if got := title("РЕШЕНИЕ") + title(""); got != "Решение" {
		t.Errorf("title() = %q", got)
	}
	for c, want := range map[complaint.Contested]string{{}: "действия", {Decision: true}: "решение", {Decision: true, Inaction: true}: "решение и бездействие",
		{Decision: true, Action: true, Inaction: true}: "решение, действие и бездействие"} {
		if got := contested(c); got != want {
			t.Errorf("R-020: contested(%v) = %q, want %q", c, got, want)
		}
	}
}
