package document

import (
	"context"
	"errors"
	"fmt"
	"time"

	"redress/internal/calendar"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// TakesExtract refuses an extract to whoever is no member, and while the minutes do not
// bear both signatures: until then they are nobody's document.
func (s MinutesSheet) TakesExtract(by identity.Actor, id sitting.ItemID, minutes Printed) error {
	err := by.MustAbout(identity.TakeExtract, identity.Matter{Commission: s.Sitting.Commission}, regulation.ReadDocuments)
	switch {
	case errors.Is(err, identity.ErrForeign):
		return sitting.ErrNotFound
	case err != nil:
		return err
	}
	if _, ok := s.Sitting.Item(id); !ok {
		return sitting.ErrNotFound
	}
	if minutes.Kind != MinutesKind || !minutes.Whole() {
		return regulation.Refuse(regulation.ReadDocuments, "extract_before_signature", nil)
	}
	return nil
}

// Extract builds the extract of one item: the head of the minutes, who was present, the
// section of the item as the minutes have it, who signed them, and the mark that the
// copy is true, which the secretary of the sitting puts.
func (s MinutesSheet) Extract(item sitting.Item, made time.Time) Paper {
	whole, zone := s.Paper(), s.Commission.Profile.Zone()
	whole.Kind, whole.ActName = ExtractKind, "ВЫПИСКА ИЗ ПРОТОКОЛА"
	whole.Title = fmt.Sprintf("Выписка из протокола заседания № %d, вопрос %d", s.Sitting.Number, item.Ordinal)
	whole.Body = append(s.attendance(zone), s.item(item)...)
	whole.Made = made
	whole.Copy = &CopyMark{Word: "Верно", Office: s.Sitting.Secretary.Title, Name: initialsFirst(s.Sitting.Secretary.Name), Date: digits(calendar.On(made, zone))}
	return whole
}

// Extract takes an extract of one item of the signed minutes of a sitting.
func (p *Press) Extract(ctx context.Context, by identity.Actor, number int, id sitting.ItemID) (SheetID, error) {
	sheet, err := p.store.MinutesSheet(ctx, by.Commission, number)
	if err != nil {
		return 0, err
	}
	minutes, err := p.store.PaperOfSitting(ctx, sheet.Sitting.ID)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return 0, err
	}
	if err := sheet.TakesExtract(by, id, minutes); err != nil {
		return 0, err
	}
	m, err := p.store.Moment(ctx, by.Commission)
	if err != nil {
		return 0, err
	}
	item, _ := sheet.Sitting.Item(id)
	kept := Sheet{Sitting: sheet.Sitting.ID, SittingNo: number, Item: id, Ordinal: item.Ordinal}
	return p.keepSheet(ctx, by, kept, sheet.Extract(item, m.At), m, docket.Line{Act: "extract", Clause: regulation.ReadDocuments,
		Facts: docket.Facts{"item": item.Ordinal, "minutes": minutes.PDF.SHA256.String()}})
}
