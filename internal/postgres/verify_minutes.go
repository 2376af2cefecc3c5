package postgres

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"redress/internal/docket"
)

// takeMinutes takes what the docket says of supplements to minutes and of minutes withdrawn:
// the commitments to their words, by the digest of the paper.
func (s *said) takeMinutes(e docket.Entry) {
	if e.Act != "supplement" && e.Act != "paper_withdrawn" {
		return
	}
	var facts struct{ SHA256, Reason, Text string }
	if err := json.Unmarshal(e.Payload, &facts); err != nil {
		return
	}
	if s.minutes[e.Chain] == nil {
		s.minutes[e.Chain] = map[string]string{}
	}
	s.minutes[e.Chain][e.Act+" "+facts.SHA256] = facts.Reason + " " + facts.Text
}

// compareMinutes compares supplements and withdrawals with what the docket says of them, and
// finds those that are gone.
func (db *DB) compareMinutes(ctx context.Context, s *said) ([]docket.Fault, error) {
	rows, err := db.pool.Query(ctx, `SELECT m.id, m.salt, 'supplement', p.pdf_sha256, x.reason, x.text FROM supplements x JOIN papers p ON p.id = x.paper_id JOIN sittings m ON m.id = x.sitting_id
		UNION ALL SELECT m.id, m.salt, 'paper_withdrawn', p.pdf_sha256, w.reason, '' FROM withdrawn_papers w JOIN papers p ON p.id = w.paper_id JOIN sittings m ON m.id = p.sitting_id`)
	if err != nil {
		return nil, fmt.Errorf("reading supplements to minutes: %w", err)
	}
	defer rows.Close()
	var faults []docket.Fault
	for rows.Next() {
		var id int64
		var act, reason, text string
		var salt, digest []byte
		if err := rows.Scan(&id, &salt, &act, &digest, &reason, &text); err != nil {
			return nil, fmt.Errorf("reading a supplement to minutes: %w", err)
		}
		words := docket.Commit(salt, []byte(reason)) + " "
		if text != "" {
			words += docket.Commit(salt, []byte(text))
		}
		chain, key := docket.SittingChain(id), act+" "+hex.EncodeToString(digest)
		if s.minutes[chain][key] != words {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: "a paper beside the minutes (" + act + ") is not the one written down"})
		}
		delete(s.minutes[chain], key)
	}
	for chain, left := range s.minutes {
		if len(left) > 0 {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: fmt.Sprintf("papers beside the minutes are gone: %d", len(left))})
		}
	}
	return faults, rows.Err()
}
