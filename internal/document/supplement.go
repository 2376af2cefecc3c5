package document

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// Supplement puts right what was found wrong in minutes after both had signed them. The
// minutes stay as they were signed; the supplement is a paper of its own, numbered within
// the sitting, signed as they are and kept with them.
type Supplement struct {
	Number  int
	Ordinal int    // of the item it is about; zero: the introduction
	Reason  string // what was found, and how
	Text    string // what is to be read instead or besides
	By      identity.ID
	ByName  identity.Name
	MadeAt  time.Time
}

// SupplementPrinted is a supplement with its paper.
type SupplementPrinted struct {
	Supplement Supplement
	Paper      Printed
}

// Supplements refuses a supplement by anybody but the secretary of the sitting, and to
// minutes that do not bear both signatures: those are withdrawn or printed anew.
func (s MinutesSheet) Supplements(by identity.Actor, minutes Printed) error {
	err := by.MustAbout(identity.WriteMinutes, identity.Matter{Commission: s.Sitting.Commission}, regulation.SerialNumbers)
	switch {
	case errors.Is(err, identity.ErrForeign):
		return sitting.ErrNotFound
	case err != nil:
		return err
	case by.ID != s.Sitting.Secretary.Person:
		return regulation.Refuse(regulation.SerialNumbers, "supplement_not_secretary", nil)
	case minutes.Kind != MinutesKind || !minutes.Whole():
		return regulation.Refuse(regulation.SerialNumbers, "supplement_before_signature", nil)
	}
	return nil
}

// checked is the supplement as it is about to be kept; a refusal where something is missing.
func (a Supplement) checked(s MinutesSheet) (Supplement, error) {
	a.Reason, a.Text = strings.TrimSpace(a.Reason), strings.TrimSpace(strings.ReplaceAll(a.Text, "\r\n", "\n"))
	var faults []error
	if a.Ordinal < 0 || a.Ordinal > len(s.Sitting.Items) {
		faults = append(faults, regulation.Missing(regulation.MinutesParts, "supplement_about", "choose_one"))
	}
	if a.Reason == "" {
		faults = append(faults, regulation.Missing(regulation.MinutesParts, "supplement_reason", "supplement_reason_missing"))
	}
	if a.Text == "" {
		faults = append(faults, regulation.Missing(regulation.MinutesParts, "supplement_text", "supplement_text_missing"))
	}
	return a, errors.Join(append(faults, regulation.Legible(regulation.MinutesParts, "supplement_reason", a.Reason, complaint.MaxLine),
		regulation.Legible(regulation.MinutesParts, "supplement_text", a.Text, sitting.MaxSpeech))...)
}

// Supplement builds the paper of a supplement.
func (s MinutesSheet) Supplement(a Supplement, minutes Printed) Paper {
	m, own, zone := s.Sitting, s.Commission, s.Commission.Profile.Zone()
	about := "к вводной части протокола"
	for _, item := range m.Items {
		if item.Ordinal == a.Ordinal {
			about = fmt.Sprintf("к вопросу %d повестки дня", item.Ordinal)
		}
	}
	body := Body{
		P(Text(glue(fmt.Sprintf("К протоколу заседания № %d от %s, подписанному %s, %s.", m.Number, s.days(zone), s.signedOn(minutes, zone), about)))),
		P(Bold("ПРИЧИНА: "), Text(glue(stop(oneLine(a.Reason))))),
		Paragraph{Runs: []Run{Bold("СЛЕДУЕТ ЧИТАТЬ:")}, KeepWithNext: true},
	}
	body = append(append(body, paragraphs(a.Text)...), P(Text(glue("Подписанный протокол не изменяется, дополнение хранится вместе с ним."))))
	return Paper{
		Kind: SupplementKind, Title: fmt.Sprintf("Дополнение № %d к протоколу заседания № %d", a.Number, m.Number), Issuer: issuer(own), Address: headAddress(own),
		ActName: "ДОПОЛНЕНИЕ К ПРОТОКОЛУ", Date: digits(calendar.On(a.MadeAt, zone)), Number: fmt.Sprintf("%d/%d", m.Number, a.Number), Place: own.Place,
		Subject: glue(fmt.Sprintf("заседания № %d", m.Number)), Body: body, LongKept: true, Made: a.MadeAt,
		Signatures: []SignatureLine{{Office: m.Presiding.Title, Name: initialsFirst(m.Presiding.Name)}, {Office: m.Secretary.Title, Name: initialsFirst(m.Secretary.Name)}},
	}
}

// signedOn is the day on which the minutes came to bear both signatures.
func (s MinutesSheet) signedOn(minutes Printed, zone *time.Location) string {
	var last time.Time
	for _, signed := range minutes.Signatures {
		if signed.At.After(last) {
			last = signed.At
		}
	}
	return digits(calendar.On(last, zone))
}

// Supplement makes a supplement to the signed minutes of a sitting and prints it. Both sign
// it as they signed the minutes.
func (p *Press) Supplement(ctx context.Context, by identity.Actor, number int, a Supplement) (Printed, error) {
	sheet, err := p.store.MinutesSheet(ctx, by.Commission, number)
	if err != nil {
		return Printed{}, err
	}
	minutes, err := p.store.PaperOfSitting(ctx, sheet.Sitting.ID)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Printed{}, err
	}
	if err := sheet.Supplements(by, minutes); err != nil {
		return Printed{}, err
	}
	if a, err = a.checked(sheet); err != nil {
		return Printed{}, err
	}
	m, err := p.store.Moment(ctx, by.Commission)
	if err != nil {
		return Printed{}, err
	}
	earlier, err := p.store.Supplements(ctx, sheet.Sitting.ID)
	if err != nil {
		return Printed{}, err
	}
	a.Number, a.By, a.MadeAt = len(earlier)+1, by.ID, m.At
	paper := sheet.Supplement(a, minutes)
	printed := Printed{Commission: by.Commission, Kind: SupplementKind, Sitting: sheet.Sitting.ID, SittingNo: number, Number: strconv.Itoa(a.Number), MadeAt: m.At}
	paper = p.coded(printed, paper)
	if err := p.draw(ctx, &printed, paper); err != nil {
		return Printed{}, err
	}
	return p.store.KeepSupplement(ctx, printed, a, paper, docket.Line{Act: "supplement", By: by, Clause: regulation.SerialNumbers, Facts: docket.Facts{
		"number": a.Number, "item": a.Ordinal, "reason": sheet.Sitting.Committed(a.Reason), "text": sheet.Sitting.Committed(a.Text),
		"minutes": minutes.PDF.SHA256.String(), "sha256": printed.PDF.SHA256.String()}})
}
