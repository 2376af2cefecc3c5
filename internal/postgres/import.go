package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
)

// entryRow is a commission with the code of its parent and the day of that link.
type entryRow struct {
	Commission commissionRow `gorm:"embedded"`
	ParentCode string
	Linked     calendar.Date `gorm:"serializer:json"`
	First      int           // the established number the commission was entered with
	Numbers    []struct {
		From   calendar.Date
		Number int
	} `gorm:"serializer:json"`
	Seated int
}

// Tree returns every commission as it stands, and the instant.
func (db *DB) Tree(ctx context.Context) ([]commission.Entry, time.Time, error) {
	return tree(db.gorm.WithContext(ctx))
}

func tree(tx *gorm.DB) ([]commission.Entry, time.Time, error) {
	var now time.Time
	if err := tx.Raw(`SELECT legal_now()`).Scan(&now).Error; err != nil {
		return nil, now, fmt.Errorf("reading the clock: %w", err)
	}
	var rows []entryRow
	err := tx.Raw(`SELECT ` + commissionColumns + `, coalesce(p.code, '') AS parent_code, to_json(l.since) AS linked,
			c.established AS first, coalesce(n.numbers, '[]') AS numbers, coalesce(s.seated, 0) AS seated
		FROM commissions c LEFT JOIN commissions p ON p.id = c.parent_id
		LEFT JOIN (SELECT child_id, coalesce(max(valid_from) FILTER (WHERE valid_until IS NULL), max(valid_until) + 1) AS since
			FROM commission_links WHERE campaign_id IS NULL GROUP BY child_id) l ON l.child_id = c.id
		LEFT JOIN (SELECT commission_id, json_agg(json_build_object('from', held_from, 'number', number) ORDER BY held_from) AS numbers
			FROM established_numbers GROUP BY commission_id) n ON n.commission_id = c.id
		LEFT JOIN (SELECT commission_id, max(together) AS seated FROM (
				SELECT a.commission_id, count(*) AS together FROM seats a JOIN seats b ON b.commission_id = a.commission_id
					AND greatest(a.held_from, legal_now()::date) BETWEEN b.held_from AND coalesce(b.held_until, 'infinity')
				WHERE coalesce(a.held_until, 'infinity') >= legal_now()::date GROUP BY a.commission_id, a.id) days
			GROUP BY commission_id) s ON s.commission_id = c.id
		ORDER BY c.id`).Scan(&rows).Error
	if err != nil {
		return nil, now, fmt.Errorf("reading the tree of commissions: %w", err)
	}
	entries := make([]commission.Entry, len(rows))
	for i, r := range rows {
		entries[i] = commission.Entry{Commission: r.Commission.commission(), ParentCode: r.ParentCode, Linked: r.Linked, Seated: r.Seated,
			Numbers: []commission.Number{{Established: r.First}}}
		for _, n := range r.Numbers {
			entries[i].Numbers = append(entries[i].Numbers, commission.Number{Established: n.Number, From: n.From})
		}
	}
	return entries, now.UTC(), nil
}

// treeRow is a commission of a file on its way into the tables.
type treeRow struct {
	ID          int64   `json:"id"`
	Code        string  `json:"code"`
	Kind        string  `json:"kind"`
	Name        string  `json:"name"`
	ShortName   string  `json:"short_name"`
	Number      string  `json:"number"`
	Established int     `json:"established"`
	Address     string  `json:"address"`
	Place       string  `json:"place"`
	Phone       string  `json:"phone"`
	Hours       string  `json:"hours"`
	Email       string  `json:"email"`
	DissolvedOn *string `json:"dissolved_on"`
	Moved       bool    `json:"moved"`
	ParentCode  string  `json:"parent_code"`
	Since       *string `json:"since"` // of the link; null if since before it was recorded
}

func newTreeRow(e commission.Entry, moved bool, since calendar.Date) treeRow {
	return treeRow{ID: int64(e.ID), Code: e.Code, Kind: string(e.Kind), Name: e.Name, ShortName: e.ShortName, Number: e.Number, Established: e.Established,
		Address: e.Address, Place: e.Place, Phone: e.Phone, Hours: e.Hours, Email: e.Email, DissolvedOn: dayText(e.DissolvedOn),
		Moved: moved, ParentCode: e.ParentCode, Since: dayText(since)}
}

// dayText writes a date into JSON; the zero Date is null.
func dayText(d calendar.Date) *string {
	if d.IsZero() {
		return nil
	}
	text := d.String()
	return &text
}

// treeRecords reads treeRows out of one parameter: a region is one statement, not a
// thousand round trips.
const treeRecords = `jsonb_to_recordset(?::jsonb) AS x(id bigint, code text, kind text, name text, short_name text, number text, established int,
	address text, place text, phone text, hours text, email text, dissolved_on date, moved boolean, parent_code text, since date)`

