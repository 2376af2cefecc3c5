package deadline

import (
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
)

// OfficeDue is what a commission owes about itself: the election of an officer
// or its first sitting, which has no office.
type OfficeDue struct {
	Deadline
	Office identity.Office
	Last   calendar.Date // the last day of who was released
}

// Offices returns the terms that run for the commission itself at a moment: a deputy
// or a secretary released early is followed within 7 days of the release, and
// a commission formed anew meets within 15 days of the decision.
func Offices(m commission.Moment) ([]OfficeDue, error) {
	var all []OfficeDue
	from := func(clock Clock, day calendar.Date, due OfficeDue) error {
		profile := m.Composition.ProfileOn(day)
		d, err := Compute(clock, Facts{At: day.Start(profile.Zone()), Zone: profile.Zone()}, profile, m.Days)
		if err != nil {
			return err
		}
		due.Deadline = d
		all = append(all, due)
		return nil
	}
	for _, v := range m.Composition.Vacant(m.Day) {
		if err := from(OfficerElection, v.Last, OfficeDue{Office: v.Office, Last: v.Last}); err != nil {
			return nil, err
		}
	}
	if formed, ok := m.Composition.FirstSittingOwed(m.Day); ok {
		if err := from(FirstSitting, formed.Formed.On, OfficeDue{}); err != nil {
			return nil, err
		}
	}
	return all, nil
}
