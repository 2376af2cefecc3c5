package document

import (
	"fmt"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/remand"
)

// Sheet builds what is printed of a complaint for a hand to sign. original is the paper a
// copy is made of.
func (c Case) Sheet(by identity.Actor, o Order, original Paper, m commission.Moment) (Paper, error) {
	// Whoever prints considers nothing: what passes a complaint about the commission itself on
	// has to reach its addressees too.
	if err := prints(by, identity.Matter{Commission: c.Complaint.Commission}, complaint.ErrNotFound); err != nil {
		return Paper{}, err
	}
	switch o.Kind {
	case RulingKind, MinutesKind, LetterKind, ExtractKind, SupplementKind, AgendaKind, NoticeKind, InvitationKind, DissentKind:
	case CopyKind:
		if original.Kind == "" {
			return Paper{}, o.Kind.unprintable("sheet_no_original")
		}
		if err := regulation.Legible(regulation.ReadDocuments, "sheet_for", o.For, complaint.MaxLine); err != nil {
			return Paper{}, err
		}
		return certified(original, by, o.For, m), nil
	case DeliveryKind:
		if len(c.Letters) == 0 {
			return Paper{}, o.Kind.unprintable("sheet_no_letters")
		}
		return c.deliverySheet(m), nil
	case LabelKind:
		l, ok := c.letter(o.Letter)
		if !ok || l.State.Done() {
			return Paper{}, o.Kind.unprintable("sheet_no_letter")
		}
		return c.label(l, m), nil
	case RemandKind:
		if c.Remand.Kind != remand.ByRuling {
			return Paper{}, o.Kind.unprintable("sheet_no_remand")
		}
		return c.remandOrder(m)
	case ReceiptKind:
		if c.Complaint.TakenBy == 0 {
			return Paper{}, o.Kind.unprintable("sheet_no_receipt")
		}
		return c.receipt(m), nil
	}
	return Paper{}, o.Kind.unprintable("sheet_unknown")
}

// certified is a copy of a signed paper with the mark that it is true, which the chair, the
// deputy or the secretary puts with the own hand. Who gets it by name is told where
// the original is kept.
func certified(original Paper, by identity.Actor, whom string, m commission.Moment) Paper {
	own, zone := m.Composition.Commission, m.Composition.Commission.Profile.Zone()
	mark := CopyMark{Word: "Верно", Date: digits(m.Day) + ", " + clock(m.At, zone)}
	if member, ok := m.Composition.Member(m.Day, by.ID); ok {
		mark.Name, mark.Office = initialsFirst(member.Name), "Секретарь"
		if member.Office == identity.Deputy {
			mark.Office = "Заместитель председателя"
		}
	}
	if presiding, ok := m.Composition.Presiding(m.Day); ok && presiding.Person == by.ID {
		mark.Office = presiding.Title
	}
	if whom = oneLine(whom); whom != "" {
		mark.Kept = "Копия выдана: " + stop(whom) + " Подлинник находится: " + own.Name
	}
	original.Kind, original.Title, original.Copy, original.Made = CopyKind, "Копия. "+original.Title, &mark, m.At
	return original
}

// remandOrder sends the ruling to the lower commission with what it has to do, by when,
// and the form in which it reports.
func (c Case) remandOrder(m commission.Moment) (Paper, error) {
	own := m.Composition.Commission
	paper := sent(RemandKind, own, m)
	paper.Title, paper.Subject = fmt.Sprintf("Письмо об исполнении по жалобе № %s", c.Complaint.Ref), "Об исполнении решения вышестоящей комиссии"
	text, err := c.Wordings.body(RemandKind, c.remandValues(m))
	paper.Body, paper.Signatures = append(Body{to(c.Respondent.Name, c.Respondent.Address)}, text...), handOf(identity.Chair, m)
	return paper, err
}
