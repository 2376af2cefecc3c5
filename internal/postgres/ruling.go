package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// draftRow is a row of drafts.
type draftRow struct {
	ComplaintID int64
	Version     int
	AuthorID    int64
	SavedAt     time.Time
	Facts       string
	Reasons     string
	Law         string
	Demands     []ruling.Demand  `gorm:"serializer:json"`
	Selection   ruling.Selection `gorm:"serializer:json"`
}

// TableName names the table for gorm.
func (draftRow) TableName() string { return "drafts" }

func newDraftRow(d ruling.Draft) draftRow {
	return draftRow{ComplaintID: int64(d.Complaint), Version: d.Version, AuthorID: int64(d.Author), SavedAt: d.SavedAt,
		Facts: d.Facts, Reasons: d.Reasons, Demands: append([]ruling.Demand{}, d.Demands...), Law: d.Law, Selection: d.Selection}
}

func (r draftRow) draft() ruling.Draft {
	return ruling.Draft{Complaint: complaint.ID(r.ComplaintID), Version: r.Version, Author: identity.ID(r.AuthorID), SavedAt: r.SavedAt.UTC(),
		Facts: r.Facts, Reasons: r.Reasons, Demands: r.Demands, Law: r.Law, Selection: r.Selection}
}

// latestDraft returns the latest version, the zero Draft if there is none.
func latestDraft(tx *gorm.DB, id complaint.ID) (ruling.Draft, error) {
	d, err := draftWhere(tx, `complaint_id = ? ORDER BY version DESC LIMIT 1`, int64(id))
	if errors.Is(err, ruling.ErrNotFound) {
		return ruling.Draft{}, nil
	}
	return d, err
}

func draftWhere(tx *gorm.DB, where string, values ...any) (ruling.Draft, error) {
	var row draftRow
	if err := one(tx, &row, ruling.ErrNotFound, `SELECT * FROM drafts WHERE `+where, values...); err != nil {
		return ruling.Draft{}, err
	}
	return row.draft(), nil
}

// Draft returns the latest version of a complaint's draft, the zero Draft if there is none.
func (db *DB) Draft(ctx context.Context, id complaint.ID) (ruling.Draft, error) {
	return latestDraft(db.gorm.WithContext(ctx), id)
}

// DraftVersion returns one version of a complaint's draft, or ruling.ErrNotFound.
func (db *DB) DraftVersion(ctx context.Context, id complaint.ID, version int) (ruling.Draft, error) {
	return draftWhere(db.gorm.WithContext(ctx), `complaint_id = ? AND version = ?`, int64(id), version)
}

// ChangeDraft makes one step on a complaint with its draft.
func (db *DB) ChangeDraft(ctx context.Context, own commission.ID, ref complaint.Ref,
	change func(complaint.Complaint, ruling.Draft, commission.Moment) (complaint.Complaint, ruling.Draft, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		c, m, err := db.lockComplaint(tx, own, ref)
		if err != nil {
			return err
		}
		latest, err := latestDraft(tx, c.ID)
		if err != nil {
			return err
		}
		moved, next, line, err := change(c, latest, m)
		if err != nil {
			return err
		}
		if next.Version != latest.Version {
			row := newDraftRow(next)
			if err := tx.Create(&row).Error; err != nil {
				return fmt.Errorf("saving version %d of a draft: %w", next.Version, err)
			}
		}
		return db.saveComplaint(tx, moved, m, line)
	})
}

// ScheduleComplaint puts a complaint on the agenda of a sitting.
func (db *DB) ScheduleComplaint(ctx context.Context, own commission.ID, number int, ref complaint.Ref,
	change func(sitting.Sitting, complaint.Complaint, ruling.Draft, commission.Moment) (sitting.Sitting, complaint.Complaint, [2]docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		s, m, err := db.lockSitting(tx, own, number)
		if err != nil {
			return err
		}
		c, err := complaintWhere(tx, `commission_id = ? AND year = ? AND number = ? FOR UPDATE`, int64(own), ref.Year, ref.Number)
		if err != nil {
			return err
		}
		d, err := latestDraft(tx, c.ID)
		if err != nil {
			return err
		}
		next, moved, lines, err := change(s, c, d, m)
		if err != nil {
			return err
		}
		if err := db.saveSitting(tx, s, next, m, lines[0]); err != nil {
			return err
		}
		return db.saveComplaint(tx, moved, m, lines[1])
	})
}

