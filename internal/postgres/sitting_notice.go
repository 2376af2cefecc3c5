package postgres

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/sitting"
)

// readNotices adds how the members were told of a sitting.
func readNotices(tx *gorm.DB, s *sitting.Sitting) error {
	var rows []struct {
		ID, PersonID int64
		Way, Note    string
		ToldAt       *time.Time
		EnteredBy    *int64
		MadeAt       time.Time
		Failed       bool
		Summons      int
	}
	err := tx.Raw(`SELECT id, person_id, way, note, told_at, entered_by, made_at, failed, summons FROM sitting_notices WHERE sitting_id = ? ORDER BY id`, int64(s.ID)).Scan(&rows).Error
	if err != nil {
		return fmt.Errorf("reading the notices of sitting %d: %w", s.Number, err)
	}
	for _, r := range rows {
		s.Notices = append(s.Notices, sitting.Notice{ID: r.ID, Member: identity.ID(r.PersonID), Way: sitting.Way(r.Way), ToldAt: momentOf(r.ToldAt),
			Note: r.Note, By: identity.ID(idOf(r.EnteredBy)), MadeAt: r.MadeAt.UTC(), Failed: r.Failed, Summons: r.Summons})
	}
	return nil
}

// saveNotices stores new records and what became of letters, and owes the letters. Who
// has no address gets none: somebody tells them.
func (db *DB) saveNotices(tx *gorm.DB, before, after sitting.Sitting) error {
	for i, n := range after.Notices {
		if n.ID != 0 {
			if n == before.Notices[i] {
				continue
			}
			err := changed(tx, "recording a notice", `UPDATE sitting_notices SET told_at = ?, failed = ? WHERE id = ? AND told_at IS NULL`, timeOrNull(n.ToldAt), n.Failed, n.ID)
			if err != nil {
				return err
			}
			continue
		}
		var ids []int64
		err := tx.Raw(`INSERT INTO sitting_notices (sitting_id, person_id, way, told_at, note, entered_by, made_at, summons)
			SELECT ?, p.id, ?, ?, ?, ?, ?, ? FROM people p WHERE p.id = ? AND (? OR p.email <> '') RETURNING id`,
			int64(after.ID), string(n.Way), timeOrNull(n.ToldAt), n.Note, idOrNull(n.By), n.MadeAt, n.Summons, int64(n.Member), n.Way != sitting.ByEmail).Scan(&ids).Error
		if err != nil {
			return fmt.Errorf("storing a notice: %w", err)
		}
		if n.Way != sitting.ByEmail {
			continue
		}
		for _, id := range ids {
			if err := db.owe(tx.Statement.Context, tx, notice.Tell{Notice: id}); err != nil {
				return err
			}
		}
	}
	return nil
}

// Telling returns a letter to a member about a sitting with the member's address, and the
// commission it comes from.
func (db *DB) Telling(ctx context.Context, id int64) (notice.Telling, commission.Commission, error) {
	tx := db.gorm.WithContext(ctx)
	var row struct {
		SittingID, CommissionID, PersonID int64
		Email                             string
	}
	err := one(tx, &row, notice.ErrNotFound, `SELECT n.sitting_id, s.commission_id, n.person_id, p.email FROM sitting_notices n JOIN sittings s ON s.id = n.sitting_id
		JOIN people p ON p.id = n.person_id WHERE n.id = ? AND n.way = 'email'`, id)
	if err != nil {
		return notice.Telling{}, commission.Commission{}, err
	}
	s, err := sittingWhere(tx, false, `id = ?`, row.SittingID)
	if err != nil {
		return notice.Telling{}, commission.Commission{}, err
	}
	from, err := commissionByID(tx, s.Commission)
	i := slices.IndexFunc(s.Notices, func(n sitting.Notice) bool { return n.ID == id })
	return notice.Telling{Notice: s.Notices[i], Sitting: s, Address: row.Email}, from, err
}

// Told records that the mail took a letter to a member about a sitting.
func (db *DB) Told(ctx context.Context, id int64, messageID string) error {
	return db.changeNotice(ctx, id, func(s sitting.Sitting, at time.Time) (sitting.Sitting, docket.Line, bool) { return s.MailTook(id, at) }, messageID)
}

// NotTold records that the mail will never take it.
func (db *DB) NotTold(ctx context.Context, id int64) error {
	return db.changeNotice(ctx, id, func(s sitting.Sitting, _ time.Time) (sitting.Sitting, docket.Line, bool) { return s.MailRefused(id) }, "")
}

func (db *DB) changeNotice(ctx context.Context, id int64, change func(sitting.Sitting, time.Time) (sitting.Sitting, docket.Line, bool), messageID string) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		s, err := sittingWhere(tx, true, `id = (SELECT sitting_id FROM sitting_notices WHERE id = ?)`, id)
		if err != nil {
			return err
		}
		m, err := db.moment(tx, s.Commission)
		if err != nil {
			return err
		}
		next, line, done := change(s, m.At)
		if !done {
			return nil
		}
		if err := db.saveSitting(tx, s, next, m, line); err != nil {
			return err
		}
		return changed(tx, "naming a notice", `UPDATE sitting_notices SET message_id = ? WHERE id = ?`, messageID, id)
	})
}
