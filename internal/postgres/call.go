package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/notice"
)

// callRow is a row of calls with the number of its complaint and the officer's address.
type callRow struct {
	ID           int64
	CommissionID int64
	PersonID     int64
	Kind         string
	Year, Number int
	Cause        deadline.Recompute `gorm:"serializer:json"`
	Title        string
	Complaints   int
	Minutes      int
	MadeAt       time.Time
	FiledAt      *time.Time
	SentAt       *time.Time
	Email        string
}

func (r callRow) call() notice.Call {
	return notice.Call{ID: notice.CallID(r.ID), Commission: commission.ID(r.CommissionID), Person: identity.ID(r.PersonID), Kind: notice.CallKind(r.Kind),
		Ref: complaint.Ref{Year: r.Year, Number: r.Number}, Cause: r.Cause, Title: r.Title, Complaints: r.Complaints, Minutes: r.Minutes,
		ReceivedAt: momentOf(r.FiledAt), MadeAt: r.MadeAt.UTC(), SentAt: momentOf(r.SentAt), Address: r.Email}
}

const callQuery = `SELECT k.id, k.commission_id, k.person_id, k.kind, coalesce(c.year, 0) AS year, coalesce(c.number, 0) AS number, k.cause, k.title,
	k.complaints, k.minutes, k.made_at, c.filed_at, k.sent_at, p.email
	FROM calls k JOIN people p ON p.id = k.person_id LEFT JOIN complaints c ON c.id = k.complaint_id WHERE `

// Call returns a call with the officer's address, and the commission it comes from.
func (db *DB) Call(ctx context.Context, id notice.CallID) (notice.Call, commission.Commission, error) {
	tx := db.gorm.WithContext(ctx)
	var row callRow
	if err := one(tx, &row, notice.ErrNotFound, callQuery+`k.id = ?`, int64(id)); err != nil {
		return notice.Call{}, commission.Commission{}, err
	}
	from, err := commissionByID(tx, commission.ID(row.CommissionID))
	return row.call(), from, err
}

// CallSent records that the mail took a call.
func (db *DB) CallSent(ctx context.Context, id notice.CallID, messageID string) error {
	return changed(db.gorm.WithContext(ctx), "recording a call", `UPDATE calls SET sent_at = legal_now(), message_id = ?, tries = tries + 1 WHERE id = ?`, messageID, int64(id))
}

// Calls returns the calls about moved deadlines and changed regimes that a member has not
// put away, the latest first, at most limit of them.
func (db *DB) Calls(ctx context.Context, own commission.ID, person identity.ID, limit int) ([]notice.Call, error) {
	var rows []callRow
	err := db.gorm.WithContext(ctx).Raw(callQuery+`k.person_id = ? AND k.commission_id = ? AND k.kind IN ('moved', 'regime') AND k.told_at IS NOT NULL
		AND k.seen_at IS NULL ORDER BY k.id DESC LIMIT ?`, int64(person), int64(own), limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("listing calls: %w", err)
	}
	all := make([]notice.Call, len(rows))
	for i, r := range rows {
		all[i] = r.call()
	}
	return all, nil
}

// PutAway hides a call from its officer's desk.
func (db *DB) PutAway(ctx context.Context, person identity.ID, id notice.CallID) error {
	return one(db.gorm.WithContext(ctx), new(int64), notice.ErrNotFound,
		`UPDATE calls SET seen_at = coalesce(seen_at, legal_now()) WHERE id = ? AND person_id = ? AND kind IN ('moved', 'regime') RETURNING id`, int64(id), int64(person))
}

