package web

import (
	"context"
	"strconv"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
)

// laid are the duties that last, or will.
func (s commissionSetup) laid() []commission.Acting {
	var list []commission.Acting
	for _, a := range s.Moment.Composition.Acting {
		if a.Until.IsZero() || !a.Until.Before(s.Moment.Day) {
			list = append(list, a)
		}
	}
	return list
}

// nameOf returns the name of somebody who has sat in the commission.
func (s commissionSetup) nameOf(person identity.ID) string {
	for _, m := range s.Moment.Composition.Members {
		if m.Person == person {
			return m.Name.Full()
		}
	}
	return ""
}

// laidLine says whose duties are laid on whom from when to when.
func (s commissionSetup) laidLine(ctx context.Context, a commission.Acting) string {
	return t(ctx, "office.laid_line", "Duties", word(ctx, a.Duties()), "Name", s.nameOf(a.Person), "Days", termDays(ctx, a.From, a.Until))
}

func (s commissionSetup) laidOptions(ctx context.Context) []Option {
	var options []Option
	for _, a := range s.laid() {
		options = append(options, Option{Value: strconv.FormatInt(int64(a.ID), 10), Label: s.laidLine(ctx, a)})
	}
	return options
}

// past are the terms that are over, the latest first; coming are those not begun.
func (s commissionSetup) past() []commission.Member {
	var list []commission.Member
	for _, m := range s.Moment.Composition.Members {
		if !m.Until.IsZero() && m.Until.Before(s.Moment.Day) {
			list = append(list, m)
		}
	}
	return list
}

func (s commissionSetup) coming() []commission.Member {
	var list []commission.Member
	for _, m := range s.Moment.Composition.Members {
		if m.From.After(s.Moment.Day) {
			list = append(list, m)
		}
	}
	return list
}

// seats says how many seats there are, how many are filled and how many empty.
func (s commissionSetup) seats(ctx context.Context) string {
	c, today := s.Moment.Composition, s.Moment.Day
	appointed := tn(ctx, "office.appointed", c.Appointed(today))
	if c.EstablishedOn(today) == 0 {
		return t(ctx, "office.number_unknown") + ", " + appointed
	}
	return tn(ctx, "office.seats", c.EstablishedOn(today)) + ", " + appointed + ", " + tn(ctx, "office.vacancies", c.Vacancies(today))
}

func (s commissionSetup) own() commission.ID { return s.Moment.Composition.Commission.ID }

// termDays writes the days of a term, "с 1 июня 2026" or "1 июня – 3 июля 2026".
func termDays(ctx context.Context, from, until calendar.Date) string {
	switch {
	case from.IsZero() && until.IsZero():
		return t(ctx, "office.always")
	case from.IsZero():
		return t(ctx, "office.until_day", "Day", dayYear(ctx, until))
	case until.IsZero():
		return t(ctx, "office.from_day", "Day", dayYear(ctx, from))
	}
	return dayRange(ctx, from, until)
}

// paperWords names a decision, "решение от 8 сентября 2026 № 5"; empty for none.
func paperWords(ctx context.Context, d commission.Decision) string {
	if d.IsZero() {
		return ""
	}
	return t(ctx, "office.paper", "Day", dayYear(ctx, d.On), "Number", d.Number)
}

func basisOptions(ctx context.Context) []Option {
	var options []Option
	for _, b := range commission.Bases {
		options = append(options, Option{Value: string(b), Label: t(ctx, "basis_of_duties."+string(b))})
	}
	return options
}

func dutiesOptions(ctx context.Context) []Option {
	var options []Option
	for _, office := range []identity.Office{identity.Chair, identity.Deputy, identity.Secretary} {
		options = append(options, Option{Value: string(office), Label: word(ctx, office)})
	}
	return options
}

// officeDue says what a commission owes about itself.
func officeDue(ctx context.Context, d deadline.OfficeDue) string {
	if d.Clock == deadline.FirstSitting {
		return t(ctx, "office.first_sitting_due", "Day", dayYear(ctx, d.Working.Event.On))
	}
	return t(ctx, "office.election_due", "Office", word(ctx, d.Office), "Day", dayYear(ctx, d.Last))
}

// stateOf names the state of an open complaint without saying what it is about.
func stateOf(ctx context.Context, line deadline.Due) string {
	return word[complaint.State](ctx, line.State)
}
