package postgres

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// dueRow is a line of a list as it is read.
type dueRow struct {
	ID           int64
	State        string
	Year, Number int
	Substance    string
	Complainant  string
	Respondent   string
	Rapporteur   string
	Files        int
	FiledAt      time.Time
	Regime       string
	DueClock     string
	DueKind      string
	DueFrom      *time.Time
	DueOn        *time.Time
	DueWorkBy    *time.Time
	DueClause    string
	DueSort      string
}

func (r dueRow) line() deadline.Due {
	return deadline.Due{Complaint: complaint.ID(r.ID), State: complaint.State(r.State), Number: complaint.Ref{Year: r.Year, Number: r.Number}.String(),
		Title: r.Substance, Complainant: r.Complainant, Respondent: r.Respondent, Rapporteur: r.Rapporteur, Files: r.Files, FiledAt: r.FiledAt.UTC(),
		Regime: regulation.Regime(r.Regime), Clock: deadline.Clock(r.DueClock), Kind: deadline.Kind(r.DueKind),
		EventAt: momentOf(r.DueFrom), DueOn: dayOf(r.DueOn), WorkBy: dayOf(r.DueWorkBy), Clause: regulation.Clause(r.DueClause), Paused: complaint.State(r.State) == complaint.Suspended,
		Sort: r.DueSort}
}

const dueColumnsOf = `c.id, c.state, c.year, c.number, c.substance, c.complainant, coalesce(nullif(r.short_name, ''), r.name, '') AS respondent,
	coalesce(e.surname || ' ' || left(e.given, 1) || '.' || coalesce(' ' || nullif(left(e.patronymic, 1), '') || '.', ''), '') AS rapporteur,
	c.filed_at, coalesce(c.regime, ''), coalesce(c.due_clock, ''), coalesce(c.due_kind, ''), c.due_from, c.due_on, c.due_work_by,
	coalesce(c.due_clause, ''), coalesce(c.due_sort, '')`

// filesOf counts the files of a line, which only some lists show.
const filesOf = `(SELECT count(*) FROM attachments a WHERE a.complaint_id = c.id)`

const dueTables = ` FROM complaints c LEFT JOIN commissions r ON r.id = c.respondent_id LEFT JOIN people e ON e.id = c.rapporteur_id `

// Filter chooses lines of a list. The zero Filter chooses all that is owed.
type Filter = deadline.Filter

// Due returns one page of what a commission owes, the most pressing first: at most
// limit lines that come after the line with that sort key and number.
func (db *DB) Due(ctx context.Context, own commission.ID, f Filter, after deadline.Cursor, limit int) ([]deadline.Due, error) {
	where, values := `c.commission_id = ? AND c.due_sort IS NOT NULL`+judged(f), []any{int64(own)}
	where, values = preparedBy(where, values, f)
	where, values = ofStates(where, values, f.States)
	if f.Retracted {
		where += ` AND c.retraction ->> 'at' IS NOT NULL AND c.state IN ('filed', 'letter_due')`
	}
	if f.ToAdmit {
		where += ` AND c.state = 'filed' AND c.admission ->> 'asked_at' IS NOT NULL AND c.admission ->> 'at' IS NULL`
	}
	if f.AtOnce {
		where += ` AND c.due_kind = 'immediate' AND c.due_sort < '1'`
	}
	if f.DueFrom != (calendar.Date{}) || f.DueTo != (calendar.Date{}) {
		where += ` AND c.due_sort < '2'` // what stands for a court is not due on any day
	}
	switch {
	case !f.DueFrom.IsZero() && f.DueFrom == f.DueTo: // one day is read in order from its own index
		where, values = where+` AND c.due_on = ?`, append(values, f.DueFrom.String())
	default:
		if !f.DueFrom.IsZero() {
			where, values = where+` AND c.due_on >= ?`, append(values, f.DueFrom.String())
		}
		if !f.DueTo.IsZero() {
			where, values = where+` AND c.due_on <= ?`, append(values, f.DueTo.String())
		}
	}
	if after != (deadline.Cursor{}) {
		where, values = where+` AND (c.due_sort, c.id) > (?, ?)`, append(values, after.Sort, int64(after.ID))
	}
	return db.lines(ctx, f, where+` ORDER BY c.due_sort, c.id LIMIT ?`, append(values, limit)...)
}

