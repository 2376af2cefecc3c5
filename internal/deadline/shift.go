package deadline

import (
	"errors"

	"redress/internal/calendar"
	"redress/internal/regulation"
)

var errStay = errors.New("deadline: a stay that ends before it begins")

// stay moves the date by the days the complaint was suspended. A stay that
// began after the term had run out does not heal it. If the complaint is taken up
// again before voting, the eve still limits it; after voting only the rest of the
// term is left.
func (r *reckoning) stay() error {
	if !r.rule.stands {
		return nil
	}
	from := r.event
	for _, s := range r.facts.Stays {
		if !s.Resumed.IsZero() && s.Resumed.Before(s.From) {
			return errStay
		}
		r.due.Working.Stays = append(r.due.Working.Stays, s)
		if s.Resumed.IsZero() {
			r.due.Paused = true
			return nil
		}
		if s.From.After(from) {
			from = s.From
		}
		if from.After(r.due.DueOn) || !s.Resumed.After(from) {
			continue
		}
		stood := s.Resumed.Sub(from)
		from, r.resumed = s.Resumed, s.Resumed
		r.due.DueOn, r.due.Clause = r.due.DueOn.AddDays(stood), regulation.Suspension
		r.due.Working.StoodDays += stood
		if eve := r.due.Working.Eve; !eve.IsZero() && !r.resumed.After(eve) && r.due.DueOn.After(eve) {
			r.due.DueOn, r.due.Capped, r.due.Clause = eve, true, r.rule.eve
		}
	}
	return nil
}

// dayOff moves the end of an ordinary term off a day off, where the commission's
// regulation says so. It never moves it before the event, and R-110 itself moves
// nothing.
func (r *reckoning) dayOff() error {
	mode := r.profile.OrdinaryEnd
	if r.rule.regime != ordinary || mode != regulation.PreviousDay && mode != regulation.NextDay {
		return nil
	}
	status, err := r.days.Status(r.due.DueOn)
	if err != nil || status.Working(r.profile.CountDecreedAsWork) {
		return err
	}
	var to calendar.Date
	if mode == regulation.NextDay {
		to, err = r.days.FirstWorkingFrom(r.due.DueOn, r.profile.CountDecreedAsWork)
	} else {
		to, err = r.days.LastWorkingBetween(r.from(), r.due.DueOn, r.profile.CountDecreedAsWork)
	}
	if err != nil || to.IsZero() {
		return err
	}
	r.due.Working.Moved = &Moved{From: r.due.DueOn, To: to, By: mode, Status: status}
	r.due.DueOn = to
	return nil
}

// from is the first day something could be done on: of the event, or of the last
// resumption after it.
func (r *reckoning) from() calendar.Date {
	if r.resumed.After(r.event) {
		return r.resumed
	}
	return r.event
}

// workBy finds the last working day of a calendar term. It is a help, not
// the term: a missing year leaves it empty and is said, but stops nothing.
func (r *reckoning) workBy() error {
	unit := r.due.Working.Period.Unit
	if r.due.Kind == Immediate || r.rule.ahead || unit != regulation.InCalendarDays && unit != regulation.InMonths {
		return nil
	}
	workBy, err := r.days.LastWorkingBetween(r.from(), r.due.DueOn, r.profile.CountDecreedAsWork)
	var missing *calendar.MissingYearError
	if errors.As(err, &missing) {
		r.due.Working.MissingYear = missing.Year
		return nil
	}
	r.due.WorkBy = workBy
	return err
}
