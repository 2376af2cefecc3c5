package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/sitting"
)

// changesOfSitting is the column of what was decided about a sitting before its opening.
const changesOfSitting = `(SELECT coalesce(jsonb_agg(jsonb_build_object('Kind', h.kind, 'Reason', h.reason, 'By', h.by_id, 'At', h.at,
		'Was', jsonb_build_object('StartsAt', h.was_starts_at, 'Place', h.was_place, 'Away', h.was_away, 'Video', h.was_video)) ORDER BY h.ordinal), '[]')
		FROM sitting_changes h WHERE h.sitting_id = sittings.id) AS changes`

// readChanges puts what changesOfSitting reads into the sitting.
func (r sittingRow) readChanges(s *sitting.Sitting) error {
	if err := json.Unmarshal(r.Changes, &s.Changes); err != nil {
		return fmt.Errorf("reading the changes of sitting %d: %w", s.Number, err)
	}
	for i := range s.Changes {
		c := &s.Changes[i]
		c.At, c.Was.StartsAt = c.At.UTC(), c.Was.StartsAt.UTC()
	}
	if len(s.Changes) == 0 {
		s.Changes = nil
	}
	return nil
}

// saveChanges stores the decisions that were added.
func saveChanges(tx *gorm.DB, before, after sitting.Sitting) error {
	for n := len(before.Changes); n < len(after.Changes); n++ {
		c := after.Changes[n]
		err := tx.Exec(`INSERT INTO sitting_changes (sitting_id, ordinal, kind, reason, by_id, at, was_starts_at, was_place, was_away, was_video) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			int64(after.ID), n+1, string(c.Kind), c.Reason, int64(c.By), c.At, c.Was.StartsAt, c.Was.Place, c.Was.Away, c.Was.Video).Error
		if err != nil {
			return fmt.Errorf("saving a change of sitting %d: %w", after.Number, err)
		}
	}
	return nil
}

// CallOffSitting cancels a sitting, takes its complaints off the agenda and puts what was
// demanded there on that of the next planned sitting, if there is one.
func (db *DB) CallOffSitting(ctx context.Context, own commission.ID, number int,
	change func(sitting.Sitting, commission.Moment) (sitting.Sitting, docket.Line, error),
	release func(sitting.Sitting, complaint.Complaint) (complaint.Complaint, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		s, m, err := db.lockSitting(tx, own, number)
		if err != nil {
			return err
		}
		next, line, err := change(s, m)
		if err != nil {
			return err
		}
		if err := db.saveSitting(tx, s, next, m, line); err != nil {
			return err
		}
		for _, item := range s.Items {
			if item.General() {
				continue
			}
			c, err := complaintWhere(tx, `id = ? FOR UPDATE`, int64(item.Complaint))
			if err != nil {
				return err
			}
			moved, step, err := release(next, c)
			if err != nil {
				return err
			}
			if err := db.saveComplaint(tx, moved, m, step); err != nil {
				return err
			}
		}
		return db.handOver(tx, own, m)
	})
}

// handOver puts the demands that are owed on the agenda of the next planned sitting.
func (db *DB) handOver(tx *gorm.DB, own commission.ID, m commission.Moment) error {
	owed, err := owedDemands(tx, own)
	if err != nil || len(owed) == 0 {
		return err
	}
	next, err := sittingWhere(tx, true, `id = (SELECT s.id FROM sittings s WHERE s.commission_id = ? AND s.state = 'planned' ORDER BY s.starts_at, s.id LIMIT 1)`, int64(own))
	if errors.Is(err, sitting.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	after, line := next.TakeOver(owed)
	return db.saveSitting(tx, next, after, m, line)
}

// takeOver puts the demands that are owed on the agenda of a sitting that is being
// convened, whose row is stored, and writes that down behind the convening.
func takeOver(tx *gorm.DB, s sitting.Sitting) (sitting.Sitting, []docket.Line, error) {
	owed, err := owedDemands(tx, s.Commission)
	if err != nil || len(owed) == 0 {
		return s, nil, err
	}
	after, line := s.TakeOver(owed)
	return after, []docket.Line{line}, nil
}

// owedDemands are the questions that somebody demanded a vote on at a sitting that was
// called off, and that stand on no other agenda yet.
func owedDemands(tx *gorm.DB, own commission.ID) ([]sitting.Item, error) {
	var rows []itemRow
	err := tx.Raw(`SELECT i.*, '[]'::jsonb AS votes, '[]'::jsonb AS speeches, '[]'::jsonb AS suggestions, '[]'::jsonb AS nominees FROM items i JOIN sittings s ON s.id = i.sitting_id
		WHERE s.commission_id = ? AND s.state = 'cancelled' AND i.state = 'pending' AND (i.demander_id IS NOT NULL OR i.demanded_by <> '')
			AND NOT EXISTS (SELECT 1 FROM items n WHERE n.from_item = i.id) ORDER BY i.id`, int64(own)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading what was demanded: %w", err)
	}
	var owed []sitting.Item
	for _, r := range rows {
		item, err := r.item()
		if err != nil {
			return nil, err
		}
		owed = append(owed, item)
	}
	return owed, nil
}