// Complaints returns one page of all complaints of a commission, the newest first:
// at most limit that are older than the one given, unless that is zero.
func (db *DB) Complaints(ctx context.Context, own commission.ID, f Filter, before complaint.ID, limit int) ([]deadline.Due, error) {
	where, values := `c.commission_id = ?`+judged(f), []any{int64(own)}
	where, values = preparedBy(where, values, f)
	where, values = ofStates(where, values, f.States)
	if before != 0 {
		where, values = where+` AND c.id < ?`, append(values, int64(before))
	}
	return db.lines(ctx, f, where+` ORDER BY c.id DESC LIMIT ?`, append(values, limit)...)
}

// judged leaves out what is about the commission itself: it is shown for nothing but to
// be passed on.
func judged(f Filter) string {
	if f.AboutUs {
		return ""
	}
	return ` AND c.respondent_id IS DISTINCT FROM c.commission_id`
}

// preparedBy narrows a list to what a member reports on or prepares in a working group.
func preparedBy(where string, values []any, f Filter) (string, []any) {
	switch {
	case f.Rapporteur == 0:
		return where, values
	case len(f.Groups) == 0:
		return where + ` AND c.rapporteur_id = ?`, append(values, int64(f.Rapporteur))
	}
	groups := make([]int64, len(f.Groups))
	for i, id := range f.Groups {
		groups[i] = int64(id)
	}
	return where + ` AND (c.rapporteur_id = ? OR c.group_id = ANY(?))`, append(values, int64(f.Rapporteur), groups)
}

// ofStates narrows a list to some states. A single one is an equality, which an
// index in the order of the list can serve.
func ofStates(where string, values []any, states []complaint.State) (string, []any) {
	switch len(states) {
	case 0:
		return where, values
	case 1:
		return where + ` AND c.state = ?`, append(values, string(states[0]))
	}
	return where + ` AND c.state = ANY(?)`, append(values, statesOf(states))
}

func statesOf(states []complaint.State) []string {
	out := make([]string, len(states))
	for i, s := range states {
		out[i] = string(s)
	}
	return out
}

// lines reads rows of a list straight from the pool: with fifty rows of twenty
// columns, reflection costs more than the query.
func (db *DB) lines(ctx context.Context, f Filter, where string, values ...any) ([]deadline.Due, error) {
	files := `0`
	if f.CountFiles {
		files = filesOf
	}
	rows, err := db.pool.Query(ctx, numbered(`SELECT `+dueColumnsOf+`, `+files+dueTables+`WHERE `+where), values...)
	if err != nil {
		return nil, fmt.Errorf("listing complaints: %w", err)
	}
	defer rows.Close()
	list := make([]deadline.Due, 0, 64)
	for rows.Next() {
		var r dueRow
		err := rows.Scan(&r.ID, &r.State, &r.Year, &r.Number, &r.Substance, &r.Complainant, &r.Respondent, &r.Rapporteur,
			&r.FiledAt, &r.Regime, &r.DueClock, &r.DueKind, &r.DueFrom, &r.DueOn, &r.DueWorkBy, &r.DueClause, &r.DueSort, &r.Files)
		if err != nil {
			return nil, fmt.Errorf("reading a line of a list: %w", err)
		}
		list = append(list, r.line())
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("listing complaints: %w", err)
	}
	return list, nil
}

// numbered writes the placeholders of a query the way PostgreSQL wants them.
func numbered(query string) string {
	var b strings.Builder
	n := 0
	for part := range strings.SplitSeq(query, "?") {
		if n > 0 {
			b.WriteString("$" + strconv.Itoa(n))
		}
		b.WriteString(part)
		n++
	}
	return b.String()
}

// MaxCount is where counts for tiles stop: beyond it a page says "more than".
const MaxCount = 1000

