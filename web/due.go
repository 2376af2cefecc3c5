package web

import (
	"context"
	"strconv"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/deadline"
	"redress/internal/regulation"
)

// Due is a deadline in words, as dueChip shows it.
type Due struct {
	State deadline.State
	Text  string // "осталось 2 дня"; empty while nothing presses
	When  string // "до 14 сен"
	At    string // When for machines, the datetime attribute
}

// dueOf puts a deadline into words as it stands at an instant in the commission's
// zone. For a line of a list: dueOf(ctx, line.Deadline(), at, zone).
func dueOf(ctx context.Context, d deadline.Deadline, at time.Time, zone *time.Location) Due {
	chip := d.Chip(at, zone)
	switch chip.State {
	case deadline.Now, deadline.Paused: // each has an hour or a day of its own
		return dueWords(ctx, d, chip, zone)
	case deadline.OK, deadline.Soon, deadline.Today, deadline.Over:
	}
	said, key := visitOf(ctx).said, dueKey{chip.State, d.DueOn}
	due, known := said[key]
	if !known {
		due = dueWords(ctx, d, chip, zone)
		said[key] = due
	}
	return due
}

// dueKey tells apart the due days of a page: most lines of a list share a few.
type dueKey struct {
	state deadline.State
	on    calendar.Date
}

func dueWords(ctx context.Context, d deadline.Deadline, chip deadline.Chip, zone *time.Location) Due {
	due := Due{State: chip.State, At: d.DueOn.String(), When: t(ctx, "due.until", "Day", shortDay(ctx, d.DueOn))}
	switch chip.State {
	case deadline.OK:
	case deadline.Soon:
		due.Text = tn(ctx, "due.left", chip.Days)
	case deadline.Today:
		due.Text = t(ctx, "due.today")
		due.When = shortDay(ctx, d.DueOn) + nbsp + "(" + zoneName(ctx, zone) + ")"
	case deadline.Over:
		due.Text = tn(ctx, "due.over", -chip.Days)
		due.When = t(ctx, "due.was", "Day", shortDay(ctx, d.DueOn))
	case deadline.Paused:
		due.Text = t(ctx, "due.paused")
		if stays := d.Working.Stays; len(stays) > 0 {
			since := stays[len(stays)-1].From
			due.When, due.At = t(ctx, "due.since_day", "Day", shortDay(ctx, since)), since.String()
		}
	case deadline.Now:
		due.Text = t(ctx, "due.now")
		if event := d.Working.Event.At; !event.IsZero() {
			due.When = t(ctx, "due.since", "Time", clock(event, zone), "Waiting", span(ctx, chip.Waiting))
			due.At = machineTime(event, zone)
		}
	}
	return due
}

// Why is how a date was found, as whyDate shows it.
type Why struct {
	Sentences []string
	Result    string // the last sentence, in bold: the date itself
	Source    string // where the rule stands
}

// whyOf puts the explanation of a deadline into sentences: the event, the term, the
// days counted and skipped, then everything that moved the date.
func whyOf(ctx context.Context, d deadline.Deadline) Why {
	x := d.Working
	var said []string
	say := func(key string, values ...any) { said = append(said, t(ctx, key, values...)) }
	if !x.Event.On.IsZero() {
		say("why.event", "Event", t(ctx, "clock_from."+string(d.Clock)), "Day", date(ctx, x.Event.On))
	}
	switch {
	case d.Clock.IsSet():
		said = append(said, t(ctx, "clock_named."+string(d.Clock)))
	case x.Voting != nil && x.Voting.After:
		say("why.after_voting")
	case x.Voting != nil:
		say("why.voting_day", "Number", x.Voting.Number, "Of", x.Voting.Of)
	case d.Kind == deadline.Immediate:
		say("why.at_once")
	case x.Ahead:
		said = append(said, tn(ctx, "why.ahead", x.Period.N))
		if x.FullDays {
			say("why.full_days")
		}
	default:
		said = append(said, whyTerm(ctx, x)...)
	}
	if d.Capped {
		say("why.capped", "Day", day(ctx, x.Eve))
	}
	if x.StoodDays > 0 {
		said = append(said, tn(ctx, "why.stood", x.StoodDays))
	}
	if d.Paused {
		say("why.paused")
	}
	if x.Moved != nil {
		say("why.moved", "From", day(ctx, x.Moved.From), "To", day(ctx, x.Moved.To))
	}
	if !x.PassesVoting.IsZero() {
		say("why.passes_voting", "Day", day(ctx, x.PassesVoting))
	}
	if x.MissingYear != 0 {
		say("why.missing_year", "Year", x.MissingYear)
	}
	if !d.WorkBy.IsZero() && d.WorkBy != d.DueOn {
		say("why.work_by", "Day", day(ctx, d.WorkBy))
	}
	result := "why.result"
	if d.Kind == deadline.Immediate {
		result = "why.result_at_once"
	}
	return Why{Sentences: said, Source: sources(ctx, d.Clause), Result: t(ctx, result, "Day", date(ctx, d.DueOn))}
}

// listedDays is the longest term whose days are written out one by one.
const listedDays = 10

// whyTerm says how long the term is and which days were counted.
func whyTerm(ctx context.Context, x deadline.Explanation) []string {
	if x.Period.N == 0 {
		return []string{t(ctx, "why.same_day")}
	}
	switch x.Period.Unit {
	case regulation.InMonths:
		return []string{tn(ctx, "why.months", x.Period.N)}
	case regulation.InWorkingDays:
		var counted []calendar.Date
		var skipped []calendar.Counted
		for _, passed := range x.Days {
			if passed.Number > 0 {
				counted = append(counted, passed.On)
			} else {
				skipped = append(skipped, passed)
			}
		}
		said := []string{tn(ctx, "why.working_days", x.Period.N), t(ctx, "why.days", "Days", dayList(ctx, counted))}
		if len(skipped) > 0 {
			said = append(said, t(ctx, "why.skipped", "Days", skippedWords(ctx, skipped)))
		}
		return said
	case regulation.InCalendarDays:
		said := []string{tn(ctx, "why.calendar_days", x.Period.N)}
		if x.Period.N <= listedDays {
			var counted []calendar.Date
			for n := range x.Period.N {
				counted = append(counted, x.Event.On.AddDays(n+1))
			}
			said = append(said, t(ctx, "why.days", "Days", dayList(ctx, counted)))
		}
		return append(said, t(ctx, "why.days_off"))
	case regulation.AtOnce:
	}
	return []string{t(ctx, "why.at_once")}
}

// dayList writes days with the month once for each run: "29, 30 сентября, 1 октября".
func dayList(ctx context.Context, days []calendar.Date) string {
	parts := make([]string, len(days))
	for i, d := range days {
		parts[i] = strconv.Itoa(d.Day())
		if i == len(days)-1 || days[i+1].Month() != d.Month() {
			parts[i] = day(ctx, d)
		}
	}
	return strings.Join(parts, ", ")
}
