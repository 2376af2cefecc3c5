package postgres

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/docket"
)

// settleTime is how long acts of before a change may take to end.
const settleTime = 30 * time.Second

// Settle waits for the transactions that are under way. An act that begins afterwards
// reads the change; one that began before it may still store dates of before. Every
// act has its number from the first row it locks, before it reads anything.
func (db *DB) Settle(ctx context.Context) error {
	var own string
	if err := db.pool.QueryRow(ctx, `SELECT pg_current_xact_id()::text`).Scan(&own); err != nil {
		return fmt.Errorf("looking what is under way: %w", err)
	}
	for end := time.Now().Add(settleTime); ; {
		var over bool
		if err := db.pool.QueryRow(ctx, `SELECT pg_snapshot_xmin(pg_current_snapshot()) > $1::text::xid8`, own).Scan(&over); err != nil {
			return fmt.Errorf("looking what is under way: %w", err)
		}
		if over {
			return nil
		}
		if time.Now().After(end) { // not of ours: no act takes so long
			db.log.WarnContext(ctx, "a transaction stays open", "waited", settleTime)
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// dated are the complaints that something is awaited of: by the commission itself, or
// the answer to what it asked over one that it may have decided already.
const dated = `(due_sort IS NOT NULL OR id IN (SELECT complaint_id FROM deadlines WHERE inquiry > 0 AND met_at IS NULL))`

// concerned chooses what a job may move: of a regulation the commission's complaints;
// of a campaign those registered under it, those not registered yet where it works, and
// those with an opinion to tell of, which is told at once around voting;
// of a calendar all.
func concerned(job deadline.Recompute) (where string, values []any) {
	switch job.Change() {
	case deadline.ByRegulation:
		return dated + ` AND commission_id = ?`, []any{int64(job.Commission)}
	case deadline.ByCalendar:
		return dated, nil
	case deadline.ByCampaign:
	}
	return dated + ` AND (campaign_id = ? OR state = 'filed' AND commission_id IN (SELECT c.id FROM commissions c
		JOIN campaigns k ON k.id = ? JOIN commissions o ON o.id = k.organiser_id
		WHERE ` + worksIn + `)
		OR id IN (SELECT complaint_id FROM deadlines WHERE clock = 'dissent_forwarding' AND met_at IS NULL))`, []any{int64(job.Campaign), int64(job.Campaign)}
}

// RecomputeAfter dates the next complaints anew, see deadline.Recomputer. It never
// waits for a complaint while it holds others: a sitting that closes holds several in
// an order of its own.
func (db *DB) RecomputeAfter(ctx context.Context, job deadline.Recompute, after complaint.ID, limit int) (done deadline.Recomputed, err error) {
	err = db.transact(ctx, func(tx *gorm.DB) error {
		where, values := concerned(job)
		var ids []int64
		err := tx.Raw(`SELECT id FROM complaints WHERE id > ? AND `+where+` ORDER BY id LIMIT ?`, append(append([]any{int64(after)}, values...), limit)...).Scan(&ids).Error
		if err != nil {
			return fmt.Errorf("finding complaints to date anew: %w", err)
		}
		if len(ids) == 0 {
			return nil
		}
		done.Last = complaint.ID(ids[len(ids)-1])
		held, err := db.redateWhere(tx, job, 1, nil, &done, `id = ANY(?::bigint[]) AND `+dated+` ORDER BY id FOR UPDATE SKIP LOCKED`, idArray(ids))
		for _, id := range ids {
			if _, found := slices.BinarySearch(held, id); !found {
				done.Busy = append(done.Busy, complaint.ID(id))
			}
		}
		return err
	})
	return done, err
}

// RecomputeOne waits for a complaint and dates it.
func (db *DB) RecomputeOne(ctx context.Context, job deadline.Recompute, id complaint.ID) (done deadline.Recomputed, err error) {
	err = db.transact(ctx, func(tx *gorm.DB) error {
		_, err := db.redateWhere(tx, job, 1, nil, &done, `id = ? AND `+dated+` FOR UPDATE`, int64(id))
		return err
	})
	return done, err
}

// redateWhere locks complaints, dates them and stores what is another date. Each that
// changes is step versions further: none where an act that holds it takes the step. It
// returns the complaints it held, by their numbers.
func (db *DB) redateWhere(tx *gorm.DB, job deadline.Recompute, step int, lay func(*commission.Moment) error, done *deadline.Recomputed, where string, values ...any) ([]int64, error) {
	rows, err := complaintRows(tx, where, values...)
	if err != nil {
		return nil, err
	}
	held := make([]int64, len(rows))
	for i, r := range rows {
		held[i] = r.ID
	}
	all, err := db.redated(tx, rows, lay)
	if err != nil {
		return held, err
	}
	all = slices.DeleteFunc(all, func(r redated) bool { return len(r.stale)+len(r.moved) == 0 })
	done.Saved = len(all)
	for _, r := range all {
		if len(r.moved) > 0 {
			done.Moved++
		}
	}
	return held, db.saveRedated(tx, job, step, all)
}

// datedColumns are all columns of a complaint but the answers as filed: no date
// follows from them, and they weigh more than all the rest.
var datedColumns = sync.OnceValues(func() (string, error) {
	parsed, err := schema.Parse(&complaintRow{}, &sync.Map{}, schema.NamingStrategy{})
	if err != nil {
		return "", fmt.Errorf("reading the columns of a complaint: %w", err)
	}
	names := slices.DeleteFunc(slices.Clone(parsed.DBNames), func(name string) bool { return name == "answers" })
	return strings.Join(names, ", ") + `, '{}' AS answers`, nil
})

func complaintRows(tx *gorm.DB, where string, values ...any) ([]complaintRow, error) {
	columns, err := datedColumns()
	if err != nil {
		return nil, err
	}
	var rows []complaintRow
	if err := tx.Raw(`SELECT `+columns+` FROM complaints WHERE `+where, values...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("reading complaints to date anew: %w", err)
	}
	return rows, nil
}

// redated is a complaint with the deadlines that it has now.
type redated struct {
	complaint.Complaint
	moment commission.Moment
	kept   []deadline.Running
	stale  []deadline.Running // those kept that are not stored so, if only in the explanation of a date
	moved  []deadline.Redated
}

// redated computes the deadlines of complaints and compares them with those stored.
// The change, if any, is laid over each moment first. A complaint that cannot be dated
// keeps its dates, and the log says so.
func (db *DB) redated(tx *gorm.DB, rows []complaintRow, change func(*commission.Moment) error) ([]redated, error) {
	stored, err := deadlinesOf(tx, rows)
	if err != nil {
		return nil, err
	}
	moments := map[commission.ID]commission.Moment{}
	all := make([]redated, 0, len(rows))
	for _, row := range rows {
		c, err := row.complaint()
		if err != nil {
			return nil, err
		}
		m, ok := moments[c.Commission]
		if !ok {
			if m, err = db.moment(tx, c.Commission); err != nil {
				return nil, err
			}
			if change != nil {
				if err := change(&m); err != nil {
					return nil, err
				}
			}
			moments[c.Commission] = m
		}
		now, err := deadline.Following(c, m, m.Days)
		if err != nil {
			db.log.Error("a complaint keeps its dates", "complaint", row.ID, "error", err)
			continue
		}
		r := redated{Complaint: c, moment: m}
		was := stored[row.ID]
		r.kept, r.moved = deadline.Redate(was, now)
		for _, k := range r.kept {
			if !slices.ContainsFunc(was, func(s deadline.Running) bool { return reflect.DeepEqual(s, k) }) {
				r.stale = append(r.stale, k)
			}
		}
		all = append(all, r)
	}
	return all, nil
}

func deadlinesOf(tx *gorm.DB, rows []complaintRow) (map[int64][]deadline.Running, error) {
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	var found []struct {
		ComplaintID int64
		Value       []byte
		MetAt       *time.Time
	}
	err := tx.Raw(`SELECT complaint_id, value, met_at FROM deadlines WHERE complaint_id = ANY(?::bigint[]) AND `+computed, idArray(ids)).Scan(&found).Error
	if err != nil {
		return nil, fmt.Errorf("reading deadlines: %w", err)
	}
	all := make(map[int64][]deadline.Running, len(rows))
	for _, f := range found {
		r := deadline.Running{MetAt: momentOf(f.MetAt)}
		if err := json.Unmarshal(f.Value, &r.Deadline); err != nil {
			return nil, fmt.Errorf("reading a deadline: %w", err)
		}
		all[f.ComplaintID] = append(all[f.ComplaintID], r)
	}
	return all, nil
}

// saveRedated stores many complaints' deadlines, each kind of row in one statement,
// and a docket line for each whose dates are others. The letters of a ruling are due
// with its delivery; those of another act keep the day they were written for.
func (db *DB) saveRedated(tx *gorm.DB, job deadline.Recompute, step int, all []redated) error {
	if len(all) == 0 {
		return nil
	}
	var pressing, owed, dropped, letters []map[string]any
	lines := make(map[docket.Chain]docket.Line)
	moved := map[commission.ID]tally{}
	for _, r := range all {
		due := dueOf(r.kept, r.Ref)
		pressing = append(pressing, map[string]any{"id": r.ID, "step": step, "due_clock": due.DueClock, "due_kind": due.DueKind, "due_from": due.DueFrom,
			"due_on": due.DueOn, "due_work_by": due.DueWorkBy, "due_clause": due.DueClause, "due_sort": due.DueSort})
		for _, d := range r.stale {
			owed = append(owed, map[string]any{"commission_id": r.Commission, "complaint_id": r.ID, "clock": d.Clock, "inquiry": d.Inquiry, "kind": d.Kind,
				"due_on": d.DueOn, "clause": d.Clause, "value": d.Deadline, "met_at": timeOrNull(d.MetAt)})
		}
		for _, d := range r.moved {
			if d.Now.Clock == "" {
				dropped = append(dropped, map[string]any{"complaint_id": r.ID, "clock": d.Was.Clock, "inquiry": d.Was.Inquiry})
			}
			if d.Now.Clock == deadline.RulingDelivery {
				letters = append(letters, map[string]any{"complaint_id": r.ID, "due_on": d.Now.DueOn})
			}
		}
		if len(r.moved) > 0 {
			lines[docket.ComplaintChain(int64(r.ID))] = job.Line(r.moved, r.moment.Campaigns)
			n := moved[r.Commission]
			n.moment, n.complaints = r.moment, n.complaints+1
			moved[r.Commission] = n
		}
	}
	for _, each := range []struct {
		rows      []map[string]any
		statement string
	}{
		{pressing, `UPDATE complaints c SET version = c.version + n.step, due_clock = n.due_clock, due_kind = n.due_kind, due_from = n.due_from,
				due_on = n.due_on, due_work_by = n.due_work_by, due_clause = n.due_clause, due_sort = n.due_sort
			FROM json_to_recordset(?::json) AS n(id bigint, step int, due_clock text, due_kind text, due_from timestamptz, due_on date,
				due_work_by date, due_clause text, due_sort text) WHERE c.id = n.id`},
		{dropped, `DELETE FROM deadlines d USING json_to_recordset(?::json) AS n(complaint_id bigint, clock text, inquiry int)
			WHERE d.complaint_id = n.complaint_id AND d.clock = n.clock AND d.inquiry = n.inquiry`},
		{owed, `INSERT INTO deadlines (commission_id, complaint_id, clock, inquiry, kind, due_on, clause, value, met_at)
			SELECT * FROM json_to_recordset(?::json) AS n(commission_id bigint, complaint_id bigint, clock text, inquiry int, kind text, due_on date,
				clause text, value jsonb, met_at timestamptz)
			ON CONFLICT (complaint_id, clock, inquiry) DO UPDATE SET kind = EXCLUDED.kind, due_on = EXCLUDED.due_on, clause = EXCLUDED.clause,
				value = EXCLUDED.value, met_at = EXCLUDED.met_at`},
		{letters, `UPDATE letters l SET due_on = n.due_on FROM json_to_recordset(?::json) AS n(complaint_id bigint, due_on date), papers p
			WHERE l.complaint_id = n.complaint_id AND l.done_at IS NULL AND p.id = l.paper_id AND p.kind = 'ruling'`},
	} {
		if err := execRows(tx, each.statement, each.rows); err != nil {
			return fmt.Errorf("saving deadlines anew: %w", err)
		}
	}
	if err := db.count(tx, job, moved); err != nil {
		return err
	}
	return writeDownMany(tx, all[0].moment.At, lines)
}

// execRows runs a statement over rows given as one JSON text.
func execRows(tx *gorm.DB, statement string, rows []map[string]any) error {
	if len(rows) == 0 {
		return nil
	}
	text, err := json.Marshal(rows)
	if err != nil {
		return fmt.Errorf("writing rows: %w", err)
	}
	return tx.Exec(statement, string(text)).Error
}

// writeDownMany appends one line to each of many chains, whose subjects the act holds.
func writeDownMany(tx *gorm.DB, at time.Time, lines map[docket.Chain]docket.Line) error {
	if len(lines) == 0 {
		return nil
	}
	names := make([]string, 0, len(lines))
	for chain := range lines {
		names = append(names, string(chain))
	}
	slices.Sort(names)
	var rows []struct {
		Chain string
		Seq   int64
		Hash  []byte
	}
	err := tx.Raw(`SELECT chain, seq, hash FROM docket_heads WHERE chain = ANY(?::text[]) ORDER BY chain FOR UPDATE`, "{"+strings.Join(names, ",")+"}").Scan(&rows).Error
	if err != nil {
		return fmt.Errorf("reading heads of the docket: %w", err)
	}
	heads := make(map[string]docket.Head, len(rows))
	for _, row := range rows {
		head := docket.Head{Seq: row.Seq}
		copy(head.Hash[:], row.Hash)
		heads[row.Chain] = head
	}
	entries := make([]map[string]any, len(names))
	for i, name := range names {
		e, err := docket.Append(docket.Chain(name), heads[name], lines[docket.Chain(name)], at)
		if err != nil {
			return err
		}
		entries[i] = map[string]any{"chain": e.Chain, "seq": e.Seq, "at": e.At, "actor": e.Actor, "office": e.Office, "act": e.Act,
			"clause": e.Clause, "payload": string(e.Payload), "prev": hex.EncodeToString(e.Prev[:]), "hash": e.Hash.String()}
	}
	err = execRows(tx, `WITH entry AS (
			INSERT INTO docket (chain, seq, at, actor, office, act, clause, payload, prev, hash)
			SELECT chain, seq, at, actor, office, act, clause, payload, decode(prev, 'hex'), decode(hash, 'hex')
			FROM json_to_recordset(?::json) AS n(chain text, seq bigint, at timestamptz, actor bigint, office text, act text,
				clause text, payload text, prev text, hash text)
			RETURNING chain, seq, hash)
		INSERT INTO docket_heads SELECT * FROM entry
		ON CONFLICT (chain) DO UPDATE SET seq = EXCLUDED.seq, hash = EXCLUDED.hash`, entries)
	if err != nil {
		return fmt.Errorf("writing into the docket: %w", err)
	}
	return nil
}

// idArray writes numbers for a bigint[].
func idArray(ids []int64) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = strconv.FormatInt(id, 10)
	}
	return "{" + strings.Join(texts, ",") + "}"
}
