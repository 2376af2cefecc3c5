package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"redress/internal/docket"
	"redress/internal/sitting"
)

// ballotColumns writes what a poll says of a secret ballot: the counting commission and
// its figures, or nothing.
func ballotColumns(p sitting.Poll) (counting, protocol any, err error) {
	written := func(value any) (any, error) {
		raw, err := json.Marshal(value)
		return string(raw), err
	}
	var err1, err2 error
	if p.Counting != nil {
		counting, err1 = written(p.Counting)
	}
	if p.Protocol != nil {
		protocol, err2 = written(p.Protocol)
	}
	return counting, protocol, errors.Join(err1, err2)
}

// saveProtocol puts right the figures of a secret ballot that are being approved.
func saveProtocol(tx *gorm.DB, item sitting.ItemID, ordinal int, p sitting.Poll) error {
	_, protocol, err := ballotColumns(p)
	if err != nil {
		return fmt.Errorf("writing the protocol of a ballot on item %d: %w", item, err)
	}
	if protocol == nil {
		return nil
	}
	return changed(tx, "putting a protocol right", `UPDATE polls SET protocol = ? WHERE item_id = ? AND ordinal = ?`, protocol, int64(item), ordinal)
}

// ballot keeps what the docket says of the results of a secret ballot that were put to
// the vote: the figures, and the fate they gave the draft if they were approved.
func (s *said) ballot(chain docket.Chain, key string, counts map[string]int, fate string) {
	if s.ballots[chain] == nil {
		s.ballots[chain] = map[string]string{}
	}
	s.ballots[chain][key] = ballotSaid(counts, fate)
}

func ballotSaid(counts map[string]int, fate string) string {
	raw, err := json.Marshal(counts)
	if err != nil {
		return ""
	}
	return string(raw) + " " + fate
}

// compareBallots compares the figures of secret ballots, and the results that were counted
// from them, with what the docket says; there are no votes by member to compare.
func (db *DB) compareBallots(ctx context.Context, s *said) ([]docket.Fault, error) {
	rows, err := db.pool.Query(ctx, `SELECT i.sitting_id, `+itemRef+`, p.ordinal, p.protocol, p.ordinal = max(p.ordinal) FILTER (WHERE p.result->>'Fate' = 'adopted') OVER (PARTITION BY p.item_id), i.result
		FROM polls p JOIN items i ON i.id = p.item_id LEFT JOIN complaints c ON c.id = i.complaint_id WHERE p.motion = 'ballot' AND p.result IS NOT NULL`)
	if err != nil {
		return nil, fmt.Errorf("reading the protocols of secret ballots: %w", err)
	}
	defer rows.Close()
	var faults []docket.Fault
	for rows.Next() {
		var id int64
		var ref string
		var ordinal int
		var protocol sitting.Protocol
		var approved *bool // as the last ballot on the item; NULL if none was
		var result *sitting.Result
		if err := rows.Scan(&id, &ref, &ordinal, &protocol, &approved, &result); err != nil {
			return nil, fmt.Errorf("reading the protocol of a secret ballot: %w", err)
		}
		chain, key, fate, counted := docket.SittingChain(id), pollKey(ref, ordinal), "", true
		if approved != nil && *approved && result != nil {
			fate, counted = string(result.Fate), protocol.Tallied(*result)
		}
		if !counted || s.ballots[chain][key] != ballotSaid(protocol.Counts(), fate) {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: "the figures of the secret ballot on " + key + " are not those approved"})
		}
		delete(s.ballots[chain], key)
	}
	for chain, left := range s.ballots {
		for key := range left {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: "the secret ballot on " + key + " is gone"})
		}
	}
	return faults, rows.Err()
}
