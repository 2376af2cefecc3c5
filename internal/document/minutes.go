package document

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"redress/internal/commission"
	"redress/internal/grammar"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// MinutesSheet is everything the minutes of a sitting are made of.
type MinutesSheet struct {
	Sitting    sitting.Sitting
	Commission commission.Commission
	Rulings    map[sitting.ItemID]string        // numbers of the rulings adopted
	Operative  map[sitting.ItemID][]string      // operative part of each draft put
	Parts      map[sitting.ItemID][]ruling.Part // of drafts that are to be voted on by parts
	Names      map[identity.ID]identity.Name    // of members and rapporteurs
	Dictionary Dictionary
	Wordings   WordingsInForce // of what is printed for a hand to sign
	// Moves are how each member took part, every change, the earliest first: under
	// the zero instant since the sitting, or its last day, was prepared, under that of an
	// adjournment on the day which it ended.
	Moves map[time.Time]map[identity.ID][]sitting.Presence
	// Earlier are the editions that were signed by one and withdrawn, the first of them first.
	Earlier []Withdrawal
}

// Complete refuses minutes with an empty section: what was heard on each item, put
// to the vote or not.
func (s MinutesSheet) Complete() error {
	if s.Sitting.State != sitting.Closed {
		return regulation.Refuse(regulation.MinutesText, "sitting_not_closed", nil)
	}
	var faults []error
	for _, item := range s.Sitting.Items {
		if item.Heard == "" {
			faults = append(faults, &regulation.Refusal{Clause: regulation.MinutesParts, Key: "minutes_section_empty",
				Field: "heard_" + strconv.FormatInt(int64(item.ID), 10), Values: regulation.Values{"Ordinal": item.Ordinal}})
		}
	}
	return errors.Join(faults...)
}

// Printed returns the paper's record before its files are there.
func (s MinutesSheet) Printed() Printed {
	m := s.Sitting
	return Printed{Commission: m.Commission, Kind: MinutesKind, Sitting: m.ID, SittingNo: m.Number, Drawn: m.Version, Facts: s.Facts(), Edition: len(s.Earlier) + 1,
		Number: strconv.Itoa(m.Number), MadeAt: m.ClosedAt, Presiding: m.Presiding, Secretary: m.Secretary}
}

// Paper builds the minutes: introduction with who was there and the quorum, then
// for each item СЛУШАЛИ – ВЫСТУПИЛИ – РЕШИЛИ with every vote and its arithmetic
//
func (s MinutesSheet) Paper() Paper {
	m, own := s.Sitting, s.Commission
	zone := own.Profile.Zone()
	body := append(s.edition(zone), s.introduction(zone)...)
	body = append(body, s.agenda()...)
	for _, item := range m.Items {
		body = append(body, s.item(item)...)
	}
	body = append(append(body, s.enclosed()...), s.appended()...)
	return Paper{
		Kind: MinutesKind, Title: fmt.Sprintf("Протокол заседания № %d", m.Number), Issuer: issuer(own), Address: headAddress(own),
		ActName: "ПРОТОКОЛ", Date: s.days(zone), Number: strconv.Itoa(m.Number), Place: own.Place,
		Subject: "заседания комиссии", Body: body, LongKept: true, Made: m.ClosedAt,
		Signatures: []SignatureLine{{Office: m.Presiding.Title, Name: initialsFirst(m.Presiding.Name)}, {Office: m.Secretary.Title, Name: initialsFirst(m.Secretary.Name)}},
	}
}

// introduction is who was there and what was to be considered.
func (s MinutesSheet) introduction(zone *time.Location) Body {
	body, m := s.attendance(zone), s.Sitting
	if len(m.Items) == 0 {
		return body
	}
	body = append(body, Paragraph{Runs: []Run{Bold("ПОВЕСТКА ДНЯ")}, KeepWithNext: true, SpaceBefore: 6})
	for _, item := range m.Items {
		text := s.agendaLine(item)
		body = append(body, Numbered{Number: strconv.Itoa(item.Ordinal) + ".", Runs: []Run{Text(glue(text))}})
	}
	return body
}

