package calendar

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"redress/internal/regulation"
)

// The fields of a year's form, which refusals point at.
const (
	FieldYear    = "year"
	FieldDaysOff = "days_off"
	FieldWorking = "working_weekends"
	FieldDecreed = "decreed"
	FieldFile    = "file"
)

// The years a table may be loaded for.
const (
	FirstYear = 2000
	LastYear  = 2100
)

const (
	maxLines      = 400 // of one field; a year has 366 days
	maxDayName    = 200 // letters of a holiday's name or a decree
	publishedForm = "redress/production-calendar/1"
)

// Pasted is the table of a year as a person types or pastes it, one date a line,
// written 2027-01-09 or 09.01.2027:
//
//   - DaysOff: "07.01.2027 Рождество Христово" is a holiday; "22.02.2027 20.02.2027"
//     a day off moved there from the second date; a date alone a day off moved from
//     somewhere not known;
//   - WorkingWeekends: Saturdays and Sundays that are worked;
//   - Decreed: "non-working days with pay", each with its decree.
type Pasted struct{ DaysOff, WorkingWeekends, Decreed string }

// Year reads the table of a year and refuses one that makes no sense, with every
// fault at once.
func (p Pasted) Year(number int, source string) (Year, error) {
	y := Year{Number: number, Source: source, Holidays: map[Date]string{}, Moved: map[Date]Date{}, Decreed: map[Date]string{}}
	if number < FirstYear || number > LastYear {
		return y, &regulation.Refusal{Clause: regulation.WorkingDays, Field: FieldYear, Key: "calendar_year_wrong",
			Values: regulation.Values{"First": FirstYear, "Last": LastYear}}
	}
	off, err1 := datedLines(FieldDaysOff, p.DaysOff)
	for _, l := range off {
		switch from, err := anyDate(l.rest); {
		case err == nil:
			y.Moved[l.on] = from
		case l.rest == "":
			y.Moved[l.on] = Date{}
		default:
			y.Holidays[l.on] = l.rest
		}
	}
	worked, err2 := datedLines(FieldWorking, p.WorkingWeekends)
	for _, l := range worked {
		y.WorkingWeekends = append(y.WorkingWeekends, l.on)
	}
	decreed, err3 := datedLines(FieldDecreed, p.Decreed)
	for _, l := range decreed {
		y.Decreed[l.on] = l.rest
	}
	slices.SortFunc(y.WorkingWeekends, Date.Compare)
	if err := errors.Join(err1, err2, err3); err != nil {
		return y, err
	}
	return y, y.Check()
}

// Pasted writes the table as Pasted.Year reads it, the earliest day first.
func (y Year) Pasted() Pasted {
	off := map[Date]string{}
	for d, from := range y.Moved {
		off[d] = from.String()
	}
	for d, name := range y.Holidays {
		off[d] = name
	}
	worked := map[Date]string{}
	for _, d := range y.WorkingWeekends {
		worked[d] = ""
	}
	return Pasted{DaysOff: lines(off), WorkingWeekends: lines(worked), Decreed: lines(y.Decreed)}
}

func lines(days map[Date]string) string {
	var b strings.Builder
	for _, d := range sortedDays(days) {
		b.WriteString(strings.TrimSpace(d.String() + " " + days[d]))
		b.WriteString("\n")
	}
	return b.String()
}

// datedLine is a line that begins with a date.
type datedLine struct {
	on   Date
	rest string
}

// datedLines reads a field line by line. A line that begins with no date, and a date
// that stands twice, are refused; empty lines are passed over.
func datedLines(field, text string) ([]datedLine, error) {
	if len(text) > maxLines*(maxDayName+12) || strings.Count(text, "\n") > maxLines {
		return nil, &regulation.Refusal{Clause: regulation.WorkingDays, Field: field, Key: "calendar_too_long", Values: regulation.Values{"Limit": maxLines}}
	}
	var all []datedLine
	seen := map[Date]bool{}
	for i, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		on, err := anyDate(strings.Trim(words[0], ",;"))
		if err != nil {
			return nil, &regulation.Refusal{Clause: regulation.WorkingDays, Field: field, Key: "calendar_line_wrong", Values: regulation.Values{"Line": i + 1}}
		}
		if seen[on] {
			return nil, &regulation.Refusal{Clause: regulation.WorkingDays, Field: field, Key: "calendar_day_twice", Values: regulation.Values{"Day": on.String()}}
		}
		seen[on] = true
		rest := strings.Join(words[1:], " ")
		if err := regulation.Legible(regulation.WorkingDays, field, rest, maxDayName); err != nil {
			return nil, err
		}
		all = append(all, datedLine{on, rest})
	}
	return all, nil
}

var dotted = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})\.(\d{4})$`)

// anyDate reads a date written 2027-01-09 or 9.1.2027.
func anyDate(text string) (Date, error) {
	if m := dotted.FindStringSubmatch(text); m != nil {
		text = fmt.Sprintf("%s-%02s-%02s", m[3], m[2], m[1])
	}
	return Parse(text)
}

// published is the shared form of the calendar, as files of whole years carry it.
type published struct {
	Schema string `json:"schema"`
	Years  map[int]struct {
		Nonworking []struct {
			Date        Date   `json:"date"`
			Holiday     string `json:"holiday"`
			Transferred Date   `json:"transferred_from"`
		} `json:"nonworking"`
		WorkingWeekends []Date `json:"working_weekends"`
		Decreed         []struct {
			Date  Date   `json:"date"`
			Basis string `json:"basis"`
		} `json:"decreed_nonworking_paid"`
	} `json:"years"`
}

// ReadPublished takes one year out of a JSON file in the shared form. What is no such
// file, and one that lacks the year, is refused; whether the table makes sense is for
// Pasted.Year to say.
func ReadPublished(text []byte, number int) (Pasted, error) {
	var file published
	if err := json.Unmarshal(text, &file); err != nil || file.Schema != publishedForm {
		return Pasted{}, regulation.Missing(regulation.WorkingDays, FieldFile, "calendar_file_wrong")
	}
	held, ok := file.Years[number]
	if !ok {
		return Pasted{}, &regulation.Refusal{Clause: regulation.MissingYear, Field: FieldFile, Key: "calendar_file_without_year", Values: regulation.Values{"Year": number}}
	}
	y := Year{Number: number, Holidays: map[Date]string{}, Moved: map[Date]Date{}, Decreed: map[Date]string{}, WorkingWeekends: held.WorkingWeekends}
	for _, d := range held.Nonworking {
		if d.Holiday != "" {
			y.Holidays[d.Date] = d.Holiday
		} else {
			y.Moved[d.Date] = d.Transferred
		}
	}
	for _, d := range held.Decreed {
		y.Decreed[d.Date] = d.Basis
	}
	return y.Pasted(), nil
}
