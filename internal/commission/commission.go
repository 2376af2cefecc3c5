// Package commission is the tree of election commissions: which is directly above
// which, how many members each was fixed at, who holds its seats and offices on a
// given day, and the campaigns it works in.
package commission

import (
	"errors"

	"redress/internal/calendar"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// ErrNotFound says there is no such commission.
var ErrNotFound = errors.New("commission not found")

// ErrNoCampaign says there is no such campaign.
var ErrNoCampaign = errors.New("campaign not found")

// ID is a commission's number in this installation.
type ID = identity.CommissionID

// Kind is the level of a commission.
type Kind string

// The levels, from the polling station up.
const (
	Precinct    Kind = "precinct"    // УИК
	Territorial Kind = "territorial" // ТИК
	District    Kind = "district"    // ОИК
	Regional    Kind = "regional"    // ИКСРФ
	Central     Kind = "central"     // ЦИК
)

// Kinds lists the levels from the lowest up.
var Kinds = []Kind{Precinct, Territorial, District, Regional, Central}

// Commission is one election commission. Established is the fixed number of its
// voting members, zero where it is not known because the commission only
// appears as a respondent.
type Commission struct {
	ID          ID
	Code        string // "42-9001", unique in the installation
	Kind        Kind
	Name        string // full name, nominative
	ShortName   string // for headers and tables, "ТИК Примерного округа"
	Number      string // number of the polling station or territory, if it has one
	Parent      ID     // directly higher commission, zero at the top or if unknown
	ParentName  string // its full name, for the paragraph on appeals
	Established int
	Convocation int    // состав, used in numbers of decisions where the profile says so
	Address     string // where papers are brought
	Place       string // the place named in papers, "пгт. Примерный"
	Phone       string
	Hours       string // when the phone is answered
	Email       string
	Profile     regulation.Profile // the version in force today
	DissolvedOn calendar.Date      // the first day without it, zero while it exists
}

// Member is a voting member with the office held.
type Member struct {
	Person    identity.ID
	Name      identity.Name
	Office    identity.Office
	From      calendar.Date
	Until     calendar.Date // zero while it lasts; the last day included
	Seat      SeatID
	Appointed Decision // of the appointment or the election; zero if a file brought the member
	Released  Decision // that ended the term early; zero if it lasts or ran out
}

// on reports whether the span holds the day.
func on(day, from, until calendar.Date) bool {
	return !day.Before(from) && (until.IsZero() || !day.After(until))
}

// Composition is a commission with everybody who has sat in it, every version of its
// regulation and of its established number, and how it was dissolved and formed anew.
type Composition struct {
	Commission Commission
	Members    []Member
	Acting     []Acting
	Versions   []Version
	Elsewhere  []Seat        // what its members hold in other commissions
	Numbers    []Number      // established numbers, the earliest first
	Formed     []Convocation // compositions that were formed or dissolved here, the earliest first
	Groups     []Group       // working groups, the earliest first
}

// Seat is a place with a deciding vote in a commission.
type Seat struct {
	Commission ID
	Person     identity.ID
	From       calendar.Date
	Until      calendar.Date // zero while it lasts; the last day included
}

// SitsIn reports whether a member of this commission sits in another one too on the day.
func (c Composition) SitsIn(day calendar.Date, person identity.ID, other ID) bool {
	for _, s := range c.Elsewhere {
		if s.Person == person && s.Commission == other && on(day, s.From, s.Until) {
			return true
		}
	}
	return false
}

// On returns the members of the day, chair first, then deputy, secretary and the
// rest by surname as they are stored.
func (c Composition) On(day calendar.Date) []Member {
	var members []Member
	for _, office := range []identity.Office{identity.Chair, identity.Deputy, identity.Secretary, identity.Member} {
		for _, m := range c.Members {
			if m.Office == office && on(day, m.From, m.Until) {
				members = append(members, m)
			}
		}
	}
	return members
}

// Appointed returns how many seats are filled on the day. Vacancies do not lower
// the established number.
func (c Composition) Appointed(day calendar.Date) int { return len(c.On(day)) }

// Member returns the member of the day with that person's number.
func (c Composition) Member(day calendar.Date, person identity.ID) (Member, bool) {
	for _, m := range c.On(day) {
		if m.Person == person {
			return m, true
		}
	}
	return Member{}, false
}

// Officer returns who holds the office on the day.
func (c Composition) Officer(day calendar.Date, office identity.Office) (Member, bool) {
	for _, m := range c.On(day) {
		if m.Office == office {
			return m, true
		}
	}
	return Member{}, false
}

// Signatory is who signs as presiding member or secretary, and in what words the
// office is given in the signature line.
type Signatory struct {
	Member
	Title  string // "Председатель", "И.о. председателя", "Председательствующий", "Секретарь"
	Ground string // the acting chair's order; empty otherwise
}

// Presiding returns the member who presides on the day: the acting chair while
// there is one, else the chair. It returns false when the commission has
// neither.
func (c Composition) Presiding(day calendar.Date) (Signatory, bool) {
	if m, a, ok := c.ActingChair(day); ok {
		return Signatory{Member: m, Title: "И.о. председателя", Ground: a.Ground}, true
	}
	if m, ok := c.Officer(day, identity.Chair); ok {
		return Signatory{Member: m, Title: "Председатель"}, true
	}
	return Signatory{}, false
}

// Actor returns the member of the day as an actor with the powers of that day.
func (c Composition) Actor(day calendar.Date, person identity.ID) (identity.Actor, bool) {
	m, ok := c.Member(day, person)
	if !ok {
		return identity.Actor{}, false
	}
	a := identity.Actor{ID: m.Person, Name: m.Name, Commission: c.Commission.ID, Office: m.Office}
	if acting, _, ok := c.ActingChair(day); ok && acting.Person == person {
		a.ActsAsChair = true
	}
	if acting, _, ok := c.ActingFor(identity.Secretary, day); ok && acting.Person == person {
		a.ActsAsSecretary = true
	}
	return a, true
}
