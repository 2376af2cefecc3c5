package postgres

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/deadline"
)

// foreseeBatch is how many complaints a preview reads at once.
const foreseeBatch = 1000

// ForeseeCampaign returns what other days of a campaign would do to open complaints:
// the first deadlines that would move, at most shown of them, and how many complaints
// have one, up to MaxCount.
func (db *DB) ForeseeCampaign(ctx context.Context, changed commission.Campaign, shown int) (deadline.Preview, error) {
	return db.foresee(ctx, deadline.Recompute{Campaign: changed.ID}, shown, func(m *commission.Moment) error {
		m.Campaigns = slices.Clone(m.Campaigns)
		for i := range m.Campaigns {
			if m.Campaigns[i].ID == changed.ID {
				m.Campaigns[i] = changed
			}
		}
		return nil
	})
}

// ForeseeYear returns what the table of a year would do, as ForeseeCampaign does.
func (db *DB) ForeseeYear(ctx context.Context, y calendar.Year, shown int) (deadline.Preview, error) {
	return db.foresee(ctx, deadline.Recompute{Year: y.Number}, shown, func(m *commission.Moment) (err error) {
		m.Days, err = m.Days.With(y)
		return err
	})
}

// ForeseeRegulation returns what the next version of a commission's regulation would
// do, as ForeseeCampaign does.
func (db *DB) ForeseeRegulation(ctx context.Context, own commission.ID, next commission.Version, shown int) (deadline.Preview, error) {
	return db.foresee(ctx, deadline.Recompute{Commission: own, Version: next.Number}, shown, func(m *commission.Moment) error {
		composition := m.Composition
		composition.Versions = append(slices.Clone(composition.Versions), next)
		days := m.Days
		*m = commission.MomentAt(m.At, composition, m.Campaigns)
		m.Days = days
		return nil
	})
}

// foresee walks over what a job would walk over, with the change laid over each
// moment, and stores nothing.
func (db *DB) foresee(ctx context.Context, job deadline.Recompute, shown int, lay func(*commission.Moment) error) (deadline.Preview, error) {
	var p deadline.Preview
	tx := db.gorm.WithContext(ctx)
	if err := db.foreseeMinutes(tx, job, &p, shown, lay); err != nil {
		return p, err
	}
	where, values := concerned(job)
	for after := int64(0); ; {
		rows, err := complaintRows(tx, `id > ? AND `+where+` ORDER BY id LIMIT ?`, append(append([]any{after}, values...), foreseeBatch)...)
		if err != nil || len(rows) == 0 {
			return p, err
		}
		after = rows[len(rows)-1].ID
		all, err := db.redated(tx, rows, lay)
		if err != nil {
			return p, err
		}
		for _, r := range all {
			if len(r.moved) == 0 {
				continue
			}
			if p.Complaints == MaxCount {
				p.More = true
				return p, nil
			}
			p.Complaints++
			for _, moved := range r.moved {
				if len(p.Shown) < shown {
					p.Shown = append(p.Shown, deadline.Foreseen{Ref: r.Ref, Redated: moved})
				}
			}
		}
	}
}

// foreseeMinutes adds the minutes that would be due on another day.
func (db *DB) foreseeMinutes(tx *gorm.DB, job deadline.Recompute, p *deadline.Preview, shown int, lay func(*commission.Moment) error) error {
	owed, err := minutesOwed(tx, job)
	if err != nil {
		return err
	}
	for _, each := range owed {
		s, err := sittingWhere(tx, false, `id = ?`, each.SittingID)
		if err != nil {
			return fmt.Errorf("reading a sitting that owes its minutes: %w", err)
		}
		m, err := db.moment(tx, s.Commission)
		if err == nil {
			err = lay(&m)
		}
		if err != nil {
			return err
		}
		moved, err := minutesRedated(each.Value, s, m)
		if err != nil {
			db.log.Error("minutes keep their date", "sitting", s.ID, "error", err)
			continue
		}
		if !moved.differs() {
			continue
		}
		p.Minutes++
		if len(p.Shown) < shown {
			p.Shown = append(p.Shown, deadline.Foreseen{Sitting: s.Number, Redated: moved.Redated})
		}
	}
	return nil
}
