package commission

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"redress/internal/calendar"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// LinkID is a number of a link in this installation.
type LinkID int64

// Override is a link of one campaign as an administrator sees it.
type Override struct {
	ID LinkID
	Link
	LowerCode, LowerName, HigherCode, HigherName string
}

// Superior is which commission stands directly above another today. Campaign and
// Reason are set where it does so in that campaign only.
type Superior struct {
	ID       ID
	Name     string
	Campaign string
	Reason   string
}

// Overriding puts commissions directly below another one in a campaign.
type Overriding struct {
	Lower       string // codes of the commissions, with spaces or commas between
	Territory   string // code of a commission: all precincts directly below it; instead of Lower
	Higher      string // code of the district commission
	From, Until calendar.Date
	Reason      string // the decision that says so
}

// overridesAtOnce is how many commissions one act may put below another: a region has
// fewer precincts.
const overridesAtOnce = 3000

// Put checks the links against the tree and the overrides of the campaign, and
// returns them. Without days they hold from today, or the first day of a campaign that
// is to come, to its last one.
func (o Overriding) Put(by identity.Actor, c Campaign, tree []Entry, standing []Override, today calendar.Date) ([]Link, docket.Line, error) {
	const clause = regulation.Override
	if err := by.Must(identity.Administer, clause); err != nil {
		return nil, docket.Line{}, err
	}
	o.Reason, o.Higher, o.Territory = strings.TrimSpace(o.Reason), strings.TrimSpace(o.Higher), strings.TrimSpace(o.Territory)
	if o.From.IsZero() {
		o.From = c.StartsOn
		if today.After(o.From) {
			o.From = today
		}
	}
	if o.Until.IsZero() {
		o.Until = c.EndsOn
	}
	faults := []error{needed(o.Reason, "reason"), short(o.Reason, "reason"), checkSpan(clause, o.From, o.Until, "link_from", "link_until")}
	for field, day := range map[string]calendar.Date{"link_from": o.From, "link_until": o.Until} {
		if !c.Holds(day) {
			faults = append(faults, &regulation.Refusal{Clause: clause, Field: field, Key: "override_outside_campaign", Values: regulation.Values{"First": c.StartsOn, "Last": c.EndsOn}})
		}
	}
	higher, found := byCode(tree, o.Higher)
	if !found {
		faults = append(faults, regulation.Missing(clause, "higher", "parent_unknown"))
	}
	lower, err := o.lower(tree)
	if err := errors.Join(append(faults, err)...); err != nil {
		return nil, docket.Line{}, err
	}
	if !higher.DissolvedOn.IsZero() && !higher.DissolvedOn.After(o.Until) {
		return nil, docket.Line{}, &regulation.Refusal{Clause: clause, Field: "higher", Key: "higher_dissolved", Values: regulation.Values{"Code": higher.Code, "Day": higher.DissolvedOn}}
	}
	var links []Link
	for _, e := range lower {
		link := Link{Lower: e.ID, Higher: higher.ID, From: o.From, Until: o.Until, Campaign: c.ID, Reason: o.Reason}
		if err := link.fits(e, higher, standing); err != nil {
			return nil, docket.Line{}, err
		}
		links = append(links, link)
	}
	if err := uncircled(c, tree, standing, links); err != nil {
		return nil, docket.Line{}, err
	}
	return links, docket.Line{Act: "override_put", By: by, Clause: clause, Facts: docket.Facts{"campaign": c.Code, "higher": higher.Code,
		"lower": codes(lower), "from": o.From.String(), "until": o.Until.String(), "reason": o.Reason}}, nil
}

// lower finds the commissions named, or all precincts of the territory.
func (o Overriding) lower(tree []Entry) ([]Entry, error) {
	named := strings.FieldsFunc(o.Lower, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '\n' || r == '\r' || r == '\t' })
	var found []Entry
	switch {
	case len(named) > 0 && o.Territory != "":
		return nil, regulation.Missing(regulation.Override, "territory", "override_both_named")
	case len(named) == 0 && o.Territory == "":
		return nil, regulation.Missing(regulation.Override, "lower", "field_missing")
	case len(named) > overridesAtOnce:
		return nil, &regulation.Refusal{Clause: regulation.Override, Field: "lower", Key: "override_too_many", Values: regulation.Values{"Limit": overridesAtOnce}}
	case o.Territory != "":
		if _, ok := byCode(tree, o.Territory); !ok {
			return nil, regulation.Missing(regulation.Override, "territory", "parent_unknown")
		}
		for _, e := range tree {
			if e.ParentCode == o.Territory && e.Kind == Precinct && e.DissolvedOn.IsZero() {
				found = append(found, e)
			}
		}
		if found == nil {
			return nil, regulation.Missing(regulation.Override, "territory", "territory_without_precincts")
		}
	}
	for _, code := range named {
		e, ok := byCode(tree, code)
		if !ok {
			return nil, &regulation.Refusal{Clause: regulation.Override, Field: "lower", Key: "commission_not_found", Values: regulation.Values{"Code": code}}
		}
		if !slices.ContainsFunc(found, func(each Entry) bool { return each.ID == e.ID }) {
			found = append(found, e)
		}
	}
	return found, nil
}

