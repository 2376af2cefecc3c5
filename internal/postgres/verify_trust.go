package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"redress/internal/docket"
)

// takeTrust counts what an entry says of the trust store, by what it did and to which
// digest: an authority that was retired may be entered again.
func (s *said) takeTrust(e docket.Entry) {
	var facts struct{ Fingerprints, Fingerprint, List string }
	if e.Chain != docket.AdministrationChain || json.Unmarshal(e.Payload, &facts) != nil {
		return
	}
	if s.trust == nil {
		s.trust = map[string]int{}
	}
	switch e.Act {
	case "authority_added":
		for _, digest := range strings.Fields(facts.Fingerprints) {
			s.trust["authority "+digest]++
		}
	case "authority_retired":
		s.trust["retirement of "+facts.Fingerprint]++
	case "revocations_taken_in":
		s.trust["revocation list "+facts.List]++
	}
}

// compareTrust compares the trust store with what was written down: with an authority of
// one's own put in, or a list taken out, forged signatures would hold.
func (db *DB) compareTrust(ctx context.Context, s *said) ([]docket.Fault, error) {
	rows, err := db.pool.Query(ctx, `SELECT 'authority ' || upper(encode(sha256(der), 'hex')) FROM authorities
		UNION ALL SELECT 'retirement of ' || upper(encode(sha256(a.der), 'hex')) FROM authority_retirements r JOIN authorities a ON a.id = r.authority_id
		UNION ALL SELECT 'revocation list ' || encode(sha256(der), 'hex') FROM revocation_lists`)
	if err != nil {
		return nil, fmt.Errorf("reading the trust store: %w", err)
	}
	defer rows.Close()
	var faults []docket.Fault
	for rows.Next() {
		var held string
		if err := rows.Scan(&held); err != nil {
			return nil, fmt.Errorf("reading the trust store: %w", err)
		}
		if s.trust[held]--; s.trust[held] < 0 {
			faults = append(faults, docket.Fault{Chain: docket.AdministrationChain, Kind: docket.Mismatch, Note: "nobody entered what the trust store holds: " + held})
		}
	}
	for entered, left := range s.trust {
		if left > 0 {
			faults = append(faults, docket.Fault{Chain: docket.AdministrationChain, Kind: docket.Mismatch, Note: "the trust store lacks what was entered: " + entered})
		}
	}
	return faults, rows.Err()
}
