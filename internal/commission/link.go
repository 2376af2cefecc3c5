package commission

import (
	"slices"

	"redress/internal/calendar"
	"redress/internal/regulation"
)

// Link says that one commission stands directly above another, from a day to a day
// . A link of a campaign holds in that campaign only and comes before
// the standing one.
type Link struct {
	Lower, Higher ID
	From          calendar.Date // zero if since before it was recorded
	Until         calendar.Date // the last day included, zero while it lasts
	Campaign      CampaignID    // zero for a standing link
	Reason        string        // of a link of a campaign
}

// DirectlyHigher returns which commission stood directly above another on a day, in
// a campaign or, with campaign zero, outside of any: the one put there for the
// campaign, else by the standing link. Zero is none.
func DirectlyHigher(links []Link, lower ID, day calendar.Date, campaign CampaignID) ID {
	return LinkOn(links, lower, day, campaign).Higher
}

// LinkOn returns the link by which DirectlyHigher stands above; the zero one if none.
func LinkOn(links []Link, lower ID, day calendar.Date, campaign CampaignID) Link {
	var standing Link
	for _, l := range links {
		switch {
		case l.Lower != lower || !on(day, l.From, l.Until):
		case l.Campaign == 0:
			standing = l
		case l.Campaign == campaign:
			return l
		}
	}
	return standing
}

// above lists which levels may stand directly above a level. The powers of a district
// commission may be laid on a territorial one, which then stands above it, or below
// it where the district is the larger. Nobody stands below a precinct.
var above = map[Kind][]Kind{
	Precinct:    {Territorial, District, Regional, Central},
	Territorial: {District, Regional, Central},
	District:    {Territorial, Regional, Central},
	Regional:    {Central},
	Central:     nil,
}

// CheckBelow refuses a level that cannot stand directly above this one. field
// is where the higher commission was named.
func (k Kind) CheckBelow(higher Kind, field string) error {
	if slices.Contains(above[k], higher) {
		return nil
	}
	return &regulation.Refusal{Clause: regulation.DirectSuperior, Field: field, Key: "level_not_above",
		Values: regulation.Values{"Kind": string(k), "Above": string(higher)}}
}

// circle returns the commissions that stand above each other in a circle on the way
// up from one, beginning with the first of them met; nil if the way has an end.
func circle[T comparable](from T, higher func(T) (T, bool)) []T {
	var way []T
	met := map[T]int{}
	for at, ok := from, true; ok; at, ok = higher(at) {
		if i, again := met[at]; again {
			return way[i:]
		}
		met[at] = len(way)
		way = append(way, at)
	}
	return nil
}
