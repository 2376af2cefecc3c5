package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"gorm.io/gorm"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/sitting"
)

// minutesRow is a deadline of minutes that are not signed yet.
type minutesRow struct {
	SittingID int64
	Value     []byte
}

// minutesOwed finds the minutes that a job may move. A campaign moves none: their term
// is the regulation's own.
func minutesOwed(tx *gorm.DB, job deadline.Recompute) ([]minutesRow, error) {
	if job.Change() == deadline.ByCampaign {
		return nil, nil
	}
	var rows []minutesRow
	err := tx.Raw(`SELECT sitting_id, value FROM deadlines WHERE sitting_id IS NOT NULL AND clock = ? AND met_at IS NULL
		AND (? = 0 OR commission_id = ?) ORDER BY sitting_id`, string(deadline.MinutesText), int64(job.Commission), int64(job.Commission)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("finding minutes to date anew: %w", err)
	}
	return rows, nil
}

// minutesMove is the deadline of minutes as stored and as it would be now.
type minutesMove struct{ deadline.Redated }

// differs reports whether the date is another one.
func (r minutesMove) differs() bool { return r.Was.DueOn != r.Now.DueOn || r.Was.Kind != r.Now.Kind }

// stale reports whether the row is not as it would be stored now.
func (r minutesMove) stale() bool { return !reflect.DeepEqual(r.Was, r.Now) }

// minutesRedated computes the deadline of the minutes of a closed sitting, and
// lays it beside the one stored.
func minutesRedated(stored []byte, s sitting.Sitting, m commission.Moment) (minutesMove, error) {
	var r minutesMove
	if err := json.Unmarshal(stored, &r.Was); err != nil {
		return r, fmt.Errorf("reading a deadline: %w", err)
	}
	var err error
	r.Now, err = minutesDue(s, m)
	return r, err
}

// minutesDue computes the deadline of the minutes of a closed sitting: it runs from
// the closing, also of a sitting that went on another day.
func minutesDue(s sitting.Sitting, m commission.Moment) (deadline.Deadline, error) {
	profile := s.Profile(m.Composition)
	_, campaign := deadline.RegimeOn(calendar.On(s.OpenedAt, profile.Zone()), m.Campaigns)
	d, err := deadline.Compute(deadline.MinutesText, deadline.Facts{At: s.ClosedAt, Zone: profile.Zone(), Campaign: campaign}, profile, m.Days)
	if err != nil {
		return d, fmt.Errorf("computing the deadline of the minutes: %w", err)
	}
	return d, nil
}

// RecomputeMinutes dates the minutes that sittings still owe, see deadline.Recomputer.
func (db *DB) RecomputeMinutes(ctx context.Context, job deadline.Recompute) (moved int, err error) {
	owed, err := minutesOwed(db.gorm.WithContext(ctx), job)
	if err != nil {
		return 0, err
	}
	for _, each := range owed {
		other := false
		if err := db.transact(ctx, func(tx *gorm.DB) (err error) {
			other, err = db.redateMinutes(tx, job, each.SittingID)
			return err
		}); err != nil {
			return moved, err
		}
		if other {
			moved++
		}
	}
	return moved, nil
}

// redateMinutes holds a sitting and dates its minutes, unless they were signed since.
func (db *DB) redateMinutes(tx *gorm.DB, job deadline.Recompute, id int64) (moved bool, err error) {
	s, err := sittingWhere(tx, true, `id = ?`, id)
	if err != nil {
		return false, err
	}
	var row minutesRow
	signed := errors.New("signed")
	err = one(tx, &row, signed, `SELECT sitting_id, value FROM deadlines WHERE sitting_id = ? AND clock = ? AND met_at IS NULL FOR UPDATE`, id, string(deadline.MinutesText))
	switch {
	case errors.Is(err, signed):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("reading the deadline of the minutes: %w", err)
	}
	m, err := db.moment(tx, s.Commission)
	if err != nil {
		return false, err
	}
	r, err := minutesRedated(row.Value, s, m)
	if err != nil {
		db.log.Error("minutes keep their date", "sitting", id, "error", err)
		return false, nil
	}
	if !r.stale() {
		return false, nil
	}
	if err := saveMinutesDue(tx, s, r.Now); err != nil || !r.differs() {
		return false, err
	}
	if err := db.count(tx, job, map[commission.ID]tally{s.Commission: {moment: m, minutes: 1}}); err != nil {
		return false, err
	}
	return true, writeDown(tx, docket.SittingChain(id), m.At, job.Line([]deadline.Redated{r.Redated}, m.Campaigns))
}