// alarm calls the officers to a complaint that owes something at once, in the
// transaction of the filing or of the act that it follows from:
// each officer once. Who has no address finds it on the desk.
func (db *DB) alarm(tx *gorm.DB, c complaint.Complaint, running []deadline.Running, m commission.Moment) error {
	urgent := func(r deadline.Running) bool {
		return r.Kind == deadline.Immediate && r.MetAt.IsZero() && r.Inquiry == 0
	}
	officers := notice.Officers(m)
	if c.Respondent == c.Commission { // the chair is complained about too: the secretary alone passes it on
		officers = nil
		if secretary, ok := m.Composition.Officer(m.Day, identity.Secretary); ok {
			officers = []identity.ID{secretary.Person}
		}
	}
	if !slices.ContainsFunc(running, urgent) || len(officers) == 0 {
		return nil
	}
	var ids []int64
	err := tx.Raw(`INSERT INTO calls (commission_id, person_id, kind, complaint_id, made_at, told_at)
		SELECT ?, p.id, 'at_once', ?, ?, ? FROM people p WHERE p.id = ANY(?::bigint[]) AND p.email <> '' ORDER BY p.id
		ON CONFLICT (complaint_id, person_id) WHERE kind = 'at_once' DO NOTHING RETURNING id`,
		int64(c.Commission), int64(c.ID), m.At, m.At, people(officers)).Scan(&ids).Error
	if err != nil {
		return fmt.Errorf("calling the officers to complaint %s: %w", c.Ref, err)
	}
	return db.ring(tx, ids)
}

// ring owes the e-mails of calls.
func (db *DB) ring(tx *gorm.DB, ids []int64) error {
	for _, id := range ids {
		if err := db.owe(tx.Statement.Context, tx, notice.Ring{Call: notice.CallID(id)}); err != nil {
			return err
		}
	}
	return nil
}

func people(list []identity.ID) string {
	ids := make([]int64, len(list))
	for i, id := range list {
		ids[i] = int64(id)
	}
	return idArray(ids)
}

// tally is what one commission's officers are told of a change.
type tally struct {
	moment              commission.Moment
	complaints, minutes int
}

// count adds what a transaction moved to the calls that a change will make. They are
// told when the walk is over, see TellMoved.
func (db *DB) count(tx *gorm.DB, job deadline.Recompute, moved map[commission.ID]tally) error {
	var rows []map[string]any
	cause, err := json.Marshal(job)
	if err != nil {
		return fmt.Errorf("writing a call: %w", err)
	}
	for own, n := range moved {
		for _, person := range notice.Officers(n.moment) {
			rows = append(rows, map[string]any{"commission_id": int64(own), "person_id": int64(person), "cause": json.RawMessage(cause),
				"title": job.Title(n.moment.Campaigns), "complaints": n.complaints, "minutes": n.minutes, "made_at": n.moment.At})
		}
	}
	// In one order, whoever counts: rows are locked on the way.
	err = execRows(tx, `INSERT INTO calls (commission_id, person_id, kind, cause, title, complaints, minutes, made_at)
		SELECT commission_id, person_id, 'moved', cause, title, complaints, minutes, made_at
		FROM json_to_recordset(?::json) AS n(commission_id bigint, person_id bigint, cause jsonb, title text, complaints int, minutes int, made_at timestamptz)
		ORDER BY commission_id, person_id
		ON CONFLICT (commission_id, person_id, cause) WHERE kind = 'moved' AND told_at IS NULL
			DO UPDATE SET complaints = calls.complaints + EXCLUDED.complaints, minutes = calls.minutes + EXCLUDED.minutes, title = EXCLUDED.title`, rows)
	if err != nil {
		return fmt.Errorf("counting moved deadlines: %w", err)
	}
	return nil
}

// TellMoved makes the calls that a walk has counted known, and owes their e-mails to
// who has an address.
func (db *DB) TellMoved(ctx context.Context, job deadline.Recompute) error {
	cause, err := json.Marshal(job)
	if err != nil {
		return fmt.Errorf("writing a call: %w", err)
	}
	return db.transact(ctx, func(tx *gorm.DB) error {
		var ids []int64
		err := tx.Raw(`WITH told AS (UPDATE calls SET told_at = legal_now() WHERE kind = 'moved' AND told_at IS NULL AND cause = ?::jsonb RETURNING id, person_id)
			SELECT t.id FROM told t JOIN people p ON p.id = t.person_id WHERE p.email <> '' ORDER BY t.id`, string(cause)).Scan(&ids).Error
		if err != nil {
			return fmt.Errorf("telling of moved deadlines: %w", err)
		}
		return db.ring(tx, ids)
	})
}
