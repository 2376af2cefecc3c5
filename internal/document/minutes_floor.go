package document

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"redress/internal/calendar"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// speechWords are how the minutes call a speech.
var speechWords = map[sitting.SpeechKind]string{
	sitting.MainReport: "доклад",
	sitting.CoReport:   "содоклад",
	sitting.InDebate:   "прения",
}

// spoke is ВЫСТУПИЛИ: who was given the floor, in the order in which they asked, what the
// sitting allowed beyond the limits and from whom the floor was withdrawn;
// then what the secretary wrote of the debate as a whole.
func (s MinutesSheet) spoke(item sitting.Item) Body {
	var held []string
	for _, p := range item.Speeches {
		if p.Held() {
			held = append(held, s.speech(p))
		}
	}
	said := stop(oneLine(item.Spoke))
	switch {
	case len(held) == 0 && said == "":
		return nil
	case len(held) == 0:
		return Body{P(Bold("ВЫСТУПИЛИ: "), Text(glue(said)))}
	}
	body := Body{Paragraph{Runs: []Run{Bold("ВЫСТУПИЛИ:")}, KeepWithNext: true}}
	for i, line := range held {
		body = append(body, Numbered{Number: strconv.Itoa(i+1) + ".", Runs: []Run{Text(glue(line))}})
	}
	if said != "" {
		body = append(body, P(Text(glue(said))))
	}
	return body
}

// speech is one line of ВЫСТУПИЛИ.
func (s MinutesSheet) speech(p sitting.Speech) string {
	line := s.speaker(p.Speaker) + " – " + speechWords[p.Kind]
	for _, g := range p.Grants {
		if g.Minutes > 0 {
			line += fmt.Sprintf("; решением комиссии предоставлено дополнительно %d\u00a0мин %s", g.Minutes, hands(g.Show))
		} else {
			line += "; сверх установленного числа выступлений, по решению комиссии " + hands(g.Show)
		}
	}
	line = stop(line)
	if p.Summary != "" {
		line += " " + asSentence(p.Summary)
	}
	if p.Abuse != "" {
		line += " " + gendered(s.speakerName(p.Speaker), "Лишён", "Лишена", "Лишён(а)") + " слова: " + stop(oneLine(p.Abuse))
	}
	return line
}

// asSentence makes a sentence of a line: it begins with a capital and ends with a stop.
func asSentence(line string) string {
	letters := []rune(stop(oneLine(line)))
	return string(append([]rune{unicode.ToUpper(letters[0])}, letters[1:]...))
}

// hands is a show of hands as it was counted.
func hands(h sitting.Show) string {
	return fmt.Sprintf("(за – %d, против – %d, воздержались – %d)", h.For, h.Against, h.Abstained)
}

// speakerName is the name of a member, or of somebody who attends as it was written down.
func (s MinutesSheet) speakerName(w sitting.Speaker) identity.Name {
	if w.Member != 0 {
		return s.Names[w.Member]
	}
	return identity.ParseName(w.Name)
}

// speaker names a member, or somebody who attends with the status by which they came.
func (s MinutesSheet) speaker(w sitting.Speaker) string {
	if w.Member != 0 {
		return s.Names[w.Member].Short()
	}
	said := w.Name + " (" + statusWords[w.Status]
	if w.Whose != "" {
		said += ", " + w.Whose
	}
	return said + ")"
}

// suggestions lists what was proposed, in the order in which it came in, withdrawn or not.
func (s MinutesSheet) suggestions(item sitting.Item) Body {
	if len(item.Suggestions) == 0 {
		return nil
	}
	body := Body{Paragraph{Runs: []Run{Bold("ПРЕДЛОЖЕНИЯ:")}, KeepWithNext: true}}
	for i, g := range item.Suggestions {
		line := s.speaker(g.Speaker) + ": " + stop(oneLine(g.Text))
		if !g.WithdrawnAt.IsZero() {
			line += " Снято автором."
		}
		body = append(body, Numbered{Number: strconv.Itoa(i+1) + ".", Runs: []Run{Text(glue(line))}})
	}
	return body
}

