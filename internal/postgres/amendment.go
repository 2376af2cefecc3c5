package postgres

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// amendmentRow is a row of amendments.
type amendmentRow struct {
	ComplaintID int64
	Number      int
	AuthorID    int64
	At          time.Time
	Content     string
	State       string
	Version     int
}

// readAmendments reads the amendments to the drafts of a sitting's items.
func readAmendments(tx *gorm.DB, s *sitting.Sitting) error {
	var rows []amendmentRow
	err := tx.Raw(`SELECT * FROM amendments WHERE sitting_id = ? ORDER BY complaint_id, number`, int64(s.ID)).Scan(&rows).Error
	if err != nil {
		return fmt.Errorf("reading the amendments of sitting %d: %w", s.Number, err)
	}
	for _, r := range rows {
		for i := range s.Items {
			if s.Items[i].Complaint == complaint.ID(r.ComplaintID) {
				s.Items[i].Amendments = append(s.Items[i].Amendments, sitting.Amendment{Number: r.Number, Author: identity.ID(r.AuthorID), At: r.At.UTC(),
					Content: r.Content, State: sitting.AmendmentState(r.State), Version: r.Version})
			}
		}
	}
	return nil
}

// saveAmendments stores the amendments to an item that came or got their fate.
func saveAmendments(tx *gorm.DB, id sitting.ID, before, after sitting.Item) error {
	for i, a := range after.Amendments {
		if i >= len(before.Amendments) {
			err := tx.Exec(`INSERT INTO amendments (sitting_id, complaint_id, number, author_id, at, content, state) VALUES (?, ?, ?, ?, ?, ?, ?)`,
				int64(id), int64(after.Complaint), a.Number, int64(a.Author), a.At, a.Content, string(a.State)).Error
			if err != nil {
				return fmt.Errorf("storing amendment %d to item %d: %w", a.Number, after.ID, err)
			}
			continue
		}
		if a == before.Amendments[i] {
			continue
		}
		if err := changed(tx, "giving an amendment its fate", `UPDATE amendments SET state = ?, version = ? WHERE sitting_id = ? AND complaint_id = ? AND number = ?`,
			string(a.State), a.Version, int64(id), int64(after.Complaint), a.Number); err != nil {
			return err
		}
	}
	return nil
}

// lapseAmendments ends what was proposed to an item that is taken off the agenda.
func lapseAmendments(tx *gorm.DB, id sitting.ID, removed sitting.Item) error {
	err := tx.Exec(`UPDATE amendments SET state = 'lapsed' WHERE sitting_id = ? AND complaint_id = ? AND state = 'proposed'`, int64(id), int64(removed.Complaint)).Error
	if err != nil {
		return fmt.Errorf("ending the amendments to item %d: %w", removed.ID, err)
	}
	return nil
}

// amendmentKey names an amendment as faults do.
func amendmentKey(complaint string, number int) string {
	return fmt.Sprintf("amendment %d to the draft on %s", number, complaint)
}

// takeAmendment remembers what an entry says of an amendment that was proposed.
func (s *said) takeAmendment(chain docket.Chain, act, complaint string, number int, digest string) {
	if act != "amendment_proposed" {
		return
	}
	if s.amendments[chain] == nil {
		s.amendments[chain] = map[string]string{}
	}
	s.amendments[chain][amendmentKey(complaint, number)] = digest
}

// compareAmendments compares every amendment with the digest of what was proposed.
func (db *DB) compareAmendments(ctx context.Context, s *said) ([]docket.Fault, error) {
	rows, err := db.pool.Query(ctx, `SELECT a.sitting_id, c.year, c.number, a.number, encode(sha256(convert_to(a.content, 'UTF8')), 'hex')
		FROM amendments a JOIN complaints c ON c.id = a.complaint_id`)
	if err != nil {
		return nil, fmt.Errorf("reading amendments: %w", err)
	}
	defer rows.Close()
	var faults []docket.Fault
	for rows.Next() {
		var id int64
		var digest string
		var ref complaint.Ref
		var number int
		if err := rows.Scan(&id, &ref.Year, &ref.Number, &number, &digest); err != nil {
			return nil, fmt.Errorf("reading an amendment: %w", err)
		}
		chain, key := docket.SittingChain(id), amendmentKey(ref.String(), number)
		if s.amendments[chain][key] != digest {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: key + " is not the one proposed"})
		}
		delete(s.amendments[chain], key)
	}
	for chain, left := range s.amendments {
		for key := range left {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: key + " is gone"})
		}
	}
	return faults, rows.Err()
}
