package commission

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Version is the commission's regulation as it stood from a day on. Versions are
// numbered from one without gaps; each begins after the one before it. The first is
// entered together with the commission and holds for every day before the second.
type Version struct {
	Number  int
	From    calendar.Date // the day it comes into force; zero for the first
	Profile regulation.Profile
}

// ProfileOn returns the regulation in force on a day. A composition that was given no
// versions has one regulation, its commission's.
func (c Composition) ProfileOn(day calendar.Date) regulation.Profile {
	return c.profile(func(Version) calendar.Date { return day })
}

// ProfileAt returns the regulation in force at an instant. A version sets the zone as
// well, so its first day begins in its own zone.
func (c Composition) ProfileAt(at time.Time) regulation.Profile {
	return c.profile(func(v Version) calendar.Date { return calendar.On(at, v.Profile.Zone()) })
}

func (c Composition) profile(day func(Version) calendar.Date) regulation.Profile {
	found := c.Commission.Profile
	for _, v := range c.Versions {
		if v.From.IsZero() || !v.From.After(day(v)) {
			found = v.Profile
		}
	}
	return found
}

// Latest returns the version that was adopted last, in force or not yet.
func (c Composition) Latest() Version {
	if len(c.Versions) == 0 {
		return Version{Number: 1, Profile: c.Commission.Profile}
	}
	return c.Versions[len(c.Versions)-1]
}

// Adoption is the commission's decision to work by a changed regulation, as an
// administrator enters it. The regulation is adopted by the majority of those present
// (Reg. 9.1, R-073) and comes into force on the day of the decision or later (Reg. 9.3).
type Adoption struct {
	Base       int // number of the version the change was prepared against
	Profile    regulation.Profile
	Decision   string // number of the decision
	DecisionOn calendar.Date
	From       calendar.Date
}

// Adopted is a version with the decision that adopted it and who entered it; the first
// version has neither.
type Adopted struct {
	Version
	Decision   string
	DecisionOn calendar.Date
	EnteredAt  time.Time
	EnteredBy  identity.Name
}

// Changes lists what the adoption changes in the latest version.
func (a Adoption) Changes(c Composition) []regulation.Change {
	return regulation.Changes(c.Latest().Profile, a.Profile)
}

// Check refuses an adoption that cannot follow the latest version. A day that has
// passed is allowed, because decisions are entered after they are made; a day before
// the latest version is not, because versions follow each other.
func (a Adoption) Check(m Moment) error {
	latest := m.Composition.Latest()
	faults := []error{a.Profile.Validate(), needed(a.Decision, "decision"), short(a.Decision, "decision")}
	switch {
	case a.DecisionOn.IsZero():
		faults = append(faults, regulation.Missing(regulation.OtherMatters, "decision_on", "date_missing"))
	case a.DecisionOn.After(m.Day):
		faults = append(faults, regulation.Missing(regulation.OtherMatters, "decision_on", "decision_in_future"))
	}
	switch {
	case a.From.IsZero():
		faults = append(faults, regulation.Missing(regulation.OtherMatters, "in_force", "date_missing"))
	case a.From.Before(a.DecisionOn):
		faults = append(faults, regulation.Missing(regulation.OtherMatters, "in_force", "in_force_before_decision"))
	case !a.From.After(latest.From):
		faults = append(faults, &regulation.Refusal{Clause: regulation.OtherMatters, Field: "in_force", Key: "in_force_before_version",
			Values: regulation.Values{"Day": latest.From}})
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	if len(a.Changes(m.Composition)) == 0 {
		return regulation.Refuse(regulation.OtherMatters, "regulation_unchanged", nil)
	}
	return nil
}

// Adopt makes the next version of the regulation with its docket line, which holds
// every value that changes.
func (a Adoption) Adopt(by identity.Actor, m Moment) (Version, docket.Line, error) {
	if err := by.Must(identity.Administer, regulation.OtherMatters); err != nil {
		return Version{}, docket.Line{}, err
	}
	latest := m.Composition.Latest()
	if a.Base != latest.Number {
		return Version{}, docket.Line{}, regulation.Refuse(regulation.OtherMatters, "regulation_changed_since", nil)
	}
	if err := a.Check(m); err != nil {
		return Version{}, docket.Line{}, err
	}
	next := Version{Number: latest.Number + 1, From: a.From, Profile: a.Profile}
	changed := map[string]any{}
	for _, c := range a.Changes(m.Composition) {
		changed[c.Field] = written(c.Old) + " → " + written(c.New)
	}
	return next, docket.Line{Act: "regulation_adopted", By: by, Clause: regulation.OtherMatters, Facts: docket.Facts{
		"commission": int64(m.Composition.Commission.ID), "version": next.Number, "in_force_from": a.From.String(),
		"decision": strings.TrimSpace(a.Decision), "decision_on": a.DecisionOn.String(), "changed": changed}}, nil
}

// written returns a value of a regulation for the docket.
func written(value any) string {
	if value == nil {
		return "not set"
	}
	return fmt.Sprint(value)
}
