package postgres

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/ruling"
)

// LinkAppeal links a complaint of the actor's commission to a ruling.
func (db *DB) LinkAppeal(ctx context.Context, by identity.Actor, ref complaint.Ref, id ruling.ID,
	link func(complaint.Complaint, ruling.Ruling) (docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		c, m, err := db.lockComplaint(tx, by.Commission, ref)
		if err != nil {
			return err
		}
		r, _, err := rulingWhere(tx, `id = ?`, int64(id))
		if err != nil {
			return err
		}
		line, err := link(c, r)
		if err != nil {
			return err
		}
		err = tx.Exec(`INSERT INTO appeals (complaint_id, ruling_id, linked_at, linked_by) VALUES (?, ?, ?, ?)
			ON CONFLICT (complaint_id) DO UPDATE SET ruling_id = EXCLUDED.ruling_id, linked_at = EXCLUDED.linked_at, linked_by = EXCLUDED.linked_by`,
			int64(c.ID), int64(r.ID), m.At, int64(by.ID)).Error
		if err != nil {
			return fmt.Errorf("linking an appeal: %w", err)
		}
		return writeDown(tx, docket.ComplaintChain(int64(c.ID)), m.At, line)
	})
}

// briefRow is a row of rulings in brief.
type briefRow struct {
	ID        int64
	Number    string
	AdoptedOn time.Time
}

func (r briefRow) brief() ruling.Brief {
	return ruling.Brief{ID: ruling.ID(r.ID), Number: r.Number, AdoptedOn: dayOf(&r.AdoptedOn)}
}

// RulingsBy lists what a commission has ruled, the latest first.
func (db *DB) RulingsBy(ctx context.Context, id commission.ID, limit int) ([]ruling.Brief, error) {
	var rows []briefRow
	err := db.gorm.WithContext(ctx).Raw(`SELECT id, number, adopted_on FROM rulings WHERE commission_id = ? ORDER BY adopted_at DESC, id DESC LIMIT ?`, int64(id), limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("listing rulings: %w", err)
	}
	var all []ruling.Brief
	for _, r := range rows {
		all = append(all, r.brief())
	}
	return all, nil
}

// AppealOf returns which ruling a complaint is against, or ruling.ErrNotFound.
func (db *DB) AppealOf(ctx context.Context, id complaint.ID) (ruling.Brief, error) {
	var row briefRow
	err := one(db.gorm.WithContext(ctx), &row, ruling.ErrNotFound, `SELECT r.id, r.number, r.adopted_on FROM appeals a JOIN rulings r ON r.id = a.ruling_id
		WHERE a.complaint_id = ?`, int64(id))
	if err != nil {
		return ruling.Brief{}, err
	}
	return row.brief(), nil
}

// Appeals lists the complaints against a ruling.
func (db *DB) Appeals(ctx context.Context, id ruling.ID) ([]ruling.Appeal, error) {
	var rows []struct {
		Year, Number             int
		Commission, State, Ended string
	}
	err := db.gorm.WithContext(ctx).Raw(`SELECT c.year, c.number, coalesce(nullif(o.short_name, ''), o.name) AS commission, c.state, coalesce(c.outcome, '') AS ended
		FROM appeals a JOIN complaints c ON c.id = a.complaint_id JOIN commissions o ON o.id = c.commission_id WHERE a.ruling_id = ? ORDER BY c.id`, int64(id)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("listing appeals: %w", err)
	}
	var all []ruling.Appeal
	for _, r := range rows {
		all = append(all, ruling.Appeal{Ref: complaint.Ref{Year: r.Year, Number: r.Number}, Commission: r.Commission, State: complaint.State(r.State), Outcome: regulation.Outcome(r.Ended)})
	}
	return all, nil
}

// compareAppeals compares which ruling each complaint is against with what was written down.
func (db *DB) compareAppeals(ctx context.Context, s *said) ([]docket.Fault, error) {
	rows, err := db.pool.Query(ctx, `SELECT complaint_id, ruling_id FROM appeals`)
	if err != nil {
		return nil, fmt.Errorf("reading appeals: %w", err)
	}
	defer rows.Close()
	var faults []docket.Fault
	for rows.Next() {
		var subject, against int64
		if err := rows.Scan(&subject, &against); err != nil {
			return nil, fmt.Errorf("reading an appeal: %w", err)
		}
		chain := docket.ComplaintChain(subject)
		if s.appeals[chain] != against {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: "the ruling it is against is not the one written down"})
		}
		delete(s.appeals, chain)
	}
	for chain := range s.appeals {
		faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: "the ruling it is against is gone"})
	}
	return faults, rows.Err()
}
