package postgres

import (
	"context"
	"fmt"

	"redress/internal/docket"
)

// takeComment remembers what an entry says of a comment on a draft.
func (s *said) takeComment(chain docket.Chain, number int, digest string) {
	if number == 0 {
		return
	}
	if s.comments[chain] == nil {
		s.comments[chain] = map[int]string{}
	}
	s.comments[chain][number] = digest
}

// compareComments compares every comment on a draft with its digest.
func (db *DB) compareComments(ctx context.Context, s *said) ([]docket.Fault, error) {
	rows, err := db.pool.Query(ctx, `SELECT complaint_id, number, saying, thread, version, section, paragraph, quote, author_id, at, body FROM draft_comments`)
	if err != nil {
		return nil, fmt.Errorf("reading the comments on drafts: %w", err)
	}
	defer rows.Close()
	var faults []docket.Fault
	for rows.Next() {
		var r commentRow
		if err := rows.Scan(&r.ComplaintID, &r.Number, &r.Saying, &r.Thread, &r.Version, &r.Section, &r.Paragraph, &r.Quote, &r.AuthorID, &r.At, &r.Body); err != nil {
			return nil, fmt.Errorf("reading a comment on a draft: %w", err)
		}
		chain := docket.ComplaintChain(r.ComplaintID)
		if s.comments[chain][r.Number] != r.comment().Digest() {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: fmt.Sprintf("comment %d on the draft is not the one made", r.Number)})
		}
		delete(s.comments[chain], r.Number)
	}
	for chain, left := range s.comments {
		for number := range left {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: fmt.Sprintf("comment %d on the draft is gone", number)})
		}
	}
	return faults, rows.Err()
}
