package web

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/deadline"
	"redress/internal/regulation"
)

// calendarForm is a year of the production calendar as it is typed.
type calendarForm struct {
	Year, Decree string
	calendar.Pasted
}

// calendarYear is a year of the calendar in force, as the list shows it.
type calendarYear struct {
	calendar.Year
	LoadedAt time.Time // zero for a year the program carries
}

// calendarView is what the page of the production calendar shows.
type calendarView struct {
	Years   []calendarYear // the latest first
	Wanted  int            // the year that is missing, zero for none
	Form    calendarForm
	Preview *calendar.Year   // of the form; nil while nothing was asked
	Moves   deadline.Preview // what it would move
	Saved   bool
}

// calendarWanted returns the year that is missing today, zero for none.
func (s *Server) calendarWanted(ctx context.Context) (int, error) {
	days, _, err := s.Records.ProductionCalendar(ctx)
	if err != nil {
		return 0, err
	}
	now, err := s.Records.Now(ctx)
	if err != nil {
		return 0, err
	}
	year, _ := days.Wanted(calendar.On(now, visitOf(ctx).zone()))
	return year, nil
}

func (s *Server) calendarView(c echo.Context) (calendarView, error) {
	ctx := c.Request().Context()
	v := calendarView{Saved: c.QueryParam("note") == "saved"}
	days, loadedAt, err := s.Records.ProductionCalendar(ctx)
	if err != nil {
		return v, err
	}
	for _, number := range slices.Backward(days.Years()) {
		y, _ := days.Year(number)
		v.Years = append(v.Years, calendarYear{y, loadedAt[number]})
	}
	if v.Wanted, err = s.calendarWanted(ctx); err != nil {
		return v, err
	}
	next := v.Wanted
	if next == 0 {
		next = v.Years[0].Number + 1
	}
	v.Form.Year = strconv.Itoa(next)
	return v, nil
}

// showCalendar handles GET /settings/calendar.
func (s *Server) showCalendar(c echo.Context) error {
	v, err := s.calendarView(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, calendarPage(v, nil))
}

// loadCalendar handles POST /settings/calendar: first it shows what the table says,
// and what was shown is then adopted.
func (s *Server) loadCalendar(c echo.Context) error {
	ctx := c.Request().Context()
	v, err := s.calendarView(c)
	if err != nil {
		return err
	}
	params, err := c.FormParams()
	if err != nil {
		return err
	}
	if v.Form, err = calendarTyped(c, params); err == nil {
		var year calendar.Year
		if year, err = v.Form.year(); err == nil {
			if params.Get("do") != "adopt" {
				v.Preview = &year
				if v.Moves, err = s.Records.ForeseeYear(ctx, year, previewRows); err != nil {
					return err
				}
				return s.page(c, http.StatusOK, calendarPage(v, nil))
			}
			if err = s.Setup.LoadYear(ctx, actor(c), year); err == nil {
				return c.Redirect(http.StatusSeeOther, "/settings/calendar?note=saved")
			}
		}
	}
	found := problems(ctx, err)
	if found == nil {
		return err
	}
	return s.page(c, found.status(), calendarPage(v, found))
}

// calendarTyped reads the form. A file stands for the three fields it fills.
func calendarTyped(c echo.Context, form url.Values) (calendarForm, error) {
	text := func(name string) string { return strings.ReplaceAll(form.Get(name), "\r\n", "\n") }
	f := calendarForm{Year: strings.TrimSpace(form.Get(calendar.FieldYear)), Decree: strings.TrimSpace(form.Get("decree")),
		Pasted: calendar.Pasted{DaysOff: text(calendar.FieldDaysOff), WorkingWeekends: text(calendar.FieldWorking), Decreed: text(calendar.FieldDecreed)}}
	file, err := c.FormFile(calendar.FieldFile)
	switch {
	case errors.Is(err, http.ErrMissingFile), errors.Is(err, http.ErrNotMultipart), err == nil && file.Size == 0:
		return f, nil
	case err != nil:
		return f, err
	}
	in, err := file.Open()
	if err != nil {
		return f, err
	}
	defer func() { _ = in.Close() }() // only read
	raw, err := io.ReadAll(in)        // the whole form weighs no more than formBytes
	if err != nil {
		return f, err
	}
	year, _ := strconv.Atoi(f.Year) // no number is in no file
	f.Pasted, err = calendar.ReadPublished(raw, year)
	return f, err
}

// year returns the table of the year, if it makes sense.
func (f calendarForm) year() (calendar.Year, error) {
	number, _ := strconv.Atoi(f.Year) // no number is no year a table may be loaded for
	y, err := f.Pasted.Year(number, f.Decree)
	if f.Decree == "" {
		err = errors.Join(regulation.Missing(regulation.MissingYear, "decree", "field_missing"), err)
	}
	return y, err
}

// holidayList groups the holidays of a year by their names, the earliest first: "1–8
// January" is written day by day.
func holidayList(ctx context.Context, y calendar.Year) []labelled {
	var list []labelled
	byName := map[string][]calendar.Date{}
	for _, d := range slices.SortedFunc(maps.Keys(y.Holidays), calendar.Date.Compare) {
		name := y.Holidays[d]
		if byName[name] == nil {
			list = append(list, labelled{Label: name})
		}
		byName[name] = append(byName[name], d)
	}
	for i := range list {
		list[i].Text = dayList(ctx, byName[list[i].Label])
	}
	return list
}

// labelled is a line of a list with its heading.
type labelled struct{ Label, Text string }

// movedList says which days off were moved, and from which day where it is known.
func movedList(ctx context.Context, y calendar.Year) []string {
	var list []string
	for _, d := range slices.SortedFunc(maps.Keys(y.Moved), calendar.Date.Compare) {
		if from := y.Moved[d]; from.IsZero() {
			list = append(list, day(ctx, d))
		} else {
			list = append(list, t(ctx, "calendar.moved_from", "Day", day(ctx, d), "From", dayYear(ctx, from)))
		}
	}
	return list
}

// builtInDecree finds the decree in the source of a year the program carries.
var builtInDecree = regexp.MustCompile(`^Government decree of (\S+) No\. (\d+)`)

// decree says what the table of a year was made from.
func (y calendarYear) decree(ctx context.Context) string {
	if !y.LoadedAt.IsZero() {
		return glued(y.Source)
	}
	m := builtInDecree.FindStringSubmatch(y.Source) // the calendar's own test finds one in each
	return t(ctx, "calendar.by_decree", "Date", m[1], "Number", m[2])
}

// loaded says when the table of a year was loaded.
func (y calendarYear) loaded(ctx context.Context) string {
	if y.LoadedAt.IsZero() {
		return t(ctx, "calendar.built_in")
	}
	return moment(ctx, y.LoadedAt, visitOf(ctx).zone())
}