// Burden counts what a commission owes by how pressing it is, each count up to
// MaxCount. day is today in the commission's zone.
func (db *DB) Burden(ctx context.Context, own commission.ID, day calendar.Date) (deadline.Burden, error) {
	var b deadline.Burden
	tomorrow, third := day.AddDays(1), day.AddDays(3)
	err := db.gorm.WithContext(ctx).Raw(`SELECT
		(SELECT count(*) FROM (SELECT 1 FROM complaints WHERE commission_id = @own AND state = 'filed' LIMIT @max) x) AS unregistered,
		(SELECT count(*) FROM (SELECT 1 FROM complaints WHERE commission_id = @own AND due_sort < '2' AND due_on < @day LIMIT @max) x) AS over,
		(SELECT count(*) FROM (SELECT 1 FROM complaints WHERE commission_id = @own AND due_sort < '2' AND due_on = @day LIMIT @max) x) AS today,
		(SELECT count(*) FROM (SELECT 1 FROM complaints WHERE commission_id = @own AND due_sort < '2' AND due_on = @tomorrow LIMIT @max) x) AS within_one,
		(SELECT count(*) FROM (SELECT 1 FROM complaints WHERE commission_id = @own AND due_sort < '2' AND due_on > @tomorrow AND due_on <= @third LIMIT @max) x) AS within_three,
		(SELECT count(*) FROM (SELECT 1 FROM complaints WHERE commission_id = @own AND due_sort < '2' AND due_on > @third LIMIT @max) x) AS later,
		(SELECT count(*) FROM (SELECT 1 FROM complaints WHERE commission_id = @own AND state = 'suspended' LIMIT @max) x) AS paused,
		(SELECT count(*) FROM (SELECT 1 FROM letters WHERE commission_id = @own AND done_at IS NULL LIMIT @max) x) AS to_send`,
		map[string]any{"own": int64(own), "day": day.String(), "tomorrow": tomorrow.String(), "third": third.String(), "max": MaxCount}).Scan(&b).Error
	if err != nil {
		return b, fmt.Errorf("counting what is due: %w", err)
	}
	return b, nil
}

// Flow counts, for each of the days up to and including last, what came in and
// what was decided, in the commission's zone.
func (db *DB) Flow(ctx context.Context, own commission.ID, last calendar.Date, days int, zone *time.Location) ([]deadline.Day, error) {
	from := last.AddDays(1 - days)
	var rows []struct {
		Day            time.Time
		Filed, Decided int
	}
	err := db.gorm.WithContext(ctx).Raw(`SELECT d.day::date AS day,
			(SELECT count(*) FROM complaints c WHERE c.commission_id = @own AND c.filed_at >= d.day AT TIME ZONE @zone AND c.filed_at < (d.day + interval '1 day') AT TIME ZONE @zone) AS filed,
			(SELECT count(*) FROM complaints c WHERE c.commission_id = @own AND c.decided_at >= d.day AT TIME ZONE @zone AND c.decided_at < (d.day + interval '1 day') AT TIME ZONE @zone) AS decided
		FROM generate_series(cast(@from AS timestamp), cast(@last AS timestamp), interval '1 day') AS d(day) ORDER BY 1`,
		map[string]any{"own": int64(own), "zone": zone.String(), "from": from.String(), "last": last.String()}).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("counting arrivals and decisions: %w", err)
	}
	flow := make([]deadline.Day, len(rows))
	for i, r := range rows {
		flow[i] = deadline.Day{On: dayOf(&r.Day), Filed: r.Filed, Decided: r.Decided}
	}
	return flow, nil
}

// Outcomes counts the rulings of a commission since a day by their outcome, and how
// many of each were adopted within the term.
func (db *DB) Outcomes(ctx context.Context, own commission.ID, since calendar.Date) ([]deadline.OutcomeCount, error) {
	var rows []deadline.OutcomeCount
	err := db.gorm.WithContext(ctx).Raw(`SELECT r.outcome, count(*) AS count,
			count(*) FILTER (WHERE r.adopted_on <= d.due_on) AS in_time
		FROM rulings r LEFT JOIN LATERAL (SELECT max(due_on) AS due_on FROM deadlines d WHERE d.complaint_id = r.complaint_id
			AND d.clock IN ('campaign_reply', 'campaign_additional_check', 'ordinary_reply', 'ordinary_reply_extended')) d ON true
		WHERE r.commission_id = ? AND r.adopted_on >= ? GROUP BY r.outcome`, int64(own), since.String()).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("counting outcomes: %w", err)
	}
	return rows, nil
}

// Workload counts the open complaints of each rapporteur of a commission.
func (db *DB) Workload(ctx context.Context, own commission.ID) (map[identity.ID]int, error) {
	var rows []struct {
		RapporteurID int64
		Count        int
	}
	err := db.gorm.WithContext(ctx).Raw(`SELECT rapporteur_id, count(*) AS count FROM complaints
		WHERE commission_id = ? AND rapporteur_id IS NOT NULL AND state IN ('in_review', 'ready', 'scheduled') GROUP BY rapporteur_id`, int64(own)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("counting the work of rapporteurs: %w", err)
	}
	load := map[identity.ID]int{}
	for _, r := range rows {
		load[identity.ID(r.RapporteurID)] = r.Count
	}
	return load, nil
}
