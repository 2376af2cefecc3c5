package document

import (
	"strings"
	"testing"
	"time"

	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/signature"
	"redress/internal/sitting"
)

// signedMinutes is a sheet with minutes that so many of the two have signed.
func signedMinutes(t *testing.T, signatures int) (MinutesSheet, Printed) {
	t.Helper()
	sheet := minutesSheet(t)
	p := sheet.Printed()
	at := sheet.Sitting.ClosedAt.Add(24 * time.Hour)
	both := []signature.Record{{Role: signature.Secretary, Signer: sheet.Sitting.Secretary.Person, At: at}, {Role: signature.Presiding, Signer: sheet.Sitting.Presiding.Person, At: at}}
	p.Signatures = both[:signatures]
	return sheet, p
}

func officer(s commission.Signatory, office identity.Office, own commission.ID) identity.Actor {
	return identity.Actor{ID: s.Person, Office: office, Commission: own}
}

// TestWhoWithdrawsMinutes: R-085. Who signed takes the own signature back; the other of the
// two only once the minutes state something otherwise than it is stored; nobody what both
// have signed.
func TestWhoWithdrawsMinutes(t *testing.T) {
	sheet, _ := signedMinutes(t, 0)
	m := sheet.Sitting
	secretary, presiding := officer(m.Secretary, identity.Secretary, m.Commission), officer(m.Presiding, identity.Chair, m.Commission)
	for _, row := range []struct {
		name       string
		by         identity.Actor
		signatures int
		differs    bool
		reason     string
		want       string
	}{
		{"R-085: who signed", secretary, 1, false, "Описка.", ""},
		{"R-085: the other one, for what is stored differs", presiding, 1, true, "Записан уход.", ""},
		{"R-085: the other one, and nothing differs", presiding, 1, false, "Описка.", "withdraw_not_yours"},
		{"R-085: a member", identity.Actor{ID: 99, Office: identity.Member, Commission: m.Commission}, 1, true, "Описка.", "not_conducting"},
		{"R-085: nobody has signed", secretary, 0, true, "Описка.", "withdraw_unsigned"},
		{"R-085: both have signed", secretary, 2, true, "Описка.", "withdraw_whole"},
		{"R-085: no reason", secretary, 1, false, " ", "withdraw_reason_missing"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, p := signedMinutes(t, row.signatures)
			w, line, err := p.Withdraw(row.by, m, row.differs, row.reason, m.ClosedAt)
			if keyOf(err) != row.want || (err == nil) != (row.want == "") {
				t.Fatalf("Withdraw() = %v, want %q", err, row.want)
			}
			if row.want != "" {
				return
			}
			if w.Reason != row.reason || line.Act != "paper_withdrawn" || line.Facts["reason"] != m.Committed(row.reason) || line.Facts["sha256"] != p.PDF.SHA256.String() {
				t.Errorf("Withdraw() = %+v, %+v", w, line)
			}
			p.Withdrawn = &w
			if _, awaits := p.Awaits(presiding.ID); awaits {
				t.Error("R-085: a withdrawn paper waits for a signature")
			}
		})
	}
}

// TestEditionsOfMinutes: the next edition says what became of the one before, and states the
// same facts.
func TestEditionsOfMinutes(t *testing.T) {
	sheet, p := signedMinutes(t, 1)
	if p.Edition != 1 || strings.Contains(sheet.Paper().Plain(), "Редакция") {
		t.Errorf("the first edition is %d", p.Edition)
	}
	next := sheet
	next.Earlier = []Withdrawal{{By: 1, Reason: "Записан уход члена комиссии", At: sheet.Sitting.ClosedAt}}
	text := next.Paper().Plain()
	wellWritten(t, text)
	inOrder(t, text, "ПРОТОКОЛ", "Редакция 2. Подпись под редакцией 1 отозвана", "Записан уход члена комиссии.", "Заседание открыто")
	if next.Printed().Edition != 2 || len(next.Differs(p)) != 0 {
		t.Errorf("edition %d differs in %v", next.Printed().Edition, next.Differs(p))
	}
	if keyOf(next.Signable(p)) != "" {
		t.Error("R-085: minutes that state what is stored are not signed")
	}
	next.Sitting.Place = "другой зал"
	if got := keyOf(next.Signable(p)); got != "minutes_differ_signed" {
		t.Errorf("R-085: the second signature is refused as %q", got)
	}
}

// TestSupplementToMinutes. The secretary of the sitting makes it, to minutes
// that both have signed; the paper says to what, why and how to read.
func TestSupplementToMinutes(t *testing.T) {
	sheet, minutes := signedMinutes(t, 2)
	m := sheet.Sitting
	secretary, presiding := officer(m.Secretary, identity.Secretary, m.Commission), officer(m.Presiding, identity.Chair, m.Commission)
	_, half := signedMinutes(t, 1)
	foreign := secretary
	foreign.Commission++
	for name, row := range map[string]struct {
		by      identity.Actor
		minutes Printed
		want    string
	}{
		"R-085: the secretary of the sitting": {secretary, minutes, ""},
		"R-085: the presiding member":         {presiding, minutes, "supplement_not_secretary"},
		"R-085: signed by one":                {secretary, half, "supplement_before_signature"},
		"R-085: not printed":                  {secretary, Printed{}, "supplement_before_signature"},
	} {
		if got := keyOf(sheet.Supplements(row.by, row.minutes)); got != row.want {
			t.Errorf("%s: Supplements() = %q, want %q", name, got, row.want)
		}
	}
	if err := sheet.Supplements(foreign, minutes); err != sitting.ErrNotFound { //nolint:errorlint // as it comes
		t.Errorf("somebody else's minutes: %v", err)
	}
	if _, err := (Supplement{Ordinal: 99}).checked(sheet); err == nil || !strings.Contains(err.Error(), "supplement_text_missing") {
		t.Errorf("an empty supplement is taken: %v", err)
	}
	a, err := Supplement{Number: 2, Ordinal: 1, Reason: " Пропущены слова докладчика ", Text: "Докладчик предложил отложить.\r\n\r\nВопрос отложен.", MadeAt: m.ClosedAt.Add(48 * time.Hour)}.checked(sheet)
	if err != nil {
		t.Fatal(err)
	}
	text := sheet.Supplement(a, minutes).Plain()
	wellWritten(t, text)
	golden(t, "supplement.txt", []byte(text))
	inOrder(t, text, "ДОПОЛНЕНИЕ К ПРОТОКОЛУ", "к\u00a0вопросу 1", "ПРИЧИНА: Пропущены слова докладчика.", "СЛЕДУЕТ ЧИТАТЬ:", "Докладчик предложил отложить.", "Вопрос отложен.", "Подписанный протокол")
}
