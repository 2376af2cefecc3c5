package commission

import (
	"slices"
	"testing"

	"redress/internal/calendar"
	"redress/internal/identity"
)

// districtTree is a region with a territory of two precincts, a district commission,
// and a territory of none.
func districtTree() []Entry {
	entry := func(id ID, code string, kind Kind, parent ID, parentCode string) Entry {
		return Entry{Commission: Commission{ID: id, Code: code, Kind: kind, Parent: parent}, ParentCode: parentCode}
	}
	gone := entry(8, "42-0003", Precinct, 2, "42-T1")
	gone.DissolvedOn = calendar.Day(2026, 1, 1)
	return []Entry{entry(1, "42", Regional, 0, ""), entry(2, "42-T1", Territorial, 1, "42"), entry(3, "42-0001", Precinct, 2, "42-T1"),
		entry(4, "42-0002", Precinct, 2, "42-T1"), entry(5, "42-D1", District, 1, "42"), entry(6, "42-T2", Territorial, 1, "42"), entry(7, "42-D2", District, 6, "42-T2"), gone}
}

var overrideCampaign = Campaign{ID: 1, Code: "2026", StartsOn: calendar.Day(2026, 6, 18), EndsOn: calendar.Day(2026, 11, 20)}

func TestOverridesArePut(t *testing.T) {
	inside := calendar.Day(2026, 8, 1)
	standing := []Override{{ID: 1, Link: Link{Lower: 3, Higher: 5, From: inside, Until: inside.AddDays(9), Campaign: 1}, LowerCode: "42-0001", HigherCode: "42-D1"}}
	for _, row := range []struct {
		name   string
		o      Overriding
		lower  []ID
		refuse string
	}{
		{"R-002: a precinct below a district", Overriding{Lower: "42-0002", Higher: "42-D1"}, []ID{4}, ""},
		{"R-002: all precincts of a territory that exist", Overriding{Territory: "42-T1", Higher: "42-D1", From: inside.AddDays(10)}, []ID{3, 4}, ""},
		{"R-002: the powers of the district laid on a territory", Overriding{Lower: "42-0002, 42-0002\n", Higher: "42-T2"}, []ID{4}, ""},
		{"R-002: nobody", Overriding{Higher: "42-D1"}, nil, "lower field_missing"},
		{"R-002: both ways at once", Overriding{Lower: "42-0002", Territory: "42-T1", Higher: "42-D1"}, nil, "territory override_both_named"},
		{"R-002: no such commission", Overriding{Lower: "42-0009", Higher: "42-D1"}, nil, "lower commission_not_found"},
		{"R-002: no such district", Overriding{Lower: "42-0002", Higher: "42-D9"}, nil, "higher parent_unknown"},
		{"R-002: a territory without precincts", Overriding{Territory: "42-T2", Higher: "42-D1"}, nil, "territory territory_without_precincts"},
		{"R-002: below itself", Overriding{Lower: "42-D1", Higher: "42-D1"}, nil, "lower override_of_itself"},
		{"R-001: below a precinct", Overriding{Lower: "42-T1", Higher: "42-0001"}, nil, "higher level_not_above"},
		{"R-002: twice on one day", Overriding{Lower: "42-0001", Higher: "42-T2", Until: inside}, nil, "lower override_overlaps"},
		{"R-002: before the campaign", Overriding{Lower: "42-0002", Higher: "42-D1", From: calendar.Day(2026, 6, 17)}, nil, "link_from override_outside_campaign"},
		{"R-002: after the campaign", Overriding{Lower: "42-0002", Higher: "42-D1", Until: calendar.Day(2026, 11, 21)}, nil, "link_until override_outside_campaign"},
		{"R-002: in a circle", Overriding{Lower: "42-T2", Higher: "42-D2"}, nil, "higher override_circle"},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.o.Reason = "решение № 12/40"
			links, _, err := row.o.Put(administrator, overrideCampaign, districtTree(), standing, inside)
			var lower []ID
			for _, l := range links {
				lower = append(lower, l.Lower)
			}
			if got := refusedAs(t, err); !slices.Equal(lower, row.lower) || row.refuse == "" && err != nil || row.refuse != "" && !slices.Equal(got, []string{row.refuse}) {
				t.Errorf("links of %v, refused %q; want %v, %q", lower, got, row.lower, row.refuse)
			}
		})
	}
	if _, _, err := (Overriding{Lower: "42-0002", Higher: "42-D1"}).Put(administrator, overrideCampaign, districtTree(), nil, inside); err == nil {
		t.Error("R-002: an override without a reason is put")
	}
	if _, _, err := (Overriding{}).Put(identity.Actor{Office: identity.Chair}, overrideCampaign, nil, nil, inside); !slices.Equal(refusedAs(t, err), []string{" not_your_office"}) {
		t.Errorf("by the chair: %v", err)
	}
}

func TestOverridesEnd(t *testing.T) {
	today := calendar.Day(2026, 8, 5)
	begun := Override{ID: 1, Link: Link{Lower: 3, From: today.AddDays(-4), Until: today.AddDays(9)}, LowerCode: "42-0001"}
	coming := Override{ID: 2, Link: Link{Lower: 4, From: today, Until: today.AddDays(9)}, LowerCode: "42-0002"}
	for _, row := range []struct {
		name, refuse string
		end          OverrideEnd
	}{
		{"R-002: ended today", "", OverrideEnd{Links: []LinkID{1}, Last: today}},
		{"R-002: ended when it began", "", OverrideEnd{Links: []LinkID{1}, Last: today.AddDays(-4)}},
		{"R-002: ended before it began", "link_last override_ends_before_start", OverrideEnd{Links: []LinkID{1, 2}, Last: today.AddDays(-4)}},
		{"R-002: ended when it ends anyway", "link_last override_ends_anyway", OverrideEnd{Links: []LinkID{1}, Last: today.AddDays(9)}},
		{"R-002: ended on no day", "link_last date_missing", OverrideEnd{Links: []LinkID{1}}},
		{"R-002: none chosen", "link choose_one", OverrideEnd{Last: today}},
		{"R-002: taken back on its first day", "", OverrideEnd{Links: []LinkID{2}, Revoke: true}},
		{"R-002: taken back too late", "link override_begun", OverrideEnd{Links: []LinkID{1}, Revoke: true}},
	} {
		t.Run(row.name, func(t *testing.T) {
			ended, _, err := row.end.End(administrator, overrideCampaign, []Override{begun, coming}, today)
			if got := refusedAs(t, err); row.refuse == "" && (err != nil || len(ended) != 1) || row.refuse != "" && !slices.Equal(got, []string{row.refuse}) {
				t.Errorf("%d ended, refused %q, want %q", len(ended), got, row.refuse)
			}
		})
	}
}