// attendance is when and where the commission sat, who was there, and the quorum.
func (s MinutesSheet) attendance(zone *time.Location) Body {
	m := s.Sitting
	form := "очная"
	if m.Video {
		form = "очная, с использованием видеоконференцсвязи"
	}
	if m.Away {
		form += ", выездное заседание"
	}
	body := Body{
		P(Text(glue(fmt.Sprintf("%s Форма заседания: %s. Место: %s", s.times(zone), form, stop(m.Place))))),
		P(Text(glue(fmt.Sprintf("Председательствует: %s (%s). Протокол ведёт: %s (%s).", m.Presiding.Name.Full(), inSentence(m.Presiding.Title), m.Secretary.Name.Full(), inSentence(m.Secretary.Title))))),
		P(Text(glue(quorum(m)))),
	}
	body = append(body, s.course(zone)...)
	table := Table{Columns: []Column{{Width: 6, Head: "Член комиссии"}, {Width: 4, Head: "Участие"}}}
	for _, a := range m.Attendance {
		table.Rows = append(table.Rows, []Cell{C(a.Member.Name.Full()), C(presences(a, s.Moves[time.Time{}][a.Member.Person], s.begun(), zone) + s.told(a, zone))})
	}
	body = append(body, Paragraph{Runs: []Run{Bold("Присутствие членов комиссии")}, KeepWithNext: true, SpaceBefore: 6}, table)
	body = append(body, s.attendees(zone)...)
	return append(body, s.convened()...)
}

// quorum says who was there of how many. A sitting opens only with a quorum;
// members may have left it since, and then the minutes say so.
func quorum(m sitting.Sitting) string {
	q := m.Quorum()
	if !q.Met() {
		return fmt.Sprintf("Установленное число членов комиссии – %d, для кворума нужно не менее %d. При открытии заседания кворум имелся, к его закрытию присутствуют %d.",
			q.Established, q.Needed, q.Present)
	}
	return fmt.Sprintf("Установленное число членов комиссии – %d. Присутствуют %d, для кворума нужно не менее %d. Кворум имеется.", q.Established, q.Present, q.Needed)
}

// presences says how a member took part on a day from its beginning on, and every coming
// and going after it. a is how it was at its end.
func presences(a sitting.Attendance, moves []sitting.Presence, began time.Time, zone *time.Location) string {
	var start sitting.Presence
	var later []sitting.Presence
	for _, p := range moves {
		if p.At.After(began) {
			later = append(later, p)
		} else {
			start = p
		}
	}
	if len(later) == 1 && start.Mode == "" { // what was written down once more does not begin anew
		a.At = later[0].At
	}
	if len(later) < 2 && start.Mode == "" || len(later) == 0 {
		return presence(a, began, zone)
	}
	var words []string
	if start.Mode != "" {
		words = append(words, presence(sitting.Attendance{Mode: start.Mode, Reason: start.Reason, At: began}, began, zone))
	}
	for _, p := range later {
		how := presence(sitting.Attendance{Mode: p.Mode, Reason: p.Reason, At: began}, began, zone)
		words = append(words, fmt.Sprintf("с %s %s", clock(p.At, zone), how))
	}
	return strings.Join(words, "; ")
}

// presence says how a member took part; what was recorded after the opening has its time.
func presence(a sitting.Attendance, opened time.Time, zone *time.Location) string {
	words, since := "отсутствует", " (отмечено в %s)"
	switch a.Mode {
	case sitting.InHall:
		words, since = "присутствует", " с %s"
	case sitting.OnVideo:
		words, since = "присутствует по видеоконференцсвязи", " с %s"
	case sitting.Absent:
	}
	if a.Mode != "" && a.At.After(opened) {
		words += fmt.Sprintf(since, clock(a.At, zone))
	}
	if !a.Mode.Present() && a.Reason != "" {
		words += ": " + a.Reason
	}
	return words
}

// item is one section: what was heard, who spoke, the draft put to the vote with the
// votes and their arithmetic, and what became of it. The outcome stands after the
// draft, so that nobody takes a rejected draft for a decision.
func (s MinutesSheet) item(item sitting.Item) Body {
	body := s.heard(item)
	if said := partiesInvited(item.Invitations, true, s.Commission.Profile.Zone()); said != "" {
		body = append(body, P(Text(glue(said))))
	}
	if item.Interest != "" {
		body = append(body, P(Text(glue("О личной заинтересованности заявлено: "+stop(oneLine(item.Interest))))))
	}
	body = append(append(body, s.spoke(item)...), s.suggestions(item)...)
	if item.General() {
		return append(append(body, s.question(item)...), s.dissents(item)...)
	}
	if len(item.Polls) > 0 {
		return append(append(body, s.polls(item)...), s.dissents(item)...)
	}
	if item.Result == nil {
		return append(body, P(Bold("РЕШИЛИ: "), Text(glue(s.undecided(item)))))
	}
	_, ofAct := ruling.ActWord(s.Commission.Profile.ActName)
	body = append(body, Paragraph{Runs: []Run{Bold("РЕШИЛИ: "), Text("на голосование поставлен проект " + ofAct + ":")}, KeepWithNext: true})
	for i, clause := range s.Operative[item.ID] {
		body = append(body, Numbered{Number: strconv.Itoa(i+1) + ".", Runs: []Run{Text(glue(clause))}})
	}
	verdict := s.verdict(item)
	body = append(body, s.open(*item.Result, item.Hands), Paragraph{Runs: []Run{Bold(glue(verdict))}, KeepWithNext: true}, s.votes(item.Votes))
	return append(body, s.dissents(item)...)
}

