package postgres

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
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

// formRow is a row of filings with its files and the number of the complaint it became.
type formRow struct {
	Answers      []byte
	ExpiresAt    time.Time
	CodeKept     bool
	ComplaintID  *int64
	Year         *int
	Number       *int
	CommissionID *int64
	Files        []byte
}

func (r formRow) form() (complaint.Form, error) {
	f := complaint.Form{CodeKept: r.CodeKept, ExpiresOn: calendar.On(r.ExpiresAt, time.UTC)}
	if r.Number != nil {
		f.Sent, f.SentTo = complaint.Ref{Year: *r.Year, Number: *r.Number}, commission.ID(*r.CommissionID)
	}
	if err := json.Unmarshal(r.Answers, &f.Answers); err != nil {
		return f, fmt.Errorf("reading the answers of a form: %w", err)
	}
	if r.Files == nil {
		return f, nil
	}
	if err := json.Unmarshal(r.Files, &f.Files); err != nil {
		return f, fmt.Errorf("reading the files of a form: %w", err)
	}
	return f, nil
}

// formQuery reads a form with its files: its own, or those of the complaint it became.
const formQuery = `SELECT f.answers, f.expires_at, f.code_kept, f.complaint_id, c.year, c.number, c.commission_id, (
		SELECT json_agg(json_build_object('ID', a.id, 'Key', a.vault_key, 'Name', a.name, 'OriginalName', a.original_name, 'MediaType', a.media_type,
			'Size', a.size, 'SHA256', encode(a.sha256, 'hex'), 'Description', a.description) ORDER BY a.id)
		FROM attachments a WHERE a.filing_hash = f.token_hash OR a.complaint_id = f.complaint_id) AS files
	FROM filings f LEFT JOIN complaints c ON c.id = f.complaint_id WHERE f.token_hash = ? AND f.expires_at > legal_now()`

// into is where the columns of formQuery go.
func (r *formRow) into() []any {
	return []any{&r.Answers, &r.ExpiresAt, &r.CodeKept, &r.ComplaintID, &r.Year, &r.Number, &r.CommissionID, &r.Files}
}