// ImportTree stores what the comparison says is to change, and writes it down.
// Nobody else changes commissions meanwhile.
func (db *DB) ImportTree(ctx context.Context, compare func([]commission.Entry, time.Time) (commission.TreeDiff, docket.Line, error)) (commission.TreeDiff, error) {
	var d commission.TreeDiff
	err := db.transact(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec(`LOCK TABLE commissions IN SHARE ROW EXCLUSIVE MODE`).Error; err != nil {
			return fmt.Errorf("keeping others from the tree of commissions: %w", err)
		}
		entries, now, err := tree(tx)
		if err != nil {
			return err
		}
		var line docket.Line
		if d, line, err = compare(entries, now); err != nil || d.Empty() {
			return err
		}
		if err := saveTree(tx, d); err != nil {
			return err
		}
		return writeDown(tx, docket.AdministrationChain, now, line)
	})
	return d, err
}

func saveTree(tx *gorm.DB, d commission.TreeDiff) error {
	var rows []treeRow
	var profile any // one for all that are new
	for _, e := range d.Added {
		rows, profile = append(rows, newTreeRow(e, e.ParentCode != "", calendar.Date{})), e.Profile
	}
	for _, c := range d.Changed {
		rows = append(rows, newTreeRow(c.New, c.Moved(), d.Since))
	}
	raw, err := json.Marshal(rows)
	if err != nil {
		return fmt.Errorf("writing the tree of commissions: %w", err)
	}
	rawProfile, err := json.Marshal(profile)
	if err != nil {
		return fmt.Errorf("writing the profile of new commissions: %w", err)
	}
	for _, step := range []struct {
		what, statement string
		values          []any
	}{
		{"adding commissions", `WITH c AS (
				INSERT INTO commissions (code, kind, name, short_name, number, established, address, place, phone, hours, email, dissolved_on)
				SELECT code, kind, name, short_name, number, established, address, place, phone, hours, email, dissolved_on
				FROM ` + treeRecords + ` WHERE id = 0 RETURNING id)
			INSERT INTO profiles (commission_id, version, profile) SELECT id, 1, ?::jsonb FROM c`, []any{string(raw), string(rawProfile)}},
		{"changing commissions", `UPDATE commissions c SET kind = x.kind, name = x.name, short_name = x.short_name, number = x.number,
			established = CASE WHEN (x.established = 0 OR c.established = 0) AND NOT EXISTS (SELECT 1 FROM established_numbers n WHERE n.commission_id = c.id)
				THEN x.established ELSE c.established END, -- a number not known so far holds for all days
			address = x.address, place = x.place, phone = x.phone, hours = x.hours, email = x.email, dissolved_on = x.dissolved_on
			FROM ` + treeRecords + ` WHERE c.id = x.id`, []any{string(raw)}},
		{"establishing numbers", `INSERT INTO established_numbers (commission_id, held_from, number)
			SELECT c.id, x.since, x.established FROM ` + treeRecords + ` JOIN commissions c ON c.id = x.id
			WHERE x.established > 0 AND x.established <> (` + establishedInForce + `)
			ON CONFLICT (commission_id, held_from) DO UPDATE SET number = EXCLUDED.number`, []any{string(raw)}},
		{"ending links", `UPDATE commission_links l SET valid_until = x.since - 1 FROM ` + treeRecords + `
			WHERE x.moved AND l.child_id = x.id AND l.campaign_id IS NULL AND l.valid_until IS NULL AND (l.valid_from IS NULL OR l.valid_from < x.since)`, []any{string(raw)}},
		{"replacing links of the same day", `DELETE FROM commission_links l USING ` + treeRecords + `
			WHERE x.moved AND l.child_id = x.id AND l.campaign_id IS NULL AND l.valid_until IS NULL`, []any{string(raw)}},
		{"beginning links", `INSERT INTO commission_links (child_id, parent_id, valid_from)
			SELECT c.id, p.id, x.since FROM ` + treeRecords + ` JOIN commissions c ON c.code = x.code JOIN commissions p ON p.code = x.parent_code
			WHERE x.moved`, []any{string(raw)}},
	} {
		if err := tx.Exec(step.statement, step.values...).Error; err != nil {
			return fmt.Errorf("%s: %w", step.what, err)
		}
	}
	return nil
}

// termRow is a seat with its person and the code of its commission.
type termRow struct {
	Seat                       int64
	Person                     int64
	Code                       string
	Surname, Given, Patronymic string
	Office                     string
	HeldFrom                   calendar.Date `gorm:"serializer:json"`
	HeldUntil                  calendar.Date `gorm:"serializer:json"`
	Email                      string
}

// Terms returns every term of every member.
func (db *DB) Terms(ctx context.Context) ([]commission.Term, error) {
	return terms(db.gorm.WithContext(ctx))
}

func terms(tx *gorm.DB) ([]commission.Term, error) {
	var rows []termRow
	err := tx.Raw(`SELECT s.id AS seat, e.id AS person, c.code, e.surname, e.given, e.patronymic, s.office,
		to_json(s.held_from) AS held_from, to_json(s.held_until) AS held_until, e.email
		FROM seats s JOIN people e ON e.id = s.person_id JOIN commissions c ON c.id = s.commission_id ORDER BY c.code, s.held_from, s.id`).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading the members of all commissions: %w", err)
	}
	list := make([]commission.Term, len(rows))
	for i, r := range rows {
		list[i] = commission.Term{Seat: commission.SeatID(r.Seat), Person: identity.ID(r.Person), Code: r.Code,
			Name: identity.Name{Surname: r.Surname, Given: r.Given, Patronymic: r.Patronymic}, Office: identity.Office(r.Office),
			From: r.HeldFrom, Until: r.HeldUntil, Email: r.Email}
	}
	return list, nil
}

