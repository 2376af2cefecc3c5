package document

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// ExtractID is an extract's number in the store.
type ExtractID int64

// Extract is an extract of the minutes as a member took it: one item, complete.
type Extract struct {
	ID         ExtractID
	Commission commission.ID
	Sitting    sitting.ID
	SittingNo  int
	Item       sitting.ItemID
	Ordinal    int
	By         identity.ID
	ByName     identity.Name
	MadeAt     time.Time
	PDF, DOCX  File
}

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
func (p *Press) Extract(ctx context.Context, by identity.Actor, number int, id sitting.ItemID) (ExtractID, error) {
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
	paper := sheet.Extract(item, m.At)
	printed := Printed{Kind: ExtractKind, Number: strconv.Itoa(number)}
	if err := p.draw(ctx, &printed, paper); err != nil {
		return 0, err
	}
	e := Extract{Commission: by.Commission, Sitting: sheet.Sitting.ID, SittingNo: number, Item: id, Ordinal: item.Ordinal, By: by.ID, MadeAt: m.At,
		PDF: printed.PDF, DOCX: printed.DOCX}
	return p.store.KeepExtract(ctx, e, paper, docket.Line{Act: "extract", By: by, Clause: regulation.ReadDocuments,
		Facts: docket.Facts{"item": item.Ordinal, "minutes": minutes.PDF.SHA256.String(), "sha256": e.PDF.SHA256.String()}})
}
