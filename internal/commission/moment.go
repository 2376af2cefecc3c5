package commission

import (
	"time"

	"redress/internal/calendar"
)

// Moment is the instant of a legal act together with the commission as it stands
// then. The store makes it once in the act's transaction, from the database's
// clock, and hands it to the pure act.
type Moment struct {
	At          time.Time     // the database's instant
	Day         calendar.Date // that instant's date in the commission's zone
	Composition Composition
	Campaigns   []Campaign          // campaigns the commission works in
	Days        calendar.Production // the production calendar in force
}

// MomentAt makes the Moment of an instant for a commission.
func MomentAt(at time.Time, composition Composition, campaigns []Campaign) Moment {
	composition.Commission.Profile = composition.ProfileAt(at)
	zone := composition.Commission.Profile.Zone()
	day := calendar.On(at, zone)
	composition.Commission.Established = composition.EstablishedOn(day)
	return Moment{At: at, Day: day, Composition: composition, Campaigns: campaigns}
}