// days are the days of the sitting as its heading names them: one, or those it went on too.
func (s MinutesSheet) days(zone *time.Location) string {
	days := []string{digits(calendar.On(s.Sitting.OpenedAt, zone))}
	for _, b := range s.Sitting.Adjournments() {
		if !b.Until.IsZero() { // it was continued, not closed without
			days = append(days, digits(calendar.On(b.Until, zone)))
		}
	}
	return strings.Join(days, ", ")
}

// begun is when the sitting was opened, or went on for the last time on another day.
func (s MinutesSheet) begun() time.Time {
	begun := s.Sitting.OpenedAt
	for _, b := range s.Sitting.Adjournments() {
		if !b.Until.IsZero() {
			begun = b.Until
		}
	}
	return begun
}

// times says when the sitting was opened and closed; with their days where these differ.
func (s MinutesSheet) times(zone *time.Location) string {
	m := s.Sitting
	if len(m.Adjournments()) == 0 {
		return fmt.Sprintf("Заседание открыто в %s, закрыто в %s.", clock(m.OpenedAt, zone), clock(m.ClosedAt, zone))
	}
	return fmt.Sprintf("Заседание открыто %s, закрыто %s.", dayAndClock(m.OpenedAt, zone), dayAndClock(m.ClosedAt, zone))
}

// course says where the sitting was interrupted, who presided and kept the minutes from
// when, and who was there before it was adjourned.
func (s MinutesSheet) course(zone *time.Location) Body {
	m := s.Sitting
	var body Body
	var breaks []string
	for _, b := range m.Breaks {
		if !b.Adjourns() {
			breaks = append(breaks, fmt.Sprintf("с %s до %s", dayAndClock(b.From, zone), clock(b.Until, zone)))
		}
	}
	if breaks != nil {
		body = append(body, P(Text(glue("Объявлялись перерывы: "+strings.Join(breaks, "; ")+"."))))
	}
	for _, b := range m.Adjournments() {
		said := fmt.Sprintf("%s заседание прервано до %s, место продолжения: %s Причина: %s", dayAndClock(b.From, zone), dayAndClock(b.Expected, zone), stop(oneLine(b.Place)), stop(oneLine(b.Reason)))
		if !b.Until.IsZero() {
			said += fmt.Sprintf(" Продолжено %s.", dayAndClock(b.Until, zone))
		}
		body = append(body, P(Text(glue(said))))
	}
	body = append(append(body, s.duties("Председательствовали: ", m.Presided, zone)...), s.duties("Протокол вели: ", m.Kept, zone)...)
	began := m.OpenedAt
	for _, b := range m.Adjournments() {
		table := Table{Columns: []Column{{Width: 6, Head: "Член комиссии"}, {Width: 4, Head: "Участие"}}}
		for _, p := range b.Took {
			words := presences(sitting.Attendance{Mode: p.Mode, Reason: p.Reason, At: p.At}, s.Moves[b.From][p.Member], began, zone)
			table.Rows = append(table.Rows, []Cell{C(s.Names[p.Member].Full()), C(words)})
		}
		body = append(body, Paragraph{Runs: []Run{Bold("Присутствие членов комиссии до перерыва " + digits(calendar.On(b.From, zone)))}, KeepWithNext: true, SpaceBefore: 6}, table)
		began = b.Until
	}
	return body
}

// duties says who followed whom; nothing where nobody did.
func (s MinutesSheet) duties(name string, all []sitting.Duty, zone *time.Location) Body {
	if len(all) < 2 {
		return nil
	}
	var said []string
	for _, d := range all {
		line := fmt.Sprintf("с %s – %s (%s", dayAndClock(d.Since, zone), s.Names[d.Person].Full(), inSentence(d.Title))
		if d.Ground != "" {
			line += ", " + d.Ground
		}
		said = append(said, line+")")
	}
	return Body{P(Text(glue(name + strings.Join(said, "; ") + ".")))}
}

func dayAndClock(at time.Time, zone *time.Location) string {
	return digits(calendar.On(at, zone)) + " в " + clock(at, zone)
}
