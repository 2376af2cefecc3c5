package document

import (
	"fmt"
	"slices"
	"strconv"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/grammar"
	"redress/internal/identity"
	"redress/internal/regulation"
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
		return s.dissentSheet(item, m)
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
	table := Table{Columns: []Column{{Width: 5, Head: "Извещение получил(а)"}, {Width: 3, Head: "Дата, время"}, {Width: 2, Head: "Подпись"}}}
	for _, a := range s.Sitting.Attendance {
		if member == 0 || a.Member.Person == member {
			table.Rows = append(table.Rows, []Cell{C(a.Member.Name.Full()), C(s.toldAt(a.Member.Person)), nil})
		}
	}
	text, err := s.Wordings.body(NoticeKind, s.noticeValues(table, m))
	paper.Body, paper.Signatures = append(Body{to(whom)}, text...), handOf(identity.Secretary, m)
	return paper, name, err
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
	text, err := s.Wordings.body(InvitationKind, s.invitationValues(item, m))
	paper.Body, paper.Signatures = append(Body{to(whom, address)}, text...), handOf(identity.Secretary, m)
	return paper, name, err
}

// dissentSheet sends the dissenting opinions on a question up.
func (s MinutesSheet) dissentSheet(item sitting.Item, m commission.Moment) (Paper, string, error) {
	own := s.Commission
	paper := sent(DissentKind, own, m)
	paper.Title, paper.Subject = fmt.Sprintf("Письмо об особых мнениях, заседание № %d, вопрос %d", s.Sitting.Number, item.Ordinal), "О направлении особого мнения"
	higher := own.ParentName
	if higher == "" {
		higher = "Вышестоящая избирательная комиссия"
	}
	text, err := s.Wordings.body(DissentKind, s.dissentValues(item, m))
	paper.Body, paper.Signatures = append(Body{to(higher)}, text...), handOf(identity.Chair, m)
	return paper, higher, err
}
