package document

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/grammar"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// Sheet builds what is printed of a sitting for a hand to sign, and says to whom it goes.
// about is the complaint an invitation is about.
func (s MinutesSheet) Sheet(by identity.Actor, o Order, about Case, m commission.Moment) (paper Paper, to string, err error) {
	if err := prints(by, identity.Matter{Commission: s.Sitting.Commission}, sitting.ErrNotFound); err != nil {
		return Paper{}, "", err
	}
	item, found := s.Sitting.Item(o.Item)
	switch {
	case s.Sitting.State == sitting.Cancelled:
		return Paper{}, "", regulation.Refuse(regulation.Convening, "sitting_cancelled", nil)
	case o.Kind == AgendaKind && len(s.Sitting.Items) == 0:
		return Paper{}, "", o.Kind.unprintable("sheet_no_agenda")
	case o.Kind == AgendaKind:
		return s.agendaSheet(m), "", nil
	case o.Kind == NoticeKind:
		return s.noticeSheet(o.Member, m)
	case o.Kind == InvitationKind:
		i := slices.IndexFunc(item.Invitations, func(in sitting.Invitation) bool { return in.ID == o.Whom && in.Holds() })
		if !found || i < 0 {
			return Paper{}, "", o.Kind.unprintable("sheet_no_invitation")
		}
		return s.invitationSheet(item, item.Invitations[i], about, m)
	case o.Kind == DissentKind:
		if len(item.Dissents) == 0 {
			return Paper{}, "", o.Kind.unprintable("sheet_no_dissent")
		}
		paper, to := s.dissentSheet(item, m)
		return paper, to, nil
	}
	return Paper{}, "", o.Kind.unprintable("sheet_unknown")
}

// gathering says when and where the sitting is held, and how.
func (s MinutesSheet) gathering() string {
	at, place := s.Sitting.Gathers()
	zone := s.Commission.Profile.Zone()
	said := fmt.Sprintf("%s в %s. Место: %s", grammar.Date(calendar.On(at, zone)), clock(at, zone), stop(place))
	if s.Sitting.Away {
		said += " Заседание выездное."
	}
	if s.Sitting.Video {
		said += " Члены комиссии могут участвовать по видеоконференцсвязи."
	}
	return said
}

// questions is the agenda in numbered clauses.
func (s MinutesSheet) questions() Body {
	var body Body
	for _, item := range s.Sitting.Items {
		body = append(body, Numbered{Number: strconv.Itoa(item.Ordinal) + ".", Runs: []Run{Text(glue(s.agendaLine(item)))}})
	}
	return body
}

// agendaSheet is the agenda: the questions in their order, who reports, who is
// invited, what is attached and how many votes each needs.
func (s MinutesSheet) agendaSheet(m commission.Moment) Paper {
	paper := sent(AgendaKind, s.Commission, m)
	paper.ActName, paper.Number = "ПОВЕСТКА ДНЯ", strconv.Itoa(s.Sitting.Number)
	paper.Title, paper.Subject = fmt.Sprintf("Повестка дня заседания № %d", s.Sitting.Number), "заседания комиссии"
	paper.Body = Body{P(Text(glue("Заседание состоится " + s.gathering())))}
	for _, item := range s.Sitting.Items {
		said := s.agendaLine(item)
		if invited := partiesInvited(item.Invitations, true, s.Commission.Profile.Zone()); invited != "" {
			said += " " + invited
		}
		if !item.General() {
			said += " Проект решения прилагается."
		}
		if need := s.needed(item); need != "" {
			said += " " + need
		}
		paper.Body = append(paper.Body, Numbered{Number: strconv.Itoa(item.Ordinal) + ".", Runs: []Run{Text(glue(said))}})
	}
	if !s.Sitting.AgendaAdopted() {
		paper.Body = append(paper.Body, P(Text("Повестка дня утверждается голосованием на заседании.")))
	}
	paper.Signatures = handOf(identity.Secretary, m)
	return paper
}

