package main

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"redress/internal/commission"
)

// TestThePublicSeesNobodyWhoComplained walks every sitting of the demonstration: what
// everybody may read of it holds no complainant's name, address, telephone or e-mail.
func TestThePublicSeesNobodyWhoComplained(t *testing.T) {
	a, _ := demoApp(t)
	rows, err := a.db.Pool().Query(t.Context(), `SELECT s.commission_id, s.number, array_agg(DISTINCT said) FROM sittings s
		LEFT JOIN items i ON i.sitting_id = s.id LEFT JOIN complaints c ON c.id = i.complaint_id,
		LATERAL unnest(ARRAY[c.answers #>> '{Complainant,Name,Surname}', c.answers #>> '{Complainant,Email}', c.answers #>> '{Complainant,Phone}',
			c.answers #>> '{Complainant,Address}']) said WHERE said <> '' GROUP BY s.id`)
	if err != nil {
		t.Fatal(err)
	}
	type held struct {
		own    int64
		number int
		names  []string
	}
	var all []held
	for rows.Next() {
		var h held
		if err := rows.Scan(&h.own, &h.number, &h.names); err != nil {
			t.Fatal(err)
		}
		all = append(all, h)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if len(all) < 5 {
		t.Fatalf("the demonstration has %d sittings with complaints", len(all))
	}
	for _, h := range all {
		w, err := a.db.WatchedSitting(t.Context(), commission.ID(h.own), h.number)
		if err != nil {
			t.Fatal(err)
		}
		shown, err := json.Marshal(w)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range h.names {
			if regexp.MustCompile(`\PL` + regexp.QuoteMeta(name) + `\PL`).Match(shown) { // a street may be called almost so
				t.Errorf("R-028: sitting %d shows %q", h.number, name)
			}
			for _, item := range w.Sitting.Items {
				if strings.Contains(item.Title, strings.TrimRight(name, "аяойы")) {
					t.Errorf("R-028: the title %q shows %q", item.Title, name)
				}
			}
		}
	}
}
