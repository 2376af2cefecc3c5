package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/signature"
)

// goOut stores what follows from both signatures on a ruling: the step of its complaint,
// the order to the lower commission, and the letters owed.
func (db *DB) goOut(ctx context.Context, tx *gorm.DB, paper document.Printed, signed document.Signed, m commission.Moment) error {
	if err := db.saveComplaint(tx, *signed.Complaint, m, signed.Step); err != nil {
		return err
	}
	if err := db.orderBelow(tx, *signed.Complaint, paper.Ruling, signed.Step.By, m); err != nil {
		return err
	}
	return db.oweLetters(ctx, tx, paper.ID, signed.Letters, m.At)
}

// holdPaper has a ruling wait, and owes the job by which it goes out.
func (db *DB) holdPaper(ctx context.Context, tx *gorm.DB, id document.PaperID, signed document.Signed) error {
	signer, err := json.Marshal(signed.Line.By)
	if err != nil {
		return fmt.Errorf("writing who signed: %w", err)
	}
	if err := changed(tx, "holding a paper", `INSERT INTO held_papers (paper_id, signer, until) VALUES (?, ?, ?)`, int64(id), string(signer), signed.HeldUntil); err != nil {
		return err
	}
	return db.oweAfter(ctx, tx, document.GoOut{Paper: id}, signed.HeldUntil.Sub(signed.Record.At))
}

// endHold says that a paper is held no more.
func endHold(tx *gorm.DB, id document.PaperID, at time.Time) error {
	return changed(tx, "ending the hold of a paper", `UPDATE held_papers SET ended_at = ? WHERE paper_id = ? AND ended_at IS NULL`, at, int64(id))
}

// ReleasePaper has a ruling go out that is held.
func (db *DB) ReleasePaper(ctx context.Context, id document.PaperID,
	release func(document.Printed, identity.Actor, complaint.Complaint, commission.Commission, commission.Moment) (document.Signed, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		if err := one(tx, new(int64), document.ErrNotFound, `SELECT id FROM papers WHERE id = ? AND kind = 'ruling' AND NOT replaced FOR UPDATE`, int64(id)); err != nil {
			return err
		}
		var row struct{ Signer []byte }
		if err := tx.Raw(`SELECT signer FROM held_papers WHERE paper_id = ? AND ended_at IS NULL`, int64(id)).Scan(&row).Error; err != nil {
			return fmt.Errorf("reading a paper that is held: %w", err)
		}
		var signer identity.Actor
		if len(row.Signer) > 0 {
			if err := json.Unmarshal(row.Signer, &signer); err != nil {
				return fmt.Errorf("reading who signed: %w", err)
			}
		}
		paper, err := paperWhere(tx, `p.id = ?`, int64(id))
		if err != nil {
			return err
		}
		m, err := db.moment(tx, paper.Commission)
		if err != nil {
			return err
		}
		c, err := complaintWhere(tx, `id = ? FOR UPDATE`, int64(paper.Complaint))
		if err != nil {
			return err
		}
		respondent, err := commissionByID(tx, c.Respondent)
		if err != nil {
			return err
		}
		signed, err := release(paper, signer, c, respondent, m)
		if err != nil {
			return err
		}
		if err := endHold(tx, id, m.At); err != nil {
			return err
		}
		return db.goOut(ctx, tx, paper, signed, m)
	})
}

// TakeSignatureBack saves that a signature on a ruling stands no more.
func (db *DB) TakeSignatureBack(ctx context.Context, own commission.ID, id document.PaperID,
	takeBack func(document.Printed, commission.Moment) (signature.Record, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		if err := one(tx, new(int64), document.ErrNotFound, `SELECT id FROM papers WHERE id = ? AND commission_id = ? AND kind = 'ruling' AND NOT replaced FOR UPDATE`, int64(id), int64(own)); err != nil {
			return err
		}
		paper, err := paperWhere(tx, `p.id = ?`, int64(id))
		if err != nil {
			return err
		}
		m, err := db.moment(tx, own)
		if err != nil {
			return err
		}
		record, line, err := takeBack(paper, m)
		if err != nil {
			return err
		}
		err = changed(tx, "taking a signature back", `UPDATE signatures_made SET taken_back_at = ? WHERE paper_id = ? AND role = ? AND taken_back_at IS NULL`, m.At, int64(id), string(record.Role))
		if err != nil {
			return err
		}
		if !paper.HeldUntil.IsZero() {
			if err := endHold(tx, id, m.At); err != nil {
				return err
			}
		}
		return writeDown(tx, docket.SittingChain(int64(paper.Sitting)), m.At, line)
	})
}