// Form returns a form in progress with its files.
func (db *DB) Form(ctx context.Context, hash [32]byte) (complaint.Form, error) {
	var row formRow
	err := db.pool.QueryRow(ctx, numbered(formQuery), bytea(hash[:])).Scan(row.into()...)
	if errors.Is(err, pgx.ErrNoRows) {
		return complaint.Form{}, complaint.ErrNoForm
	}
	if err != nil {
		return complaint.Form{}, fmt.Errorf("reading a form: %w", err)
	}
	return row.form()
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
	return row.form()
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

// lockFormQuery locks a form. It is read afterwards: in one statement the joined complaint
// and the files would be seen as they were before the wait for the lock.
const lockFormQuery = `SELECT 1 FROM filings WHERE token_hash = ? FOR UPDATE`

// lockedForm locks a form and then reads it.
func lockedForm(tx *gorm.DB, hash [32]byte) (formRow, error) {
	var row formRow
	err := one(tx, new(int), complaint.ErrNoForm, lockFormQuery, bytea(hash[:]))
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
// attaches a file has answered the question about files. Both statements are one
// transaction, in one message: the first locks the form, so that the second counts all
// its files.
func (db *DB) AttachToForm(ctx context.Context, hash [32]byte, file attachment.Attachment, limit int) error {
	var unsent, attached int64
	var t together
	t.changes(statement{"keeping a form", `
		INSERT INTO filings (token_hash, answers, expires_at) VALUES (?, '{"Answered": {"files": true}}', legal_now() + ? * interval '1 second')
		ON CONFLICT (token_hash) DO UPDATE SET expires_at = EXCLUDED.expires_at,
			answers = filings.answers || jsonb_build_object('Answered', coalesce(nullif(filings.answers->'Answered', 'null'), '{}') || '{"files": true}')
		WHERE filings.complaint_id IS NULL`, []any{bytea(hash[:]), int(complaint.FormLife.Seconds())}}, &unsent)
	t.changes(statement{"naming a file", `
		INSERT INTO attachments (filing_hash, vault_key, name, original_name, media_type, size, sha256, description)
		SELECT f.token_hash, ?, ?, ?, ?, ?, ?, ? FROM filings f WHERE f.token_hash = ? AND f.complaint_id IS NULL
			AND (SELECT count(*) FROM attachments a WHERE a.filing_hash = f.token_hash) < ?`,
		[]any{string(file.Key), file.Name, file.OriginalName, file.MediaType, file.Size, bytea(file.SHA256[:]), file.Description, bytea(hash[:]), limit}}, &attached)
	switch err := db.pool.SendBatch(ctx, &t.batch).Close(); {
	case err != nil:
		return fmt.Errorf("attaching a file: %w", err)
	case unsent == 0:
		return regulation.Refuse(regulation.FormOfComplaint, "form_sent", nil)
	case attached == 0:
		return &regulation.Refusal{Field: attachment.Field, Key: "file_too_many", Values: regulation.Values{"limit": limit}}
	}
	return nil
}

// DetachFromForm forgets a file of an unsent form.
func (db *DB) DetachFromForm(ctx context.Context, hash [32]byte, file attachment.ID) error {
	err := db.gorm.WithContext(ctx).Exec(`DELETE FROM attachments WHERE filing_hash = ? AND id = ?`, bytea(hash[:]), int64(file)).Error
	if err != nil {
		return fmt.Errorf("detaching a file: %w", err)
	}
	return nil
}

// FileComplaint turns a form into a complaint, once. Filings of one commission wait for
// each other's numbers: they do so on half of the connections at most, so that acts and
// pages find one.
func (db *DB) FileComplaint(ctx context.Context, hash [32]byte, code complaint.CodeHash,
	file func(complaint.Form, commission.Moment) (complaint.Complaint, error)) (complaint.Ref, error) {
	var ref complaint.Ref
	select {
	case db.filings <- struct{}{}:
		defer func() { <-db.filings }()
	case <-ctx.Done():
		return ref, fmt.Errorf("waiting to file: %w", ctx.Err())
	}
	err := db.transactOn(ctx, func(tx *gorm.DB, on line) error {
		form, n, err := formAndNow(on, hash)
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
		m, err := db.momentOf(tx, to, n.At, n.Edition)
		if err != nil {
			return err
		}
		c, err := file(form, m)
		if err != nil {
			return err
		}
		ref, err = db.insertComplaint(tx, on, c, identity.Nobody, code, hash, m)
		return err
	})
	return ref, err
}

// ReceivePaper turns a paper the secretary entered into a complaint, once.
func (db *DB) ReceivePaper(ctx context.Context, by identity.Actor, hash [32]byte, code complaint.CodeHash,
	receive func([]attachment.Attachment, commission.Moment) (complaint.Complaint, error)) (complaint.Ref, error) {
	var ref complaint.Ref
	err := db.transactOn(ctx, func(tx *gorm.DB, on line) error {
		if err := makeForm(tx, hash); err != nil {
			return err
		}
		form, n, err := formAndNow(on, hash)
		if err != nil {
			return err
		}
		if form.Sent != (complaint.Ref{}) {
			ref = form.Sent
			return nil
		}
		m, err := db.momentOf(tx, by.Commission, n.At, n.Edition)
		if err != nil {
			return err
		}
		c, err := receive(form.Files, m)
		if err != nil {
			return err
		}
		ref, err = db.insertComplaint(tx, on, c, by, code, hash, m)
		return err
	})
	return ref, err
}

// formAndNow locks a form, reads it, and then the instant of its sending.
func formAndNow(on line, hash [32]byte) (complaint.Form, now, error) {
	var t together
	var row formRow
	var n now
	t.one(complaint.ErrNoForm, statement{"locking a form", lockFormQuery, []any{bytea(hash[:])}}, new(int))
	t.one(complaint.ErrNoForm, statement{"reading a form", formQuery, []any{bytea(hash[:])}}, row.into()...)
	t.one(ErrNoCommission, statement{"reading the instant", nowQuery, nil}, &n.At, &n.Edition)
	if err := on.send(&t); err != nil {
		return complaint.Form{}, n, err
	}
	form, err := row.form()
	return form, n, err
}

// insertComplaint stores a new complaint under the next public number, moves the
// form's files to it, and begins its docket. The number is taken as late as can be:
// from there to the end of the act other filings of the commission wait.
func (db *DB) insertComplaint(tx *gorm.DB, on line, c complaint.Complaint, by identity.Actor, code complaint.CodeHash, hash [32]byte, m commission.Moment) (complaint.Ref, error) {
	running, err := deadline.Following(c, m, m.Days)
	if err != nil {
		return c.Ref, fmt.Errorf("computing deadlines: %w", err)
	}
	row, err := newComplaintRow(c)
	if err != nil {
		return c.Ref, err
	}
	row.CodeHash, row.Salt = code[:], make([]byte, 16)
	_, _ = rand.Read(row.Salt) // never fails
	var taken struct{ Number, ID int64 }
	err = one(tx, &taken, ErrNoCommission, `WITH taken AS (`+nextNumberQuery+`) SELECT last AS number, nextval('complaints_id_seq') AS id FROM taken`,
		int64(c.Commission), "complaint", m.Day.Year())
	if err != nil {
		return c.Ref, fmt.Errorf("taking the next number of a complaint: %w", err)
	}
	c.ID, c.Ref = complaint.ID(taken.ID), complaint.Ref{Year: m.Day.Year(), Number: int(taken.Number)}
	row.ID, row.Year, row.Number, row.Due = taken.ID, c.Ref.Year, c.Ref.Number, dueOf(running, c.Ref)
	var t together
	t.doOne(insertion(tx, "storing a complaint", &row))
	if len(c.Attachments) > 0 {
		t.do(statement{"moving files to a complaint", `UPDATE attachments SET complaint_id = ?, filing_hash = NULL WHERE filing_hash = ?`, []any{row.ID, bytea(hash[:])}})
	}
	t.doOne(statement{"closing a form", `UPDATE filings SET complaint_id = ?, answers = '{}' WHERE token_hash = ?`, []any{row.ID, bytea(hash[:])}})
	clocks, err := deadlinesSaved(c.Commission, c.ID, running)
	if err != nil {
		return c.Ref, err
	}
	t.do(clocks)
	first, err := docket.Append(docket.ComplaintChain(row.ID), docket.Head{}, c.FilingLine(by, docket.Commit(row.Salt, []byte(row.Answers))), m.At)
	if err != nil {
		return c.Ref, err
	}
	t.doOne(entered(first))
	if err := on.send(&t); err != nil {
		return c.Ref, fmt.Errorf("storing complaint %s: %w", c.Ref, err)
	}
	return c.Ref, db.alarm(tx, c, running, m)
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