// ImportMembers stores what the comparison says is to change, and writes it down.
// Nobody else changes seats meanwhile.
func (db *DB) ImportMembers(ctx context.Context, compare func([]commission.Entry, []commission.Term) (commission.MembersDiff, docket.Line, error)) (commission.MembersDiff, error) {
	var d commission.MembersDiff
	err := db.transact(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec(`LOCK TABLE seats, people IN SHARE ROW EXCLUSIVE MODE`).Error; err != nil {
			return fmt.Errorf("keeping others from the seats: %w", err)
		}
		entries, now, err := tree(tx)
		if err != nil {
			return err
		}
		standing, err := terms(tx)
		if err != nil {
			return err
		}
		var line docket.Line
		if d, line, err = compare(entries, standing); err != nil || d.Empty() {
			return err
		}
		people, err := addNewcomers(tx, d.Newcomers)
		if err != nil {
			return err
		}
		if err := saveTerms(tx, d, people); err != nil {
			return err
		}
		return writeDown(tx, docket.AdministrationChain, now, line)
	})
	return d, err
}

// addNewcomers stores people and returns their numbers in the same order.
func addNewcomers(tx *gorm.DB, newcomers []commission.Newcomer) ([]int64, error) {
	type personRow struct {
		ID         int64  `json:"id"`
		Surname    string `json:"surname"`
		Given      string `json:"given"`
		Patronymic string `json:"patronymic"`
		Email      string `json:"email"`
	}
	var numbers []int64
	if err := tx.Raw(`SELECT nextval(pg_get_serial_sequence('people', 'id')) FROM generate_series(1, ?)`, len(newcomers)).Scan(&numbers).Error; err != nil {
		return nil, fmt.Errorf("taking numbers for people: %w", err)
	}
	rows := make([]personRow, len(newcomers))
	for i, n := range newcomers {
		rows[i] = personRow{numbers[i], n.Name.Surname, n.Name.Given, n.Name.Patronymic, n.Email}
	}
	raw, err := json.Marshal(rows)
	if err != nil {
		return nil, fmt.Errorf("writing people: %w", err)
	}
	err = tx.Exec(`INSERT INTO people (id, surname, given, patronymic, email) OVERRIDING SYSTEM VALUE
		SELECT * FROM jsonb_to_recordset(?::jsonb) AS x(id bigint, surname text, given text, patronymic text, email text)`, string(raw)).Error
	if err != nil {
		return nil, fmt.Errorf("adding people: %w", err)
	}
	return numbers, nil
}

// saveTerms stores the seats that are new and those that changed. Changed ones are
// first all ended and stripped of their office, so that two officers may change
// places without both holding one office for the blink of a row.
func saveTerms(tx *gorm.DB, d commission.MembersDiff, newcomers []int64) error {
	type seatRow struct {
		Seat   int64   `json:"seat"`
		Person int64   `json:"person"`
		Code   string  `json:"code"`
		Office string  `json:"office"`
		From   string  `json:"held_from"`
		Until  *string `json:"held_until"`
		Email  string  `json:"email"`
	}
	var rows []seatRow
	add := func(t commission.Term) {
		person := int64(t.Person)
		if t.Newcomer > 0 {
			person = newcomers[t.Newcomer-1]
		}
		rows = append(rows, seatRow{int64(t.Seat), person, t.Code, string(t.Office), t.From.String(), dayText(t.Until), t.Email})
	}
	for _, t := range d.Added {
		add(t)
	}
	for _, c := range d.Changed {
		add(c.New)
	}
	raw, err := json.Marshal(rows)
	if err != nil {
		return fmt.Errorf("writing the seats: %w", err)
	}
	const records = `jsonb_to_recordset(?::jsonb) AS x(seat bigint, person bigint, code text, office text, held_from date, held_until date, email text)`
	for _, step := range []struct{ what, statement string }{
		{"opening seats to change", `UPDATE seats s SET office = 'member', held_until = s.held_from FROM ` + records + ` WHERE s.id = x.seat`},
		{"changing seats", `UPDATE seats s SET office = x.office, held_until = x.held_until FROM ` + records + ` WHERE s.id = x.seat`},
		{"giving seats", `INSERT INTO seats (commission_id, person_id, office, held_from, held_until)
			SELECT c.id, x.person, x.office, x.held_from, x.held_until FROM ` + records + ` JOIN commissions c ON c.code = x.code WHERE x.seat = 0`},
		{"changing addresses", `UPDATE people e SET email = x.email FROM ` + records + ` WHERE e.id = x.person AND x.email <> '' AND x.email <> e.email`},
	} {
		if err := tx.Exec(step.statement, string(raw)).Error; err != nil {
			return fmt.Errorf("%s: %w", step.what, err)
		}
	}
	return nil
}