// needed says of what number the majority is counted.
func (s MinutesSheet) needed(item sitting.Item) string {
	majority, err := s.Commission.Profile.MajorityFor(item.Question)
	switch {
	case err != nil:
		return ""
	case majority.Basis == regulation.OfSeats:
		return fmt.Sprintf("Для принятия нужно большинство от установленного числа членов комиссии: не менее %d.", sitting.QuorumOf(s.Sitting.Established, 0).Needed)
	}
	return "Для принятия нужно большинство присутствующих членов комиссии."
}

// noticeSheet tells a member, or all of them, of the sitting, with room for the
// hand of whoever was told.
func (s MinutesSheet) noticeSheet(member identity.ID, m commission.Moment) (Paper, string, error) {
	paper := sent(NoticeKind, s.Commission, m)
	paper.ActName, paper.Title, paper.Subject = "ИЗВЕЩЕНИЕ", fmt.Sprintf("Извещение о заседании № %d", s.Sitting.Number), "о заседании комиссии"
	whom, name := "Членам комиссии", ""
	if member != 0 {
		i := slices.IndexFunc(s.Sitting.Attendance, func(a sitting.Attendance) bool { return a.Member.Person == member })
		if i < 0 {
			return Paper{}, "", &regulation.Refusal{Clause: regulation.MembersNotice, Field: "member", Key: "not_a_member"}
		}
		who := s.Sitting.Attendance[i].Member.Name
		name, whom = who.Full(), lines("Член комиссии", who.Full())
		if said, sure := s.Dictionary.full(who, grammar.Dative); sure {
			whom = lines("Члену комиссии", said)
		}
	}
	paper.Body = Body{to(whom), P(Text(glue(fmt.Sprintf("Заседание № %d состоится %s", s.Sitting.Number, s.gathering()))))}
	if s.Sitting.Urgent {
		paper.Body = append(paper.Body, P(Text(glue("Заседание созвано без соблюдения срока извещения для принятия неотложных мер (пункт 4.5 регламента комиссии). Причина: "+stop(oneLine(s.Sitting.UrgentReason))))))
	}
	if len(s.Sitting.Items) > 0 {
		paper.Body = append(paper.Body, Paragraph{Runs: []Run{Text("Проект повестки дня:")}, KeepWithNext: true})
		paper.Body = append(paper.Body, s.questions()...)
		paper.Body = append(paper.Body, P(Text(glue("С материалами и проектами решений можно ознакомиться в комиссии по адресу: "+stop(s.Commission.Address)))))
	}
	paper.Body = append(paper.Body, P(Text(glue("О невозможности участвовать просим сообщить с указанием причины не позднее "+grammar.Date(s.Sitting.AbsenceDue(s.Commission.Profile))+"."))))
	table := Table{Columns: []Column{{Width: 5, Head: "Извещение получил(а)"}, {Width: 3, Head: "Дата, время"}, {Width: 2, Head: "Подпись"}}}
	for _, a := range s.Sitting.Attendance {
		if member == 0 || a.Member.Person == member {
			table.Rows = append(table.Rows, []Cell{C(a.Member.Name.Full()), C(s.toldAt(a.Member.Person)), nil})
		}
	}
	paper.Body = append(paper.Body, table)
	paper.Signatures = handOf(identity.Secretary, m)
	return paper, name, nil
}

// toldAt is when a member was told by another way than this paper; empty if he was not.
func (s MinutesSheet) toldAt(member identity.ID) string {
	n, told := s.Sitting.ToldLast(member)
	if !told {
		return ""
	}
	zone := s.Commission.Profile.Zone()
	return digits(calendar.On(n.ToldAt, zone)) + ", " + clock(n.ToldAt, zone)
}

