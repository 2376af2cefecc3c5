package document

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"redress/internal/commission"
	"redress/internal/grammar"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// wordedSheets are the papers for a hand to sign whose text a commission may word.
var wordedSheets = []Kind{NoticeKind, InvitationKind, DissentKind, RemandKind}

// Sheet is the kind of a paper for a hand to sign; empty of a letter.
func (k WordingKind) Sheet() Kind {
	if kind := Kind(k); slices.Contains(wordedSheets, kind) {
		return kind
	}
	return ""
}

// sheetWords are the places of one kind of sheet, with the rules that demand them.
func (k WordingKind) sheetWords() []WordingField {
	rule := k.clause()
	block := func(name, word string) WordingField { return WordingField{Name: name, Word: word, Block: true} }
	text := func(name, word string) WordingField { return WordingField{Name: name, Word: word} }
	gathering := text("когда и где", "gathering").of(rule)
	law := text("норма", "law").of(rule)
	switch k {
	case WordingKind(NoticeKind):
		return []WordingField{text("номер заседания", "sitting_number"), gathering, text("причина срочности", "urgent_why").of(regulation.UrgentSitting).maybe(),
			block("проект повестки дня", "draft_agenda").of(rule).maybe(), text("где ознакомиться", "materials_where").maybe(),
			text("когда сообщить о неявке", "absence_until").of(regulation.AbsenceNotice), block("отметка о получении", "told_marks").of(rule)}
	case WordingKind(InvitationKind):
		return []WordingField{text("что будет рассмотрено", "considered").of(rule), gathering, law, text("последствия неявки", "if_absent").of(rule)}
	case WordingKind(DissentKind):
		return []WordingField{lawByField.of(rule), text("какого вопроса", "of_question").of(rule), block("перечень мнений", "dissents").of(rule), block("тексты мнений", "dissent_texts").of(rule)}
	case WordingKind(RemandKind):
		return []WordingField{text("какое решение", "which_ruling").of(rule), law, text("поручение", "remand_task").of(rule),
			text("срок исполнения", "remand_until").of(rule).maybe(), block("форма сообщения", "report_form").of(rule)}
	}
	return nil
}

// sheetValues are what the places of every sheet are filled with.
func sheetValues(own commission.Commission, m commission.Moment) values {
	all := values{}
	all.ofCommission(own, m.Day)
	return all
}

// noticeValues are those of a notice to a member or to all of them; table is where they sign.
func (s MinutesSheet) noticeValues(table Table, m commission.Moment) values {
	all := sheetValues(s.Commission, m)
	all.set("номер заседания", strconv.Itoa(s.Sitting.Number))
	all.set("когда и где", s.gathering())
	if s.Sitting.Urgent {
		all.set("причина срочности", oneLine(s.Sitting.UrgentReason))
	}
	if len(s.Sitting.Items) > 0 {
		all["проект повестки дня"] = value{body: append(Body{Paragraph{Runs: []Run{Text("Проект повестки дня:")}, KeepWithNext: true}}, s.questions()...)}
		all.set("где ознакомиться", s.Commission.Address)
	}
	all.set("когда сообщить о неявке", grammar.Date(s.Sitting.AbsenceDue(s.Commission.Profile)))
	all["отметка о получении"] = value{body: Body{table}}
	return all
}

// invitationValues are those of an invitation to an item.
func (s MinutesSheet) invitationValues(item sitting.Item, m commission.Moment) values {
	all := sheetValues(s.Commission, m)
	matter := "будет рассмотрен вопрос «" + ruling.Unstopped(oneLine(item.Title)) + "»"
	if !item.General() {
		matter = fmt.Sprintf("будет рассмотрена жалоба № %s «%s»", item.Ref, ruling.Unstopped(oneLine(item.Title)))
	}
	all.set("что будет рассмотрено", matter)
	all.set("когда и где", s.gathering())
	all.set("норма", "пункт 12 статьи 75 "+law67+", пункт 4.4 регламента комиссии")
	all.set("последствия неявки", "Если Вы не придёте, вопрос может быть рассмотрен без Вас.")
	return all
}

// dissentValues are those of the letter that sends the opinions on an item up.
func (s MinutesSheet) dissentValues(item sitting.Item, m commission.Moment) values {
	own := s.Commission
	all := sheetValues(own, m)
	question := fmt.Sprintf("вопроса № %d заседания № %d от %s («%s»)", item.Ordinal, s.Sitting.Number, digits(zoneDay(s.Sitting.OpenedAt, own)), ruling.Unstopped(oneLine(item.Title)))
	if number := s.Rulings[item.ID]; number != "" {
		act, _ := ruling.ActWord(own.Profile.ActName)
		question += ", по которому принято " + act + " № " + number + " по жалобе № " + item.Ref.String()
	}
	all.set("норма в творительном", "пунктом 17 статьи 28 "+law67+" и пунктом 5.3 регламента комиссии")
	all.set("какого вопроса", question)
	var list, texts Body
	for i, d := range item.Dissents {
		said := fmt.Sprintf("%s, подано %s в %s.", s.Names[d.Member].Full(), digits(zoneDay(d.At, own)), clock(d.At, own.Profile.Zone()))
		list = append(list, Numbered{Number: strconv.Itoa(i+1) + ".", Runs: []Run{Text(glue(said))}})
		texts = append(texts, Heading{Level: 2, Text: glue("Особое мнение: " + s.Names[d.Member].Full())})
		for _, line := range strings.Split(d.Text, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				texts = append(texts, Quote{Runs: []Run{Text(line)}})
			}
		}
	}
	all["перечень мнений"], all["тексты мнений"] = value{body: list}, value{body: texts}
	return all
}

// remandValues are those of the order to a lower commission.
func (c Case) remandValues(m commission.Moment) values {
	own := m.Composition.Commission
	all := sheetValues(own, m)
	act, _ := ruling.ActWord(own.Profile.ActName)
	all.set("какое решение", fmt.Sprintf("%s № %s от %s по жалобе № %s", act, c.Ruling.Number, digits(c.Ruling.AdoptedOn), c.Complaint.Ref))
	all.set("норма", "пункт 10 статьи 20 "+law67+", пункт 1.8 регламента комиссии")
	all.set("поручение", oneLine(c.Remand.Task))
	all.set("срок исполнения", grammar.Date(c.Remand.Until))
	all["форма сообщения"] = value{body: Body{Heading{Level: 2, Text: "Сообщение об исполнении"},
		Table{Columns: []Column{{Width: 4, Head: "Сведения"}, {Width: 6, Head: "Заполняет нижестоящая комиссия"}}, Rows: [][]Cell{
			{C("Что сделано"), nil}, {C("Дата"), nil}, {C("Номер и дата принятого решения"), nil}, {C("Приложения, листов"), nil}, {C("Председатель, секретарь: подписи"), nil}}}}}
	return all
}