// verdict says what became of a draft that was voted on.
func (s MinutesSheet) verdict(item sitting.Item) string {
	act, ofAct := ruling.ActWord(s.Commission.Profile.ActName)
	if item.State == sitting.Adopted {
		return fmt.Sprintf("Принято %s № %s (прилагается).", act, s.Rulings[item.ID])
	}
	return "Проект " + ofAct + " не принят. Вопрос остаётся на рассмотрении, срок рассмотрения жалобы не изменяется."
}

// undecided says what became of an item without a result. Nothing moves its term
// a vote is void when the commission fixed its own results meanwhile.
func (s MinutesSheet) undecided(item sitting.Item) string {
	if item.State == sitting.Returned {
		return "голосование прекращено: до его окончания комиссия установила собственные итоги голосования, и отменить решение об итогах вправе только суд. " +
			"Проект возвращён докладчику. Срок рассмотрения жалобы не изменяется."
	}
	said := "голосование не проводилось, рассмотрение вопроса отложено. Срок рассмотрения жалобы не изменяется."
	if !item.Missed.IsZero() {
		said += " Последний день срока – " + grammar.Date(item.Missed) + ": срок нарушается."
	}
	return said
}

// enclosed lists the originals kept with the minutes.
func (s MinutesSheet) enclosed() Body {
	var numbers []string
	for _, item := range s.Sitting.Items {
		if number := s.Rulings[item.ID]; number != "" {
			numbers = append(numbers, "№\u00a0"+number)
		}
	}
	if len(numbers) == 0 {
		return nil
	}
	act, ofAct := ruling.ActWord(s.Commission.Profile.ActName)
	words := "Приложение: " + act + " комиссии "
	if len(numbers) > 1 {
		words = "Приложения: " + ofAct + " комиссии " // the plural is written as the genitive
	}
	return Body{Paragraph{Runs: []Run{Text(words + strings.Join(numbers, ", ") + ".")}, SpaceBefore: 6}}
}

func (s MinutesSheet) votes(votes []sitting.Vote) Table {
	table := Table{Columns: []Column{{Width: 6, Head: "Член комиссии"}, {Width: 4, Head: "Голос"}}}
	for _, vote := range votes {
		name := s.Names[vote.Member]
		words := map[sitting.Choice]string{sitting.For: "за", sitting.Against: "против", sitting.Abstained: gendered(name, "воздержался", "воздержалась", "воздержался(-лась)"),
			sitting.NotVoting: gendered(name, "не голосовал", "не голосовала", "не голосовал(а)")}
		table.Rows = append(table.Rows, []Cell{C(name.Full()), C(words[vote.Choice])})
	}
	return table
}

// Arithmetic writes the sum of a vote in Russian, as minutes hold it: who was
// present, the votes, what was needed of what, the casting vote.
func Arithmetic(r sitting.Result) string {
	t := r.Tally
	var b strings.Builder
	fmt.Fprintf(&b, "Присутствуют %d. За %d, против %d, воздержались %d", t.Present, t.For, t.Against, t.Abstained)
	if t.NotVoting > 0 {
		fmt.Fprintf(&b, ", не голосовали %d", t.NotVoting)
	}
	b.WriteString(". ")
	if r.Majority.Basis == regulation.OfSeats {
		fmt.Fprintf(&b, "Нужно большинство от установленного числа (%d): не менее %d.", t.Established, r.Needed)
	} else {
		fmt.Fprintf(&b, "Нужно большинство присутствующих (%d): не менее %d.", t.Present, r.Needed)
	}
	if r.Casting {
		word := "Против"
		if t.Presiding == sitting.For {
			word = "За"
		}
		fmt.Fprintf(&b, " Поровну, %d и %d. Решающий голос председательствующего: %s.", t.For, t.Against, word)
	}
	return b.String()
}

func clock(at time.Time, zone *time.Location) string {
	local := at.In(zone)
	return fmt.Sprintf("%d:%02d", local.Hour(), local.Minute())
}
