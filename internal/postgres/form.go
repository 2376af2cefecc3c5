package postgres

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// formRow is a row of filings with the number of the complaint it became.
type formRow struct {
	Answers      []byte
	ExpiresAt    time.Time
	ComplaintID  *int64
	CodeKept     bool
	Year         *int
	Number       *int
	CommissionID *int64
}

func (r formRow) form() (complaint.Form, error) {
	f := complaint.Form{CodeKept: r.CodeKept, ExpiresOn: calendar.On(r.ExpiresAt, time.UTC)}
	if r.Number != nil {
		f.Sent, f.SentTo = complaint.Ref{Year: *r.Year, Number: *r.Number}, commission.ID(*r.CommissionID)
	}
	if err := json.Unmarshal(r.Answers, &f.Answers); err != nil {
		return f, fmt.Errorf("reading the answers of a form: %w", err)
	}
	return f, nil
}

const formQuery = `SELECT f.answers, f.expires_at, f.complaint_id, f.code_kept, c.year, c.number, c.commission_id
	FROM filings f LEFT JOIN complaints c ON c.id = f.complaint_id WHERE f.token_hash = ? AND f.expires_at > legal_now()`

// Form returns a form in progress with its files.
func (db *DB) Form(ctx context.Context, hash [32]byte) (complaint.Form, error) {
	tx := db.gorm.WithContext(ctx)
	var row formRow
	if err := one(tx, &row, complaint.ErrNoForm, formQuery, bytea(hash[:])); err != nil {
		return complaint.Form{}, err
	}
	return fill(tx, row, hash)
}

// fill adds the files: of the form, or of the complaint it became.
func fill(tx *gorm.DB, row formRow, hash [32]byte) (complaint.Form, error) {
	form, err := row.form()
	if err != nil {
		return form, err
	}
	if row.ComplaintID != nil {
		form.Files, err = attachmentsWhere(tx, `complaint_id = ?`, *row.ComplaintID)
		return form, err
	}
	form.Files, err = attachmentsWhere(tx, `filing_hash = ?`, bytea(hash[:]))
	return form, err
}

// ChangeForm stores answers, making the form if there is none.
func (db *DB) ChangeForm(ctx context.Context, hash [32]byte, change func(complaint.Form, calendar.Date) (complaint.Form, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		form, err := lockForm(tx, hash)
		if err != nil {
			return err
		}
		day, err := frontDay(tx)
		if err != nil {
			return err
		}
		next, err := change(form, day)
		if err != nil {
			return err
		}
		answers, err := json.Marshal(next.Answers)
		if err != nil {
			return fmt.Errorf("writing answers: %w", err)
		}
		return changed(tx, "saving a form", `UPDATE filings SET answers = ?, expires_at = legal_now() + ? * interval '1 second'
			WHERE token_hash = ?`, string(answers), int(complaint.FormLife.Seconds()), bytea(hash[:]))
	})
}

// lockForm locks an unsent form, making an empty one if there is none.
func lockForm(tx *gorm.DB, hash [32]byte) (complaint.Form, error) {
	if err := makeForm(tx, hash); err != nil {
		return complaint.Form{}, err
	}
	row, err := lockedForm(tx, hash)
	if err != nil {
		return complaint.Form{}, err
	}
	if row.ComplaintID != nil {
		return complaint.Form{}, regulation.Refuse(regulation.FormOfComplaint, "form_sent", nil)
	}
	return fill(tx, row, hash)
}

// makeForm makes an empty form unless there is one.
func makeForm(tx *gorm.DB, hash [32]byte) error {
	err := tx.Exec(`INSERT INTO filings (token_hash, answers, expires_at) VALUES (?, '{}', legal_now() + ? * interval '1 second')
		ON CONFLICT (token_hash) DO NOTHING`, bytea(hash[:]), int(complaint.FormLife.Seconds())).Error
	if err != nil {
		return fmt.Errorf("making a form: %w", err)
	}
	return nil
}

