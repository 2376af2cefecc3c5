package document

import (
	"fmt"
	"strconv"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/grammar"
	"redress/internal/identity"
)

// cameWords say how a paper came to the commission.
var cameWords = map[complaint.Channel]string{complaint.BroughtIn: "лично", complaint.Post: "по почте", complaint.EmailLetter: "по электронной почте",
	complaint.Portal: "через сайт", complaint.Passed: "передано другой комиссией", complaint.TakenOver: "принято вместо нижестоящей комиссии"}

// receipt says that a paper was taken in: its number, the day and hour, who brought it, of
// how many sheets it is and who took it, whose hand signs.
func (c Case) receipt(m commission.Moment) Paper {
	own, p := m.Composition.Commission, c.Complaint
	zone := own.Profile.Zone()
	paper := sent(ReceiptKind, own, m)
	paper.ActName, paper.Number = "РАСПИСКА", p.Ref.String()
	paper.Title, paper.Subject = fmt.Sprintf("Расписка в получении обращения № %s", p.Ref), "в получении обращения"
	registered := "ещё не присвоен"
	if p.RegisterNumber != 0 {
		registered = fmt.Sprintf("%d/%d от %s", p.RegisterNumber, p.RegisterYear, digits(calendar.On(p.RegisteredAt, zone)))
	}
	sheets := "не подсчитано"
	if p.Sheets > 0 {
		sheets = strconv.Itoa(p.Sheets)
	}
	from := p.Complainant.Name.Full()
	if from == "" {
		from = "не указано"
	}
	table := Table{Bare: true, Columns: []Column{{Width: 4}, {Width: 6}}}
	row := func(name, said string) { table.Rows = append(table.Rows, []Cell{C(name), C(glue(said))}) }
	row("Номер обращения", p.Ref.String())
	row("Регистрационный номер (вх.)", registered)
	row("Принято", grammar.Date(calendar.On(p.FiledAt, zone))+", "+clock(p.FiledAt, zone))
	row("Как поступило", cameWords[p.Channel])
	row("От кого", from)
	row("Листов", sheets)
	if n := len(p.Attachments); n > 0 {
		row("Файлов", strconv.Itoa(n))
	}
	took := c.TakenBy.Full()
	signature := SignatureLine{Office: "Обращение принял(а)", Name: initialsFirst(c.TakenBy)}
	if member, ok := m.Composition.Member(m.Day, p.TakenBy); ok && member.Office == identity.Secretary {
		took, signature.Office = "секретарь комиссии "+took, "Секретарь"
	}
	row("Кто принял", took)
	paper.Body = Body{P(Text(glue("Обращение принято комиссией. Оно регистрируется в течение трёх дней со дня поступления (часть 2 статьи 8 " + law59of + "). Отказать в приёме обращения нельзя (часть 1 статьи 9 того же закона)."))), table}
	paper.Signatures = []SignatureLine{signature}
	return paper
}