// OpenVote stores that the draft of an item was put to the vote.
func (db *DB) OpenVote(ctx context.Context, own commission.ID, number int, id sitting.ItemID,
	open func(ruling.Conclusion) (sitting.Sitting, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		s, m, err := db.lockSitting(tx, own, number)
		if err != nil {
			return err
		}
		item, ok := s.Item(id)
		if !ok {
			return sitting.ErrNotFound
		}
		in, err := putToVote(tx, s, item, m)
		if err != nil {
			return err
		}
		next, line, err := open(in)
		if err != nil {
			return err
		}
		return db.saveSitting(tx, s, next, m, line)
	})
}

// putToVote locks the complaint of an item and reads the draft the members vote on.
func putToVote(tx *gorm.DB, s sitting.Sitting, item sitting.Item, m commission.Moment) (ruling.Conclusion, error) {
	in := ruling.Conclusion{Sitting: s, Moment: m}
	if item.General() {
		return in, nil
	}
	var err error
	if in.Complaint, err = complaintWhere(tx, `id = ? FOR UPDATE`, int64(item.Complaint)); err != nil {
		return in, err
	}
	if in.Draft, err = draftWhere(tx, `complaint_id = ? AND version = ?`, int64(item.Complaint), item.Draft); err != nil {
		return in, err
	}
	in.About, err = subject(tx, in.Complaint)
	return in, err
}

// ConcludeVote stores the last vote on an item with what follows from it.
func (db *DB) ConcludeVote(ctx context.Context, own commission.ID, number int, id sitting.ItemID,
	conclude func(ruling.Conclusion) (ruling.Concluded, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		s, m, err := db.lockSitting(tx, own, number)
		if err != nil {
			return err
		}
		item, ok := s.Item(id)
		if !ok {
			return sitting.ErrNotFound
		}
		if item.Matter.Office != "" {
			if m, err = db.lockComposition(tx, own); err != nil {
				return err
			}
		}
		in, err := putToVote(tx, s, item, m)
		if err != nil {
			return err
		}
		if in.Serial, err = peekNumber(tx, own, "ruling", m.Day.Year()); err != nil {
			return err
		}
		out, err := conclude(in)
		if err != nil {
			return err
		}
		if out.Draft != nil {
			row := newDraftRow(*out.Draft)
			if err := tx.Create(&row).Error; err != nil {
				return fmt.Errorf("saving version %d of an amended draft: %w", out.Draft.Version, err)
			}
		}
		if err := db.saveSitting(tx, s, out.Sitting, m, out.Lines[0]); err != nil {
			return err
		}
		if out.Ruling != nil {
			if err := db.insertRuling(ctx, tx, *out.Ruling); err != nil {
				return err
			}
		}
		if out.Lines[1].Act == "" { // the item has no fate yet, and the complaint stays where it is
			return nil
		}
		if out.Composition != nil {
			if err := saveComposition(tx, m.Composition, *out.Composition); err != nil {
				return err
			}
			return writeDown(tx, docket.AdministrationChain, m.At, out.Lines[1])
		}
		return db.saveComplaint(tx, out.Complaint, m, out.Lines[1])
	})
}

// peekNumber locks a series and returns the number that comes next without taking it.
func peekNumber(tx *gorm.DB, own commission.ID, series string, year int) (int, error) {
	var last int
	err := tx.Raw(`INSERT INTO counters (commission_id, series, year, last) VALUES (?, ?, ?, 0)
		ON CONFLICT (commission_id, series, year) DO UPDATE SET last = counters.last RETURNING last`,
		int64(own), series, year).Scan(&last).Error
	if err != nil {
		return 0, fmt.Errorf("looking up the next number of %s: %w", series, err)
	}
	return last + 1, nil
}

