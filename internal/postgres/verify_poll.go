package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"redress/internal/docket"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// part is what the docket says of a vote on a part of a draft.
type part struct {
	clauses []int
	text    string
}

// pollKey names a vote on an item: by the complaint alone that on the whole draft.
func pollKey(complaint string, poll int) string {
	if poll == 0 {
		return complaint
	}
	return fmt.Sprintf("%s, vote %d", complaint, poll)
}

// votesSaid writes the votes by name and the hands that were counted besides, to compare.
func votesSaid(votes map[string]string, hands map[string]int) string {
	said := canonical(votes)
	if hands == nil {
		return said
	}
	raw, err := json.Marshal(hands)
	if err != nil {
		return said
	}
	return said + " " + string(raw)
}

func countsOf(h *sitting.Hands) map[string]int {
	if h == nil {
		return nil
	}
	return h.Counts()
}

// partsOf reports whether the parts voted on one by one are those of the operative part,
// each clause in one of them; so it is if there were none.
func (s *said) partsOf(chain docket.Chain, ref string, operative []string) bool {
	var clauses []int
	for _, p := range s.parts[chain][ref] {
		if p.text != ruling.TextDigest(ruling.ClausesOf(operative, p.clauses)) {
			return false
		}
		clauses = append(clauses, p.clauses...)
	}
	slices.Sort(clauses)
	return clauses == nil || len(slices.Compact(clauses)) == len(operative)
}

// comparePolls compares the votes on parts, on postponing and on returning with what the
// docket counted, and finds the votes of any kind that are gone.
func (db *DB) comparePolls(ctx context.Context, s *said) ([]docket.Fault, error) {
	rows, err := db.pool.Query(ctx, `SELECT i.sitting_id, `+itemRef+`, p.ordinal, coalesce(jsonb_object_agg(v.person_id::text, v.choice) FILTER (WHERE v.person_id IS NOT NULL), '{}'), p.hands
		FROM polls p LEFT JOIN poll_votes v ON v.item_id = p.item_id AND v.ordinal = p.ordinal JOIN items i ON i.id = p.item_id LEFT JOIN complaints c ON c.id = i.complaint_id
		WHERE p.result IS NOT NULL OR p.broken <> '' GROUP BY p.item_id, p.ordinal, i.id, c.id`)
	if err != nil {
		return nil, fmt.Errorf("reading votes on parts and motions: %w", err)
	}
	defer rows.Close()
	var faults []docket.Fault
	for rows.Next() {
		var id int64
		var ref string
		var ordinal int
		var votes map[string]string
		var hands *sitting.Hands
		if err := rows.Scan(&id, &ref, &ordinal, &votes, &hands); err != nil {
			return nil, fmt.Errorf("reading the votes of a poll: %w", err)
		}
		chain, key := docket.SittingChain(id), pollKey(ref, ordinal)
		if s.votes[chain][key] != votesSaid(votes, countsOf(hands)) {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: "the votes on " + key + " are not those counted"})
		}
		delete(s.votes[chain], key)
	}
	for chain, left := range s.votes {
		for key := range left {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: "the votes on " + key + " are gone"})
		}
	}
	return faults, rows.Err()
}