// lockedForm locks a form and then reads it. In one statement the joined complaint
// would be seen as it was before the wait for the lock.
func lockedForm(tx *gorm.DB, hash [32]byte) (formRow, error) {
	var row formRow
	err := one(tx, new(int), complaint.ErrNoForm, `SELECT 1 FROM filings WHERE token_hash = ? FOR UPDATE`, bytea(hash[:]))
	if err != nil {
		return row, err
	}
	err = one(tx, &row, complaint.ErrNoForm, formQuery, bytea(hash[:]))
	return row, err
}

// frontDay returns today's date where the form is shown: in the front desk's zone.
func frontDay(tx *gorm.DB) (calendar.Date, error) {
	var day time.Time
	err := one(tx, &day, ErrNoCommission, `
		SELECT (legal_now() AT TIME ZONE ((`+profileInForce+`) ->> 'TimeZone'))::date FROM commissions c WHERE c.id = (`+frontDeskQuery+`)`)
	if err != nil {
		return calendar.Date{}, fmt.Errorf("reading the day at the front desk: %w", err)
	}
	return dayOf(&day), nil
}

// AttachToForm names a file the vault holds, making the form if there is none. Who
// attaches a file has answered the question about files.
func (db *DB) AttachToForm(ctx context.Context, hash [32]byte, file attachment.Attachment, limit int) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		err := one(tx, new(int), regulation.Refuse(regulation.FormOfComplaint, "form_sent", nil), `
			INSERT INTO filings (token_hash, answers, expires_at) VALUES (?, '{"Answered": {"files": true}}', legal_now() + ? * interval '1 second')
			ON CONFLICT (token_hash) DO UPDATE SET expires_at = EXCLUDED.expires_at,
				answers = filings.answers || jsonb_build_object('Answered', coalesce(nullif(filings.answers->'Answered', 'null'), '{}') || '{"files": true}')
			WHERE filings.complaint_id IS NULL RETURNING 1`, bytea(hash[:]), int(complaint.FormLife.Seconds()))
		if err != nil {
			return err
		}
		tooMany := &regulation.Refusal{Field: attachment.Field, Key: "file_too_many", Values: regulation.Values{"limit": limit}}
		return one(tx, new(int), tooMany, `INSERT INTO attachments (filing_hash, vault_key, name, original_name, media_type, size, sha256, description)
			SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM attachments WHERE filing_hash = ?) < ? RETURNING 1`,
			bytea(hash[:]), string(file.Key), file.Name, file.OriginalName, file.MediaType, file.Size, bytea(file.SHA256[:]), file.Description, bytea(hash[:]), limit)
	})
}

// DetachFromForm forgets a file of an unsent form.
func (db *DB) DetachFromForm(ctx context.Context, hash [32]byte, file attachment.ID) error {
	err := db.gorm.WithContext(ctx).Exec(`DELETE FROM attachments WHERE filing_hash = ? AND id = ?`, bytea(hash[:]), int64(file)).Error
	if err != nil {
		return fmt.Errorf("detaching a file: %w", err)
	}
	return nil
}

// FileComplaint turns a form into a complaint, once.
func (db *DB) FileComplaint(ctx context.Context, hash [32]byte, code complaint.CodeHash,
	file func(complaint.Form, commission.Moment) (complaint.Complaint, error)) (complaint.Ref, error) {
	var ref complaint.Ref
	err := db.transact(ctx, func(tx *gorm.DB) error {
		row, err := lockedForm(tx, hash)
		if err != nil {
			return err
		}
		form, err := fill(tx, row, hash)
		if err != nil {
			return err
		}
		if form.Sent != (complaint.Ref{}) {
			ref = form.Sent
			return nil
		}
		to, err := receiver(tx, form.Respondent)
		if err != nil {
			return err
		}
		m, err := db.standing(tx, to)
		if err != nil {
			return err
		}
		c, err := file(form, m)
		if err != nil {
			return err
		}
		ref, err = db.insertComplaint(tx, c, identity.Nobody, code, hash, m)
		return err
	})
	return ref, err
}