// insertRuling stores a ruling, takes its number, and owes its paper.
func (db *DB) insertRuling(ctx context.Context, tx *gorm.DB, r ruling.Ruling) error {
	serial, err := nextNumber(tx, r.Commission, "ruling", r.AdoptedOn.Year())
	if err != nil {
		return err
	}
	if serial != r.Serial {
		return fmt.Errorf("numbering a ruling: %d came next, not %d", serial, r.Serial)
	}
	operative, err := json.Marshal(r.Operative)
	if err != nil {
		return fmt.Errorf("writing the operative part: %w", err)
	}
	var id int64
	err = tx.Raw(`INSERT INTO rulings (complaint_id, commission_id, sitting_id, item_id, year, serial, number, adopted_at, adopted_on, outcome, draft_version, operative)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, int64(r.Complaint), int64(r.Commission), int64(r.Sitting), int64(r.Item),
		r.AdoptedOn.Year(), r.Serial, r.Number, r.AdoptedAt, r.AdoptedOn.String(), string(r.Outcome()), r.Draft.Version, string(operative)).Scan(&id).Error
	if err != nil {
		return fmt.Errorf("storing ruling %s: %w", r.Number, err)
	}
	return db.owe(ctx, tx, document.Print{Ruling: ruling.ID(id)})
}

// subject reads what the operative part of a complaint's ruling speaks of.
func subject(tx *gorm.DB, c complaint.Complaint) (ruling.Subject, error) {
	respondent, err := commissionByID(tx, c.Respondent)
	if err != nil {
		return ruling.Subject{}, err
	}
	return ruling.Subject{Ref: c.Ref, Title: c.Title, Respondent: respondent}, nil
}

// Subject returns what the operative part of a complaint's draft speaks of.
func (db *DB) Subject(ctx context.Context, c complaint.Complaint) (ruling.Subject, error) {
	return subject(db.gorm.WithContext(ctx), c)
}

// rulingRow is a row of rulings.
type rulingRow struct {
	ID           int64
	ComplaintID  int64
	CommissionID int64
	SittingID    int64
	ItemID       int64
	Serial       int
	Number       string
	AdoptedAt    time.Time
	AdoptedOn    time.Time
	DraftVersion int
	Operative    []string `gorm:"serializer:json"`
}

func rulingWhere(tx *gorm.DB, where string, values ...any) (ruling.Ruling, sitting.Sitting, error) {
	var row rulingRow
	if err := one(tx, &row, ruling.ErrNotFound, `SELECT * FROM rulings WHERE `+where, values...); err != nil {
		return ruling.Ruling{}, sitting.Sitting{}, err
	}
	r := ruling.Ruling{ID: ruling.ID(row.ID), Complaint: complaint.ID(row.ComplaintID), Commission: commission.ID(row.CommissionID),
		Sitting: sitting.ID(row.SittingID), Item: sitting.ItemID(row.ItemID), Serial: row.Serial, Number: row.Number,
		AdoptedAt: row.AdoptedAt.UTC(), AdoptedOn: dayOf(&row.AdoptedOn), Operative: row.Operative}
	var err error
	if r.Draft, err = draftWhere(tx, `complaint_id = ? AND version = ?`, row.ComplaintID, row.DraftVersion); err != nil {
		return r, sitting.Sitting{}, err
	}
	s, err := sittingWhere(tx, false, `id = ?`, row.SittingID)
	if err != nil {
		return r, s, err
	}
	r.Presiding, r.Secretary, r.OpenedAt = s.Presiding, s.Secretary, s.OpenedAt
	if item, ok := s.Item(r.Item); ok && item.Result != nil {
		r.Result, r.Voted, r.Parts = *item.Result, item.Text, item.Parts()
	}
	return r, s, nil
}

// RulingOf returns the ruling on a complaint, or ruling.ErrNotFound.
func (db *DB) RulingOf(ctx context.Context, id complaint.ID) (ruling.Ruling, error) {
	r, _, err := rulingWhere(db.gorm.WithContext(ctx), `complaint_id = ?`, int64(id))
	return r, err
}
