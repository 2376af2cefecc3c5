package document

import (
	"fmt"
	"time"

	"redress/internal/calendar"
	"redress/internal/sitting"
)

// statusWords are how the minutes call who attends besides the members.
var statusWords = map[sitting.Status]string{
	sitting.HigherMember:   "член вышестоящей комиссии",
	sitting.HigherStaff:    "работник аппарата вышестоящей комиссии",
	sitting.Candidate:      "кандидат",
	sitting.CandidateProxy: "представитель кандидата",
	sitting.Party:          "представитель избирательного объединения",
	sitting.Initiative:     "представитель инициативной группы",
	sitting.Media:          "представитель средства массовой информации",
	sitting.Observer:       "наблюдатель",
	sitting.Complainant:    "заявитель",
	sitting.Respondent:     "представитель стороны, действия которой обжалуются",
	sitting.Representative: "представитель заявителя",
	sitting.LowerMember:    "член нижестоящей комиссии",
	sitting.Invited:        "приглашённое лицо",
}

// attendees lists who was there besides the members, with the status by which they came
//
func (s MinutesSheet) attendees(zone *time.Location) Body {
	m := s.Sitting
	if len(m.Attendees) == 0 {
		return nil
	}
	table := Table{Columns: []Column{{Width: 6, Head: "Приглашённый, иное лицо"}, {Width: 4, Head: "Статус"}}}
	for _, a := range m.Attendees {
		status := statusWords[a.Status]
		if a.Whose != "" {
			status += ", " + a.Whose
		}
		if a.At.After(m.OpenedAt) && a.At.Before(m.ClosedAt) {
			status += fmt.Sprintf("; с %s", clock(a.At, zone))
		}
		table.Rows = append(table.Rows, []Cell{C(glue(a.Name)), C(glue(status))})
	}
	return Body{Paragraph{Runs: []Run{Bold("Присутствие приглашённых и иных лиц")}, KeepWithNext: true, SpaceBefore: 6}, table}
}

// told says when an absent member gave notice of it, and that it was late.
func (s MinutesSheet) told(a sitting.Attendance, zone *time.Location) string {
	if a.Mode != sitting.Absent || a.ToldAt.IsZero() {
		return ""
	}
	said := fmt.Sprintf("; сообщено %s в %s", digits(calendar.On(a.ToldAt, zone)), clock(a.ToldAt, zone))
	if s.Sitting.ToldLate(a, s.Commission.Profile) {
		said += ", позднее установленного срока"
	}
	return said
}

// dissents says, after the decision, which members disagree with it in writing.
func (s MinutesSheet) dissents(item sitting.Item) Body {
	zone := s.Commission.Profile.Zone()
	var body Body
	for _, d := range item.Dissents {
		body = append(body, P(Bold("ОСОБОЕ МНЕНИЕ: "), Text(glue(fmt.Sprintf("%s – изложено в письменной форме %s в %s, прилагается.",
			s.Names[d.Member].Short(), digits(calendar.On(d.At, zone)), clock(d.At, zone))))))
	}
	return body
}

// appended is the dissenting opinions themselves, each under whose it is and on what:
// they are attached to the minutes as they were handed in.
func (s MinutesSheet) appended() Body {
	var body Body
	for _, item := range s.Sitting.Items {
		for _, d := range item.Dissents {
			body = append(body, Heading{Level: 1, Text: glue(fmt.Sprintf("Приложение. Особое мнение: %s", s.Names[d.Member].Full()))},
				P(Text(glue(s.dissentOn(item)))))
			body = append(body, paragraphs(d.Text)...)
		}
	}
	return body
}
