package postgres

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// OpenFeed makes a calendar feed in place of the person's earlier one.
func (db *DB) OpenFeed(ctx context.Context, person identity.ID, token [32]byte) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		if err := closeFeed(tx, person); err != nil {
			return err
		}
		err := tx.Exec(`INSERT INTO calendar_feeds (token_hash, person_id, made_at) VALUES (?, ?, legal_now())`, bytea(token[:]), int64(person)).Error
		if err != nil {
			return fmt.Errorf("opening a calendar: %w", err)
		}
		return nil
	})
}

// CloseFeed ends a person's calendar feed, if there is one.
func (db *DB) CloseFeed(ctx context.Context, person identity.ID) error {
	return closeFeed(db.gorm.WithContext(ctx), person)
}

func closeFeed(tx *gorm.DB, person identity.ID) error {
	err := tx.Exec(`UPDATE calendar_feeds SET ended_at = legal_now() WHERE person_id = ? AND ended_at IS NULL`, int64(person)).Error
	if err != nil {
		return fmt.Errorf("ending a calendar: %w", err)
	}
	return nil
}

// FeedSince returns since when a person has a calendar feed, the zero time if none.
func (db *DB) FeedSince(ctx context.Context, person identity.ID) (time.Time, error) {
	var since []time.Time
	err := db.gorm.WithContext(ctx).Raw(`SELECT made_at FROM calendar_feeds WHERE person_id = ? AND ended_at IS NULL`, int64(person)).Scan(&since).Error
	if err != nil || len(since) == 0 {
		return time.Time{}, err
	}
	return since[0].UTC(), nil
}

// feedSittings bounds a calendar; sittings that lie back more than feedDays are left out.
const (
	feedSittings = 100
	feedDays     = 60
)

// Feed returns the sittings of the commissions that the owner of a feed sits in today, the
// latest first, with no more of them than a calendar shows. sitting.ErrNotFound if there is
// no such feed, it has ended, or its owner holds no seat any more.
func (db *DB) Feed(ctx context.Context, token [32]byte) ([]sitting.Sitting, error) {
	tx := db.gorm.WithContext(ctx)
	var owner struct{ PersonID int64 }
	err := one(tx, &owner, sitting.ErrNotFound, `SELECT f.person_id FROM calendar_feeds f LEFT JOIN accounts a ON a.person_id = f.person_id
		WHERE f.token_hash = ? AND f.ended_at IS NULL AND NOT coalesce(a.disabled, false)
		AND EXISTS (SELECT 1 FROM seats s WHERE s.person_id = f.person_id AND s.held_from <= legal_now()::date AND `+seatHeld+`)`, bytea(token[:]))
	if err != nil {
		return nil, err
	}
	var rows []sittingRow
	err = tx.Raw(`SELECT t.id, t.commission_id, t.number, t.state, t.version, t.starts_at, t.place, t.away, t.video, t.urgent FROM sittings t
		WHERE t.commission_id IN (SELECT s.commission_id FROM seats s WHERE s.person_id = ? AND s.held_from <= legal_now()::date AND `+seatHeld+`)
			AND t.starts_at > legal_now() - ? * interval '1 day' ORDER BY t.starts_at DESC, t.id DESC LIMIT ?`, owner.PersonID, feedDays, feedSittings).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading a calendar: %w", err)
	}
	all, at := make([]sitting.Sitting, len(rows)), make(map[int64]int, len(rows))
	ids := make([]int64, len(rows))
	for i, r := range rows {
		all[i], at[r.ID], ids[i] = r.sitting(), i, r.ID
	}
	var days []struct {
		SittingID  int64
		ExpectedAt time.Time
		Place      string
		UntilAt    *time.Time
	}
	err = tx.Raw(`SELECT sitting_id, expected_at, place, until_at FROM breaks WHERE place <> '' AND sitting_id = ANY(?::bigint[]) ORDER BY sitting_id, ordinal`, idArray(ids)).Scan(&days).Error
	if err != nil {
		return nil, fmt.Errorf("reading the further days of a calendar: %w", err)
	}
	for _, d := range days {
		s := &all[at[d.SittingID]]
		s.Breaks = append(s.Breaks, sitting.Break{Expected: d.ExpectedAt.UTC(), Place: d.Place, Until: momentOf(d.UntilAt)})
	}
	var items []struct {
		SittingID       int64
		Ordinal         int
		ComplaintID     *int64
		Year, Number    int
		Title, Question string
	}
	err = tx.Raw(`SELECT i.sitting_id, i.ordinal, i.complaint_id, coalesce(c.year, 0) AS year, coalesce(c.number, 0) AS number, i.title, i.question
		FROM items i LEFT JOIN complaints c ON c.id = i.complaint_id WHERE i.sitting_id = ANY(?::bigint[]) ORDER BY i.sitting_id, i.ordinal`, idArray(ids)).Scan(&items).Error
	if err != nil {
		return nil, fmt.Errorf("reading the agendas of a calendar: %w", err)
	}
	for _, i := range items {
		s := &all[at[i.SittingID]]
		s.Items = append(s.Items, sitting.Item{Ordinal: i.Ordinal, Complaint: complaint.ID(idOf(i.ComplaintID)),
			Ref: complaint.Ref{Year: i.Year, Number: i.Number}, Title: i.Title, Question: regulation.Question(i.Question)})
	}
	return all, nil
}
