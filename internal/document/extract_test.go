package document

import (
	"errors"
	"strings"
	"testing"
	"time"

	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/signature"
	"redress/internal/sitting"
)

// TestExtractOfMinutes: one item complete, in the words of the minutes, with who was
// present, who signed and the mark of a true copy, and nothing of the other items.
func TestExtractOfMinutes(t *testing.T) {
	sheet := minutesSheet(t)
	minutes := sheet.Paper().Plain()
	for _, item := range sheet.Sitting.Items {
		paper := sheet.Extract(item, time.Date(2026, 9, 20, 3, 0, 0, 0, time.UTC))
		text := paper.Plain()
		wellWritten(t, text)
		inOrder(t, text, "ВЫПИСКА ИЗ ПРОТОКОЛА", "Присутствие членов комиссии", glue(item.Title), "СЛУШАЛИ", "РЕШИЛИ")
		if paper.Copy == nil || paper.Copy.Word != "Верно" || paper.Copy.Date != "20.09.2026" || len(paper.Signatures) != 2 {
			t.Errorf("R-010: the extract is certified by %+v under %v", paper.Copy, paper.Signatures)
		}
		for _, other := range sheet.Sitting.Items {
			if other.ID != item.ID && strings.Contains(text, glue(other.Title)) {
				t.Errorf("R-010: the extract of item %d speaks of item %d", item.Ordinal, other.Ordinal)
			}
		}
		for _, block := range paper.Body {
			if line := (Paper{Body: Body{block}}).Plain(); !strings.Contains(minutes, strings.TrimSpace(line)) {
				t.Errorf("R-010: the minutes do not say %q", line)
			}
		}
	}
}

// TestWhoTakesAnExtract: any member of the commission, and not before both have signed.
func TestWhoTakesAnExtract(t *testing.T) {
	sheet := minutesSheet(t)
	own := sheet.Sitting.Commission
	signed := Printed{Kind: MinutesKind, Signatures: []signature.Record{{Role: signature.Presiding}, {Role: signature.Secretary}}}
	member := identity.Actor{ID: 5, Office: identity.Member, Commission: own}
	key := func(err error) string {
		var r *regulation.Refusal
		switch {
		case err == nil:
			return ""
		case errors.As(err, &r):
			return r.Key
		}
		return err.Error()
	}
	for _, row := range []struct {
		name    string
		by      identity.Actor
		item    sitting.ItemID
		minutes Printed
		want    string
	}{
		{"R-010: a member", member, 1, signed, ""},
		{"R-010: the chair", identity.Actor{ID: 1, Office: identity.Chair, Commission: own}, 3, signed, ""},
		{"R-010: an administrator", identity.Actor{ID: 9, Office: identity.Administrator}, 1, signed, "not_your_office"},
		{"R-010: of another commission", identity.Actor{ID: 9, Office: identity.Member, Commission: own + 1}, 1, signed, sitting.ErrNotFound.Error()},
		{"R-010: of no item", member, 99, signed, sitting.ErrNotFound.Error()},
		{"R-085: signed by one", member, 1, Printed{Kind: MinutesKind, Signatures: signed.Signatures[:1]}, "extract_before_signature"},
		{"R-085: not printed", member, 1, Printed{}, "extract_before_signature"},
	} {
		if got := key(sheet.TakesExtract(row.by, row.item, row.minutes)); got != row.want {
			t.Errorf("%s: TakesExtract() = %q, want %q", row.name, got, row.want)
		}
	}
}