// ReceivePaper turns a paper the secretary entered into a complaint, once.
func (db *DB) ReceivePaper(ctx context.Context, by identity.Actor, hash [32]byte, code complaint.CodeHash,
	receive func([]attachment.Attachment, commission.Moment) (complaint.Complaint, error)) (complaint.Ref, error) {
	var ref complaint.Ref
	err := db.transact(ctx, func(tx *gorm.DB) error {
		if err := makeForm(tx, hash); err != nil {
			return err
		}
		row, err := lockedForm(tx, hash)
		if err != nil {
			return err
		}
		form, err := fill(tx, row, hash)
		if err != nil {
			return err
		}
		if form.Sent != (complaint.Ref{}) {
			ref = form.Sent
			return nil
		}
		m, err := db.standing(tx, by.Commission)
		if err != nil {
			return err
		}
		c, err := receive(form.Files, m)
		if err != nil {
			return err
		}
		ref, err = db.insertComplaint(tx, c, by, code, hash, m)
		return err
	})
	return ref, err
}

// insertComplaint stores a new complaint under the next public number, moves the
// form's files to it, and begins its docket. The number is taken as late as can be:
// from there to the end of the act other filings of the commission wait.
func (db *DB) insertComplaint(tx *gorm.DB, c complaint.Complaint, by identity.Actor, code complaint.CodeHash, hash [32]byte, m commission.Moment) (complaint.Ref, error) {
	running, err := deadline.Following(c, m, m.Days)
	if err != nil {
		return c.Ref, fmt.Errorf("computing deadlines: %w", err)
	}
	number, err := nextNumber(tx, c.Commission, "complaint", m.Day.Year())
	if err != nil {
		return c.Ref, err
	}
	c.Ref = complaint.Ref{Year: m.Day.Year(), Number: number}
	row, err := newComplaintRow(c)
	if err != nil {
		return c.Ref, err
	}
	row.CodeHash, row.Salt = code[:], make([]byte, 16)
	_, _ = rand.Read(row.Salt) // never fails
	row.Due = dueOf(running, c.Ref)
	if err := tx.Omit("ID").Create(&row).Error; err != nil {
		return c.Ref, fmt.Errorf("storing a complaint: %w", err)
	}
	c.ID = complaint.ID(row.ID)
	if len(c.Attachments) > 0 {
		if err := tx.Exec(`UPDATE attachments SET complaint_id = ?, filing_hash = NULL WHERE filing_hash = ?`, row.ID, bytea(hash[:])).Error; err != nil {
			return c.Ref, fmt.Errorf("moving files to complaint %s: %w", c.Ref, err)
		}
	}
	if err := changed(tx, "closing a form", `UPDATE filings SET complaint_id = ?, answers = '{}' WHERE token_hash = ?`, row.ID, bytea(hash[:])); err != nil {
		return c.Ref, err
	}
	if err := saveDeadlines(tx, c.Commission, c.ID, running); err != nil {
		return c.Ref, err
	}
	if err := db.alarm(tx, c, running, m); err != nil {
		return c.Ref, err
	}
	line := c.FilingLine(by, docket.Commit(row.Salt, []byte(row.Answers)))
	return c.Ref, writeDown(tx, docket.ComplaintChain(row.ID), m.At, line)
}

// KeepCode records that the complainant saved the code.
func (db *DB) KeepCode(ctx context.Context, hash [32]byte) error {
	err := changed(db.gorm.WithContext(ctx), "keeping a code", `UPDATE filings SET code_kept = true WHERE token_hash = ? AND complaint_id IS NOT NULL`, bytea(hash[:]))
	if err != nil {
		return errors.Join(complaint.ErrNoForm, err)
	}
	return nil
}

// Tracked returns the complaints with a number, at most one a commission.
func (db *DB) Tracked(ctx context.Context, ref complaint.Ref) ([]complaint.Tracked, error) {
	var rows []struct {
		ID       int64
		CodeHash []byte
	}
	err := db.gorm.WithContext(ctx).Raw(`SELECT id, code_hash FROM complaints WHERE year = ? AND number = ? ORDER BY id`, ref.Year, ref.Number).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("finding a complaint by its number: %w", err)
	}
	var found []complaint.Tracked
	for _, r := range rows {
		t := complaint.Tracked{ID: complaint.ID(r.ID)}
		copy(t.Hash[:], r.CodeHash)
		found = append(found, t)
	}
	return found, nil
}
