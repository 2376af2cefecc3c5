package document

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/ruling"
)

// addresseeWords are how the delivery sheet calls to whom a letter goes.
var addresseeWords = map[notice.Addressee]string{
	notice.Complainant: "заявитель",
	notice.Respondent:  "комиссия, действия которой обжалуются",
	notice.Competent:   "орган, которому направлено обращение",
	notice.Accused:     "лицо, о котором сказано в обращении",
	notice.Asked:       "орган, которому направлен запрос",
	notice.Executor:    "исполнитель",
	notice.Interested:  "заинтересованное лицо",
}

// deliverySheet is to whom the papers of a complaint went, how, when, and what proves it,
// what came back and went out again among it.
func (c Case) deliverySheet(m commission.Moment) Paper {
	own := m.Composition.Commission
	paper := sent(DeliveryKind, own, m)
	paper.ActName, paper.Title, paper.Subject = "ЛИСТ ВРУЧЕНИЯ", fmt.Sprintf("Лист вручения по жалобе № %s", c.Complaint.Ref), fmt.Sprintf("документов по жалобе № %s", c.Complaint.Ref)
	table := Table{Columns: []Column{{Width: 3, Head: "Кому"}, {Width: 3, Head: "Документ"}, {Width: 3, Head: "Как и куда"}, {Width: 3, Head: "Когда и чем подтверждено"}}}
	for _, l := range c.Letters {
		table.Rows = append(table.Rows, []Cell{
			C(glue(l.Name) + "\n" + addresseeWords[l.Addressee]), C(glue(c.carried(l, own))), C(lines(wayWords[l.Way], l.Address)), C(glue(lines(course(l, own)...)))})
	}
	paper.Body = Body{P(Text(glue("Решение комиссии доводится до заинтересованных лиц в течение " + strconv.Itoa(own.Profile.DeliveryWorkingDays) + " рабочих дней после принятия (пункт 6.5 регламента комиссии)."))), table}
	paper.Signatures = handOf(identity.Secretary, m)
	return paper
}

// letter is one of the letters of the case.
func (c Case) letter(id notice.ID) (notice.Letter, bool) {
	i := slices.IndexFunc(c.Letters, func(l notice.Letter) bool { return l.ID == id && id != 0 })
	if i < 0 {
		return notice.Letter{}, false
	}
	return c.Letters[i], true
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

// course is what was done with a letter and became of it, a line each.
func course(l notice.Letter, own commission.Commission) []string {
	if len(l.Marks) == 0 {
		return []string{outcome(l, own)}
	}
	var said []string
	for _, k := range l.Marks {
		said = append(said, markWords(k, own.Profile.Zone()))
	}
	if !l.State.Done() {
		said = append(said, outcome(l, own))
	}
	for i := range said {
		if len(said) > 1 {
			said[i] = strconv.Itoa(i+1) + ") " + said[i]
		}
	}
	return said
}

// markWords is one mark of a letter.
func markWords(k notice.Mark, zone *time.Location) string {
	at := digits(calendar.On(k.At, zone)) + ", " + clock(k.At, zone) + ": "
	switch k.Kind {
	case notice.Mailed:
		return at + "принято почтовым сервером для " + k.Address
	case notice.Given, notice.Posted, notice.Served:
		return oneLine(k.Proof(zone))
	case notice.Otherwise, notice.Received:
		return at + oneLine(k.Proof(zone))
	case notice.Returned:
		return at + "вернулось (" + oneLine(k.Text) + ")"
	case notice.Redirected:
		return at + "направлено иначе, чем " + wayWords[k.Way] + " (" + oneLine(k.Text) + ")"
	}
	return ""
}

// outcome says what became of a letter so far.
func outcome(l notice.Letter, own commission.Commission) string {
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

// toFill is a cell that somebody writes in by hand: two lines high.
var toFill = C("\u00a0\n\u00a0")

// label is what goes with a letter on paper: the label of the envelope where it is posted,
// and the slip that whoever takes it signs and that is kept with the case.
func (c Case) label(l notice.Letter, m commission.Moment) Paper {
	own := m.Composition.Commission
	paper := sent(LabelKind, own, m)
	paper.Title = fmt.Sprintf("Расписка в получении документа по жалобе № %s", c.Complaint.Ref)
	fields := []Column{{Width: 3}, {Width: 7}}
	slip := "Расписка в получении"
	if l.Way == complaint.ByPost {
		slip = "Уведомление о вручении"
		paper.Title = fmt.Sprintf("Адресный ярлык и уведомление о вручении по жалобе № %s", c.Complaint.Ref)
		paper.Body = append(paper.Body, Heading{Level: 2, Text: "Адресный ярлык"}, Table{Columns: fields, Rows: [][]Cell{
			{C("От кого"), C(glue(own.Name))}, {C("Откуда"), C(glue(own.Address))}, {C("Кому"), {Bold(glue(l.Name))}}, {C("Куда"), {Bold(glue(l.Address))}}}})
	}
	paper.Body = append(paper.Body, Heading{Level: 2, Text: slip}, Table{Columns: fields, Rows: [][]Cell{
		{C("Документ"), C(glue(c.carried(l, own) + ", по жалобе № " + c.Complaint.Ref.String()))},
		{C("Листов с приложениями"), toFill},
		{C("Кому"), C(glue(l.Name))},
		{C("Кто получил: фамилия, инициалы, лично или представитель и по какому документу"), toFill},
		{C("Дата и время"), toFill},
		{C("Подпись получателя"), toFill}}})
	back := "Расписка хранится с делом."
	if l.Way == complaint.ByPost && own.Address != "" {
		back = "Просим подписать и вернуть по адресу: " + stop(oneLine(own.Address))
	}
	paper.Body = append(paper.Body, P(Text(glue(back))))
	return paper
}
