package postgres

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/identity"
)

// ChangeRegime stores a complaint under another regime with its terms counted anew. The
// line says which dates they had and have, and the rapporteur and the secretary are
// called.
func (db *DB) ChangeRegime(ctx context.Context, own commission.ID, ref complaint.Ref,
	change func(complaint.Complaint, commission.Moment) (complaint.Complaint, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		c, m, err := db.lockComplaint(tx, own, ref)
		if err != nil {
			return err
		}
		next, line, err := change(c, m)
		if err != nil {
			return err
		}
		moved, err := deadline.Redating(c, next, m)
		if err != nil {
			return fmt.Errorf("computing deadlines of complaint %s: %w", c.Ref, err)
		}
		line.Facts["clocks"], line.Facts["dates_were"], line.Facts["dates_are"] = deadline.Dates(moved)
		if err := db.saveComplaint(tx, next, m, line); err != nil {
			return err
		}
		return db.tellRegime(tx, next, line.By.ID, m)
	})
}

// tellRegime calls the rapporteur and the secretary to a complaint under another regime,
// but not the one who changed it.
func (db *DB) tellRegime(tx *gorm.DB, c complaint.Complaint, by identity.ID, m commission.Moment) error {
	called := []identity.ID{c.Rapporteur}
	if secretary, ok := m.Composition.Officer(m.Day, identity.Secretary); ok {
		called = append(called, secretary.Person)
	}
	if acting, _, ok := m.Composition.ActingFor(identity.Secretary, m.Day); ok {
		called = append(called, acting.Person)
	}
	var rows []struct {
		ID    int64
		Email string
	}
	err := tx.Raw(`WITH called AS (INSERT INTO calls (commission_id, person_id, kind, complaint_id, made_at, told_at)
			SELECT ?, p.id, 'regime', ?, ?, ? FROM people p WHERE p.id = ANY(?::bigint[]) AND p.id <> ? ORDER BY p.id RETURNING id, person_id)
		SELECT k.id, p.email FROM called k JOIN people p ON p.id = k.person_id ORDER BY k.id`,
		int64(c.Commission), int64(c.ID), m.At, m.At, people(called), int64(by)).Scan(&rows).Error
	if err != nil {
		return fmt.Errorf("telling of another regime of complaint %s: %w", c.Ref, err)
	}
	var ids []int64
	for _, r := range rows {
		if r.Email != "" {
			ids = append(ids, r.ID)
		}
	}
	return db.ring(tx, ids)
}