// invitationSheet invites to the consideration of a question.
func (s MinutesSheet) invitationSheet(item sitting.Item, in sitting.Invitation, about Case, m commission.Moment) (Paper, string, error) {
	paper := sent(InvitationKind, s.Commission, m)
	paper.ActName, paper.Title, paper.Subject = "ПРИГЛАШЕНИЕ", fmt.Sprintf("Приглашение на заседание № %d, вопрос %d", s.Sitting.Number, item.Ordinal), "на заседание комиссии"
	name, address := in.Name, in.Email
	if in.Whom == sitting.Respondent {
		name, address = about.Respondent.Name, about.Respondent.Address
	}
	if name == "" {
		name = title(statusWords[in.Whom])
	}
	whom := name
	if in.Whom == sitting.Complainant {
		who := about.Complaint.Complainant
		name, whom, address = who.Name.Full(), about.Dictionary.addressed(who.Name), who.Address
	}
	matter := "вопрос «" + ruling.Unstopped(oneLine(item.Title)) + "»"
	if !item.General() {
		matter = fmt.Sprintf("жалоба № %s «%s»", item.Ref, ruling.Unstopped(oneLine(item.Title)))
	}
	paper.Body = Body{to(whom, address),
		P(Text(glue(s.Commission.Name + " приглашает Вас на заседание, на котором будет рассмотрена " + matter + "."))),
		P(Text(glue("Заседание состоится " + s.gathering()))),
		P(Text(glue("На заседании Вы вправе дать объяснения и представить доказательства (пункт 12 статьи 75 " + law67 + ", пункт 4.4 регламента комиссии). Возьмите с собой документ, удостоверяющий личность; представитель – также доверенность."))),
		P(Text(glue("Если Вы не придёте, вопрос может быть рассмотрен без Вас.")))}
	paper.Signatures = handOf(identity.Secretary, m)
	return paper, name, nil
}

// dissentSheet sends the dissenting opinions on a question up.
func (s MinutesSheet) dissentSheet(item sitting.Item, m commission.Moment) (Paper, string) {
	own := s.Commission
	paper := sent(DissentKind, own, m)
	paper.Title, paper.Subject = fmt.Sprintf("Письмо об особых мнениях, заседание № %d, вопрос %d", s.Sitting.Number, item.Ordinal), "О направлении особого мнения"
	higher := own.ParentName
	if higher == "" {
		higher = "Вышестоящая избирательная комиссия"
	}
	question := fmt.Sprintf("вопроса № %d заседания № %d от %s («%s»)", item.Ordinal, s.Sitting.Number, digits(zoneDay(s.Sitting.OpenedAt, own)), ruling.Unstopped(oneLine(item.Title)))
	if number := s.Rulings[item.ID]; number != "" {
		act, _ := ruling.ActWord(own.Profile.ActName)
		question += ", по которому принято " + act + " № " + number + " по жалобе № " + item.Ref.String()
	}
	paper.Body = Body{to(higher),
		P(Text(glue("В соответствии с пунктом 17 статьи 28 " + law67 + " и пунктом 5.3 регламента комиссии сообщаем об особых мнениях членов комиссии, поданных при рассмотрении " + question + ".")))}
	for i, d := range item.Dissents {
		said := fmt.Sprintf("%s, подано %s в %s.", s.Names[d.Member].Full(), digits(zoneDay(d.At, own)), clock(d.At, own.Profile.Zone()))
		paper.Body = append(paper.Body, Numbered{Number: strconv.Itoa(i+1) + ".", Runs: []Run{Text(glue(said))}})
	}
	paper.Body = append(paper.Body, P(Text("Приложение: тексты особых мнений.")))
	for _, d := range item.Dissents {
		paper.Body = append(paper.Body, Heading{Level: 2, Text: glue("Особое мнение: " + s.Names[d.Member].Full())})
		for _, line := range strings.Split(d.Text, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				paper.Body = append(paper.Body, Quote{Runs: []Run{Text(line)}})
			}
		}
	}
	paper.Signatures = handOf(identity.Chair, m)
	return paper, higher
}
