package document

import (
	"fmt"
	"strconv"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/regulation"
	"redress/internal/remand"
	"redress/internal/ruling"
)

// Sheet builds what is printed of a complaint for a hand to sign. original is the paper a
// copy is made of.
func (c Case) Sheet(by identity.Actor, o Order, original Paper, m commission.Moment) (Paper, error) {
	if err := prints(by, c.Complaint.Matter(), complaint.ErrNotFound); err != nil {
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

// addresseeWords are how the delivery sheet calls to whom a letter goes.
var addresseeWords = map[notice.Addressee]string{
	notice.Complainant: "заявитель",
	notice.Respondent:  "комиссия, действия которой обжалуются",
	notice.Competent:   "орган, которому направлено обращение",
	notice.Accused:     "лицо, о котором сказано в обращении",
	notice.Asked:       "орган, которому направлен запрос",
}

// deliverySheet is to whom the papers of a complaint went, how, when, and what proves it.
func (c Case) deliverySheet(m commission.Moment) Paper {
	own := m.Composition.Commission
	paper := sent(DeliveryKind, own, m)
	paper.ActName, paper.Title, paper.Subject = "ЛИСТ ВРУЧЕНИЯ", fmt.Sprintf("Лист вручения по жалобе № %s", c.Complaint.Ref), fmt.Sprintf("документов по жалобе № %s", c.Complaint.Ref)
	table := Table{Columns: []Column{{Width: 3, Head: "Кому"}, {Width: 3, Head: "Документ"}, {Width: 3, Head: "Как и куда"}, {Width: 3, Head: "Когда и чем подтверждено"}}}
	for _, l := range c.Letters {
		table.Rows = append(table.Rows, []Cell{
			C(glue(l.Name) + "\n" + addresseeWords[l.Addressee]), C(glue(c.carried(l, own))), C(lines(wayWords[l.Way], l.Address)), C(glue(delivered(l, own)))})
	}
	paper.Body = Body{P(Text(glue("Решение комиссии доводится до заинтересованных лиц в течение " + strconv.Itoa(own.Profile.DeliveryWorkingDays) + " рабочих дней после принятия (пункт 6.5 регламента комиссии)."))), table}
	paper.Signatures = handOf(identity.Secretary, m)
	return paper
}

// carried is the paper a letter carries.
func (c Case) carried(l notice.Letter, own commission.Commission) string {
	for _, p := range c.Papers {
		if int64(p.ID) != l.Paper {
			continue
		}
		if p.Kind == LetterKind {
			return LetterSheet{Letter: complaint.Letter{Kind: p.Letter}}.subject() + ", № " + p.Number
		}
		act, _ := ruling.ActWord(own.Profile.ActName)
		return title(act) + " № " + p.Number
	}
	return ""
}

var wayWords = map[complaint.ReplyBy]string{complaint.ByEmail: "по электронной почте", complaint.ByPost: "по почте", complaint.InPerson: "лично"}

// delivered says what became of a letter.
func delivered(l notice.Letter, own commission.Commission) string {
	at := func() string {
		return digits(calendar.On(l.DoneAt, own.Profile.Zone())) + ", " + clock(l.DoneAt, own.Profile.Zone())
	}
	switch l.State {
	case notice.Sent:
		return at() + ": принято почтовым сервером"
	case notice.HandedOver:
		return at() + ": " + oneLine(l.Proof)
	case notice.Failed:
		return "не доставлено, срок " + digits(l.DueOn)
	case notice.Owed:
	}
	return "ещё не отправлено, срок " + digits(l.DueOn)
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
