package postgres

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/docket"
)

// PrepareInquiry makes one step on a complaint by the commission asked and the respondent.
func (db *DB) PrepareInquiry(ctx context.Context, own commission.ID, ref complaint.Ref, to commission.ID,
	change func(c complaint.Complaint, to, respondent commission.Commission, m commission.Moment) (complaint.Complaint, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		c, m, err := db.lockComplaint(tx, own, ref)
		if err != nil {
			return err
		}
		var asked, respondent commission.Commission
		if to != 0 {
			if asked, err = commissionByID(tx, to); err != nil {
				return err
			}
		}
		if c.Respondent != 0 {
			if respondent, err = commissionByID(tx, c.Respondent); err != nil {
				return err
			}
		}
		next, line, err := change(c, asked, respondent, m)
		if err != nil {
			return err
		}
		return db.saveComplaint(tx, next, m, line)
	})
}

// HearInquiry enters what came back, with the files held under the hash.
func (db *DB) HearInquiry(ctx context.Context, own commission.ID, ref complaint.Ref, hash [32]byte,
	change func(c complaint.Complaint, files []attachment.Attachment, due map[int]calendar.Date, m commission.Moment) (complaint.Complaint, int, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		c, m, err := db.lockComplaint(tx, own, ref)
		if err != nil {
			return err
		}
		running, err := deadline.Following(c, m, m.Days)
		if err != nil {
			return fmt.Errorf("computing deadlines of complaint %s: %w", c.Ref, err)
		}
		files, err := attachmentsWhere(tx, `filing_hash = ? `, bytea(hash[:]))
		if err != nil {
			return err
		}
		next, number, line, err := change(c, files, deadline.Asked(running), m)
		if err != nil {
			return err
		}
		if len(files) > 0 {
			ids := make([]int64, len(files))
			for n, file := range files {
				ids[n] = int64(file.ID)
			}
			err := tx.Exec(`UPDATE attachments SET inquiry_of = ?, inquiry = ?, filing_hash = NULL WHERE id = ANY(?::bigint[])`, int64(c.ID), number, idArray(ids)).Error
			if err != nil {
				return fmt.Errorf("moving files to an inquiry of complaint %s: %w", c.Ref, err)
			}
		}
		return db.saveComplaint(tx, next, m, line)
	})
}

// answerFiles gives the inquiries of a complaint their files.
func answerFiles(tx *gorm.DB, c complaint.Complaint) error {
	if len(c.Inquiries) == 0 {
		return nil
	}
	var of []struct {
		ID      int64
		Inquiry int
	}
	if err := tx.Raw(`SELECT id, inquiry FROM attachments WHERE inquiry_of = ?`, int64(c.ID)).Scan(&of).Error; err != nil {
		return fmt.Errorf("reading whose files are whose: %w", err)
	}
	files, err := attachmentsWhere(tx, `inquiry_of = ?`, int64(c.ID))
	if err != nil {
		return err
	}
	for _, file := range files {
		for _, each := range of {
			if each.ID == int64(file.ID) && each.Inquiry <= len(c.Inquiries) {
				i := &c.Inquiries[each.Inquiry-1]
				i.Files = append(i.Files, file)
			}
		}
	}
	return nil
}

// AnswersAwaited returns at most limit answers that a commission waits for, the one due
// first first.
func (db *DB) AnswersAwaited(ctx context.Context, own commission.ID, limit int) ([]deadline.AwaitedAnswer, error) {
	var rows []struct {
		Year, Number int
		Value        []byte
		Kind, Body   string
	}
	err := db.gorm.WithContext(ctx).Raw(`SELECT c.year, c.number, d.value, c.inquiries -> (d.inquiry - 1) ->> 'Kind' AS kind,
			c.inquiries -> (d.inquiry - 1) ->> 'Body' AS body
		FROM deadlines d JOIN complaints c ON c.id = d.complaint_id
		WHERE d.commission_id = ? AND d.inquiry > 0 AND d.met_at IS NULL ORDER BY d.due_on, d.id LIMIT ?`, int64(own), limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("listing answers awaited: %w", err)
	}
	all := make([]deadline.AwaitedAnswer, len(rows))
	for n, row := range rows {
		all[n] = deadline.AwaitedAnswer{Ref: complaint.Ref{Year: row.Year, Number: row.Number}, Kind: complaint.InquiryKind(row.Kind), Body: row.Body}
		if err := json.Unmarshal(row.Value, &all[n].Deadline); err != nil {
			return nil, fmt.Errorf("reading a deadline: %w", err)
		}
	}
	return all, nil
}

// InquiriesToSign returns the complaints of a commission, at most limit, in which a
// request or a referral waits for the chair's signature, the earliest first.
func (db *DB) InquiriesToSign(ctx context.Context, own commission.ID, limit int) ([]complaint.Complaint, error) {
	var rows []complaintRow
	columns, err := datedColumns()
	if err != nil {
		return nil, err
	}
	if err := db.gorm.WithContext(ctx).Raw(`SELECT `+columns+` FROM complaints WHERE commission_id = ? AND inquiry_to_sign ORDER BY id LIMIT ?`, int64(own), limit).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("listing inquiries to sign: %w", err)
	}
	all := make([]complaint.Complaint, len(rows))
	for n, row := range rows {
		if all[n], err = row.complaint(); err != nil {
			return nil, err
		}
	}
	return all, nil
}