func byCode(tree []Entry, code string) (Entry, bool) {
	i := slices.IndexFunc(tree, func(e Entry) bool { return e.Code == code })
	if i < 0 || code == "" {
		return Entry{}, false
	}
	return tree[i], true
}

// codes names commissions for the docket, the first hundred of them.
func codes(list []Entry) string {
	names := make([]string, 0, len(list))
	for _, e := range list {
		names = append(names, e.Code)
	}
	if more := len(names) - 100; more > 0 {
		return strings.Join(names[:100], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(names, ", ")
}

// fits refuses a link to itself, to a level that cannot stand above, and a second one
// on the same day.
func (l Link) fits(lower, higher Entry, standing []Override) error {
	if l.Lower == l.Higher {
		return &regulation.Refusal{Clause: regulation.Override, Field: "lower", Key: "override_of_itself", Values: regulation.Values{"Code": lower.Code}}
	}
	if err := lower.Kind.CheckBelow(higher.Kind, "higher"); err != nil {
		return err
	}
	for _, s := range standing {
		if s.Lower == l.Lower && (on(l.From, s.From, s.Until) || on(s.From, l.From, l.Until)) {
			return &regulation.Refusal{Clause: regulation.Override, Field: "lower", Key: "override_overlaps",
				Values: regulation.Values{"Code": lower.Code, "Higher": s.HigherCode}}
		}
	}
	return nil
}

// uncircled refuses links with which commissions would stand above each other in a
// circle on some day of the campaign.
func uncircled(c Campaign, tree []Entry, standing []Override, links []Link) error {
	code := make(map[ID]string, len(tree))
	parent := make(map[ID]ID, len(tree))
	for _, e := range tree {
		code[e.ID], parent[e.ID] = e.Code, e.Parent
	}
	days := []calendar.Date{links[0].From}
	all := map[ID][]Link{}
	for _, s := range standing {
		all[s.Lower] = append(all[s.Lower], s.Link)
		if on(s.From, links[0].From, links[0].Until) {
			days = append(days, s.From)
		}
	}
	for _, l := range links {
		all[l.Lower] = append(all[l.Lower], l)
	}
	for _, day := range days {
		for _, l := range links {
			way := circle(l.Lower, func(id ID) (ID, bool) {
				up := DirectlyHigher(all[id], id, day, c.ID)
				if up == 0 {
					up = parent[id]
				}
				return up, up != 0
			})
			if way == nil {
				continue
			}
			names := make([]string, 0, len(way)+1)
			for _, id := range append(way, way[0]) {
				names = append(names, code[id])
			}
			return &regulation.Refusal{Clause: regulation.Override, Field: "higher", Key: "override_circle", Values: regulation.Values{"Way": strings.Join(names, " → ")}}
		}
	}
	return nil
}

// OverrideEnd ends overrides of a campaign with their last day, or takes back those
// that have not begun before today.
type OverrideEnd struct {
	Links  []LinkID
	Last   calendar.Date
	Revoke bool
}

// End returns the overrides as they stand afterwards; none is left of one revoked.
func (e OverrideEnd) End(by identity.Actor, c Campaign, standing []Override, today calendar.Date) ([]Override, docket.Line, error) {
	const clause = regulation.Override
	if err := by.Must(identity.Administer, clause); err != nil {
		return nil, docket.Line{}, err
	}
	var chosen []Override
	var named []string
	for _, o := range standing {
		if slices.Contains(e.Links, o.ID) {
			chosen, named = append(chosen, o), append(named, o.LowerCode)
		}
	}
	refuse := func(field, key string, values regulation.Values) ([]Override, docket.Line, error) {
		return nil, docket.Line{}, &regulation.Refusal{Clause: clause, Field: field, Key: key, Values: values}
	}
	if chosen == nil {
		return nil, docket.Line{}, regulation.Missing(clause, "link", "choose_one")
	}
	if !e.Revoke && e.Last.IsZero() {
		return nil, docket.Line{}, regulation.Missing(clause, "link_last", "date_missing")
	}
	for i, o := range chosen {
		switch {
		case e.Revoke && o.From.Before(today):
			return refuse("link", "override_begun", regulation.Values{"Code": o.LowerCode})
		case e.Revoke:
		case e.Last.Before(o.From):
			return refuse("link_last", "override_ends_before_start", regulation.Values{"Code": o.LowerCode})
		case !o.Until.IsZero() && !e.Last.Before(o.Until):
			return refuse("link_last", "override_ends_anyway", regulation.Values{"Code": o.LowerCode})
		default:
			chosen[i].Until = e.Last
		}
	}
	act := "override_ended"
	if e.Revoke {
		act = "override_revoked"
	}
	return chosen, docket.Line{Act: act, By: by, Clause: clause,
		Facts: docket.Facts{"campaign": c.Code, "lower": strings.Join(named[:min(len(named), 100)], ", "), "count": len(named), "last": e.Last.String()}}, nil
}
