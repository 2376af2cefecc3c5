package web

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"redress/internal/calendar"
	"redress/internal/regulation"
)

// Field is one question of a form, ready to be shown. Its Name is the name in the
// form, the id on the page and the field a Refusal points at, all three.
type Field struct {
	Name     string
	Label    string
	Hint     string
	Value    string  // what was typed or chosen, shown again
	Problem  Problem // of this field: problems.For("name")
	Heading  bool    // the label is the h1 of a page with one question
	Optional bool    // says so beside the label
	ReadOnly bool
	Class    string // width: w2, w4, w20; empty is the whole column
	Type     string // of the input: text by default, password, email, tel, time
	Mode     string // keyboard of a telephone: numeric, email, tel
	Complete string // what the browser may fill in: email, name, current-password, off
	Rows     int    // of a text area
}

// label returns the label with its mark.
func (f Field) label(ctx context.Context) string {
	if f.Optional {
		return t(ctx, "form.optional", "Label", f.Label)
	}
	return f.Label
}

// describedBy names the elements that explain the field.
func (f Field) describedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.Name+"-hint")
	}
	if f.Problem.Text != "" {
		ids = append(ids, f.Name+"-err")
	}
	return strings.Join(ids, " ")
}

func (f Field) invalid() bool { return f.Problem.Text != "" }

func (f Field) inputType() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// Option is one choice of a Field.
type Option struct {
	Value, Label, Hint string
}

// id of an option: the first one bears the field's own, so that the list of errors leads to it.
func (f Field) id(i int) string {
	if i == 0 {
		return f.Name
	}
	return f.Name + "-" + strconv.Itoa(i)
}

// DateBoxes is a date as it is typed, in three boxes.
type DateBoxes struct{ Day, Month, Year string }

// boxesOf returns the boxes filled with a date; the zero date leaves them empty.
func boxesOf(d calendar.Date) DateBoxes {
	if d.IsZero() {
		return DateBoxes{}
	}
	return DateBoxes{strconv.Itoa(d.Day()), strconv.Itoa(int(d.Month())), strconv.Itoa(d.Year())}
}

// boxesIn reads the boxes of a field from a form.
func boxesIn(form url.Values, name string) DateBoxes {
	box := func(part string) string { return strings.TrimSpace(form.Get(name + "_" + part)) }
	return DateBoxes{box("day"), box("month"), box("year")}
}

// Date returns the date typed, the zero one if nothing was. What is no date is
// refused with the box at fault: that is the form's affair and not the domain's.
func (b DateBoxes) Date(field string) (calendar.Date, error) {
	if b == (DateBoxes{}) {
		return calendar.Date{}, nil
	}
	if n, err := strconv.Atoi(b.Day); err != nil || n < 1 || n > 31 {
		return calendar.Date{}, regulation.Missing("", field, "date_day")
	}
	if n, err := strconv.Atoi(b.Month); err != nil || n < 1 || n > 12 {
		return calendar.Date{}, regulation.Missing("", field, "date_month")
	}
	if n, err := strconv.Atoi(b.Year); err != nil || n < 1900 || n > 2200 {
		return calendar.Date{}, regulation.Missing("", field, "date_year")
	}
	pad := func(s string) string { return strings.Repeat("0", max(0, 2-len(s))) + s }
	d, err := calendar.Parse(b.Year + "-" + pad(strings.TrimLeft(b.Month, "0+")) + "-" + pad(strings.TrimLeft(b.Day, "0+")))
	if err != nil {
		return calendar.Date{}, regulation.Missing("", field, "date_day_of_month")
	}
	return d, nil
}

// wrong reports whether the problem of a date field is in that box. A problem of
// the date as a whole marks all three.
func (f Field) wrong(box string) bool {
	if f.Problem.refusal == nil {
		return f.invalid()
	}
	switch f.Problem.refusal.Key {
	case "date_day", "date_day_of_month":
		return box == "day"
	case "date_month":
		return box == "month"
	case "date_year":
		return box == "year"
	}
	return true
}
