package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// ErrNoCommission says there is no such commission.
var ErrNoCommission = commission.ErrNotFound

// commissionRow is a row of commissions, with the name of the parent.
type commissionRow struct {
	ID          int64              `json:"id"`
	Code        string             `json:"code"`
	Kind        string             `json:"kind"`
	Name        string             `json:"name"`
	ShortName   string             `json:"short_name"`
	Number      string             `json:"number"`
	ParentID    *int64             `json:"parent_id"`
	ParentName  string             `json:"parent_name"`
	Established int                `json:"established"`
	Convocation int                `json:"convocation"`
	Address     string             `json:"address"`
	Place       string             `json:"place"`
	Phone       string             `json:"phone"`
	Hours       string             `json:"hours"`
	Email       string             `json:"email"`
	Profile     regulation.Profile `json:"profile" gorm:"serializer:json"`
	DissolvedOn calendar.Date      `json:"dissolved_on" gorm:"serializer:json"`
}

func (r commissionRow) commission() commission.Commission {
	return commission.Commission{
		ID: commission.ID(r.ID), Code: r.Code, Kind: commission.Kind(r.Kind), Name: r.Name, ShortName: r.ShortName,
		Number: r.Number, Parent: commission.ID(idOf(r.ParentID)), ParentName: r.ParentName, Established: r.Established,
		Convocation: r.Convocation, Address: r.Address, Place: r.Place, Phone: r.Phone, Hours: r.Hours, Email: r.Email,
		Profile: r.Profile, DissolvedOn: r.DissolvedOn,
	}
}

// commissionColumns reads a commissionRow from commissions c with parent p.
const commissionColumns = `c.id, c.code, c.kind, c.name, c.short_name, c.number, c.parent_id,
	coalesce(p.name, '') AS parent_name, (` + establishedInForce + `) AS established, c.convocation, c.address, c.place, c.phone, c.hours, c.email,
	(` + profileInForce + `) AS profile, to_json(c.dissolved_on) AS dissolved_on`

// profileInForce reads the regulation that commission c works by today, as
// commission.Composition.ProfileAt does: a version begins with its day in its own zone.
const profileInForce = `SELECT f.profile FROM profiles f WHERE f.commission_id = c.id
	AND (f.in_force_from IS NULL OR f.in_force_from <= (legal_now() AT TIME ZONE (f.profile ->> 'TimeZone'))::date)
	ORDER BY f.version DESC LIMIT 1`

// dayThere is today's date where commission c sits.
const dayThere = `(legal_now() AT TIME ZONE ((` + profileInForce + `) ->> 'TimeZone'))::date`

// establishedInForce reads the established number of commission c today.
const establishedInForce = `SELECT coalesce((SELECT n.number FROM established_numbers n WHERE n.commission_id = c.id
	AND n.held_from <= ` + dayThere + ` ORDER BY n.held_from DESC LIMIT 1), c.established)`

// compositionRow is a commission with its people, the versions of its regulation and
// its campaigns, read in one round trip.
type compositionRow struct {
	Commission commissionRow
	ParentName string `json:"parent_name"`
	Members    []struct {
		Person                     identity.ID
		Surname, Given, Patronymic string
		Office                     identity.Office
		From, Until                calendar.Date
		Seat                       commission.SeatID
		Appointed, Released        commission.Decision
	}
	Acting  []commission.Acting
	Numbers []commission.Number
	Formed  []struct {
		Number       int
		From, Until  calendar.Date
		Formed       commission.Decision
		Dissolved    commission.Decision
		FirstSitting time.Time
	}
	Elsewhere []struct {
		Commission  commission.ID
		Person      identity.ID
		From, Until calendar.Date
	}
	Versions []struct {
		Number  int
		From    calendar.Date
		Profile regulation.Profile
	}
	Campaigns []struct {
		ID         commission.CampaignID
		Code       string
		Title      string
		Organiser  commission.ID
		StartsOn   calendar.Date   `json:"starts_on"`
		EndsOn     calendar.Date   `json:"ends_on"`
		VotingDays []calendar.Date `json:"voting_days"`
		// ResultsFixed is this commission's own.
		ResultsFixed time.Time `json:"results_fixed"`
	}
	Groups   []commission.Group
	Calendar int64 // the version of the production calendar in force
}

// worksIn holds of a campaign k with the organiser o and a commission c: a campaign
// concerns its organiser, all below it, and the one right above, who decides about it.
const worksIn = `(k.organiser_id IN (WITH RECURSIVE up AS (SELECT c.id, c.parent_id
	UNION SELECT a.id, a.parent_id FROM commissions a JOIN up ON a.id = up.parent_id) SELECT up.id FROM up) OR o.parent_id = c.id)`

const compositionQuery = `
	SELECT legal_now() AS now, json_build_object(
		'commission', to_json(c), 'parent_name', coalesce(p.name, ''),
		'members', (SELECT coalesce(json_agg(json_build_object('person', s.person_id, 'surname', e.surname, 'given', e.given,
			'patronymic', e.patronymic, 'office', s.office, 'from', s.held_from, 'until', coalesce(s.held_until::text, ''), 'seat', s.id,
			'appointed', json_build_object('number', s.decision_number, 'on', coalesce(s.decision_on::text, '')),
			'released', json_build_object('number', s.release_number, 'on', coalesce(s.release_on::text, '')))
			ORDER BY e.surname COLLATE "ru-x-icu", e.id, s.held_from), '[]')
			FROM seats s JOIN people e ON e.id = s.person_id WHERE s.commission_id = c.id),
		'acting', (SELECT coalesce(json_agg(json_build_object('id', a.id, 'office', a.office, 'person', a.person_id, 'from', a.held_from,
			'until', coalesce(a.held_until::text, ''), 'basis', a.basis, 'ground', a.ground,
			'paper', json_build_object('number', a.paper_number, 'on', coalesce(a.paper_on::text, ''))) ORDER BY a.id), '[]')
			FROM acting_chairs a WHERE a.commission_id = c.id),
		'elsewhere', (SELECT coalesce(json_agg(json_build_object('commission', o.commission_id, 'person', o.person_id, 'from', o.held_from,
			'until', coalesce(o.held_until::text, '')) ORDER BY o.id), '[]')
			FROM seats o WHERE o.commission_id <> c.id AND o.person_id IN (SELECT s.person_id FROM seats s WHERE s.commission_id = c.id)),
		'numbers', (SELECT coalesce(json_agg(json_build_object('established', n.number, 'from', n.held_from,
			'decision', json_build_object('number', n.decision_number, 'on', coalesce(n.decision_on::text, ''))) ORDER BY n.held_from), '[]')
			FROM established_numbers n WHERE n.commission_id = c.id),
		'formed', (SELECT coalesce(json_agg(json_build_object('number', v.number, 'from', coalesce(v.begins_on::text, ''), 'until', coalesce(v.ends_on::text, ''),
			'formed', json_build_object('number', v.formed_number, 'on', coalesce(v.formed_on::text, '')),
			'dissolved', json_build_object('number', v.dissolved_number, 'on', coalesce(v.dissolved_on::text, '')),
			'firstsitting', (SELECT min(o.opened_at) FROM sittings o WHERE o.commission_id = c.id
				AND (o.opened_at AT TIME ZONE ((` + profileInForce + `) ->> 'TimeZone'))::date >= v.begins_on)) ORDER BY v.number), '[]')
			FROM convocations v WHERE v.commission_id = c.id),
		'versions', (SELECT json_agg(json_build_object('number', f.version, 'from', coalesce(f.in_force_from::text, ''), 'profile', f.profile)
			ORDER BY f.version) FROM profiles f WHERE f.commission_id = c.id),
		'campaigns', (SELECT coalesce(json_agg(json_build_object('id', k.id, 'code', k.code, 'title', k.title, 'organiser', k.organiser_id,
			'starts_on', k.starts_on, 'ends_on', k.ends_on, 'voting_days', to_json(k.voting_days),
			'results_fixed', (SELECT x.fixed_at FROM campaign_results x WHERE x.campaign_id = k.id AND x.commission_id = c.id)) ORDER BY k.starts_on), '[]')
			FROM campaigns k JOIN commissions o ON o.id = k.organiser_id
			WHERE ` + worksIn + `),
		'groups', (` + groupsOf + `),
		'calendar', (SELECT coalesce(max(id), 0) FROM calendar_years)
	) AS whole
	FROM commissions c LEFT JOIN commissions p ON p.id = c.parent_id WHERE c.id = ?`

// moment reads the instant of an act with the commission as it stands then.
func (db *DB) moment(tx *gorm.DB, id commission.ID) (commission.Moment, error) {
	var row struct {
		Now   time.Time
		Whole []byte
	}
	if err := one(tx, &row, ErrNoCommission, compositionQuery, int64(id)); err != nil {
		return commission.Moment{}, fmt.Errorf("reading commission %d: %w", id, err)
	}
	return db.momentIn(tx, row.Now, row.Whole)
}

// momentIn reads the answer to compositionQuery, in the transaction that asked.
func (db *DB) momentIn(tx *gorm.DB, now time.Time, raw []byte) (commission.Moment, error) {
	var whole compositionRow
	if err := json.Unmarshal(raw, &whole); err != nil {
		return commission.Moment{}, fmt.Errorf("reading the composition of a commission: %w", err)
	}
	composition := commission.Composition{Commission: whole.Commission.commission()}
	composition.Commission.ParentName = whole.ParentName
	for _, m := range whole.Members {
		composition.Members = append(composition.Members, commission.Member{Person: m.Person,
			Name:   identity.Name{Surname: m.Surname, Given: m.Given, Patronymic: m.Patronymic},
			Office: m.Office, From: m.From, Until: m.Until, Seat: m.Seat, Appointed: m.Appointed, Released: m.Released})
	}
	composition.Acting = whole.Acting
	composition.Groups = whole.Groups
	composition.Numbers = append([]commission.Number{{Established: composition.Commission.Established}}, whole.Numbers...)
	for _, v := range whole.Formed {
		composition.Formed = append(composition.Formed, commission.Convocation{Number: v.Number, From: v.From, Formed: v.Formed,
			Until: v.Until, Dissolved: v.Dissolved, FirstSitting: v.FirstSitting.UTC()})
	}
	for _, s := range whole.Elsewhere {
		composition.Elsewhere = append(composition.Elsewhere, commission.Seat(s))
	}
	for _, v := range whole.Versions {
		composition.Versions = append(composition.Versions, commission.Version(v))
	}
	var campaigns []commission.Campaign
	for _, k := range whole.Campaigns {
		k.ResultsFixed = k.ResultsFixed.UTC()
		campaigns = append(campaigns, commission.Campaign(k))
	}
	m := commission.MomentAt(now.UTC(), composition, campaigns)
	var err error
	m.Days, err = db.calendarAt(tx, whole.Calendar)
	return m, err
}

// Moment returns the present instant with the commission as it stands, for pages.
func (db *DB) Moment(ctx context.Context, id commission.ID) (commission.Moment, error) {
	return db.standing(db.gorm.WithContext(ctx), id)
}

// now is an instant with the edition of the country's compositions at that time.
type now struct {
	At      time.Time
	Edition int64
}

const nowQuery = `SELECT legal_now() AS at, number AS edition FROM composition_edition`

// standing returns the instant of an act with the commission as it stands, for acts that
// change no composition themselves: their own changes it would not see.
func (db *DB) standing(tx *gorm.DB, id commission.ID) (commission.Moment, error) {
	var n now
	if err := one(tx, &n, ErrNoCommission, nowQuery); err != nil {
		return commission.Moment{}, fmt.Errorf("reading the instant: %w", err)
	}
	return db.momentOf(tx, id, n.At, n.Edition)
}

// composed is what a commission is, as it was read last, with the edition of the country's
// compositions at that time. It is read by many requests at once, and changed by none.
type composed struct {
	edition int64
	moment  commission.Moment // of no instant
}

// mostComposed is how many compositions are kept, of some 20 KB each.
const mostComposed = 2000

// momentOf returns the moment of an instant that was read together with the edition of
// the compositions. The commission is read anew only if any has changed since.
func (db *DB) momentOf(tx *gorm.DB, id commission.ID, now time.Time, edition int64) (commission.Moment, error) {
	db.composedMu.RLock()
	held, ok := db.composed[id]
	db.composedMu.RUnlock()
	if !ok || held.edition < edition {
		var row struct {
			Edition int64
			Whole   []byte
		}
		err := one(tx, &row, ErrNoCommission, `SELECT e.number AS edition, c.whole FROM composition_edition e, (`+compositionQuery+`) c`, int64(id))
		if err == nil {
			held.edition = row.Edition
			held.moment, err = db.momentIn(tx, now, row.Whole)
		}
		if err != nil {
			return commission.Moment{}, fmt.Errorf("reading commission %d: %w", id, err)
		}
		db.composedMu.Lock()
		if db.composed == nil || len(db.composed) >= mostComposed {
			db.composed = map[commission.ID]composed{}
		}
		db.composed[id] = held
		db.composedMu.Unlock()
	}
	m := commission.MomentAt(now.UTC(), held.moment.Composition, held.moment.Campaigns)
	m.Days = held.moment.Days
	return m, nil
}

// Commission returns one commission, or ErrNoCommission.
func (db *DB) Commission(ctx context.Context, id commission.ID) (commission.Commission, error) {
	return commissionByID(db.gorm.WithContext(ctx), id)
}

func commissionByID(tx *gorm.DB, id commission.ID) (commission.Commission, error) {
	var row commissionRow
	err := one(tx, &row, ErrNoCommission, `SELECT `+commissionColumns+`
		FROM commissions c LEFT JOIN commissions p ON p.id = c.parent_id WHERE c.id = ?`, int64(id))
	if err != nil {
		return commission.Commission{}, fmt.Errorf("reading commission %d: %w", id, err)
	}
	return row.commission(), nil
}

// existing is true of a commission c that is not dissolved: to one that is, nothing
// new is addressed. The day is that of UTC; no term hangs on the hours between.
const existing = `(c.dissolved_on IS NULL OR c.dissolved_on > legal_now()::date)`

// seatHeld is true of a seat s whose term has not ended; the day is that of UTC.
const seatHeld = `(s.held_until IS NULL OR s.held_until >= legal_now()::date)`

// FindCommissions returns at most limit commissions whose number begins with the text,
// or whose name holds it, precincts first. Dissolved ones come last of all: what they
// did can still be complained about.
func (db *DB) FindCommissions(ctx context.Context, text string, limit int) ([]commission.Commission, error) {
	found, err := db.commissions(ctx, existing+` AND (c.number LIKE ? || '%' OR c.name ILIKE '%' || ? || '%')`, limit, likeable(text), likeable(text))
	if err != nil || len(found) >= limit {
		return found, err
	}
	gone, err := db.commissions(ctx, `NOT `+existing+` AND (c.number LIKE ? || '%' OR c.name ILIKE '%' || ? || '%')`, limit-len(found), likeable(text), likeable(text))
	return append(found, gone...), err
}

// Below returns at most limit commissions directly below one, those among them that
// are put below it for a campaign of today.
func (db *DB) Below(ctx context.Context, id commission.ID, limit int) ([]commission.Commission, error) {
	return db.commissions(ctx, `(c.parent_id = ? OR EXISTS (SELECT 1 FROM commission_links l JOIN campaigns k ON k.id = l.campaign_id
		WHERE l.child_id = c.id AND l.parent_id = ? AND `+dayThere+` BETWEEN greatest(l.valid_from, k.starts_on) AND least(l.valid_until, k.ends_on)))`, limit, int64(id), int64(id))
}

// FrontDesk returns the commission that receives a complaint whose respondent is
// not known: the organiser of the campaign that started last, else the first
// commission that has members. It returns ErrNoCommission in an empty installation.
func (db *DB) FrontDesk(ctx context.Context) (commission.Commission, error) {
	id, err := frontDesk(db.gorm.WithContext(ctx))
	if err != nil {
		return commission.Commission{}, err
	}
	return db.Commission(ctx, id)
}

func frontDesk(tx *gorm.DB) (commission.ID, error) {
	var id int64
	err := one(tx, &id, ErrNoCommission, frontDeskQuery)
	return commission.ID(id), err
}

const frontDeskQuery = `
	SELECT c.id FROM commissions c
	LEFT JOIN LATERAL (SELECT max(starts_on) AS last FROM campaigns k WHERE k.organiser_id = c.id) k ON true
	WHERE EXISTS (SELECT 1 FROM seats s WHERE s.commission_id = c.id AND ` + seatHeld + `) AND ` + existing + `
	ORDER BY k.last DESC NULLS LAST, c.id LIMIT 1`

// receiver returns the commission a complaint goes to: the one directly above its
// respondent. Where that one does not work in this installation, or the
// respondent is not known, it is the front desk, whose secretary forwards.
func receiver(tx *gorm.DB, respondent commission.ID) (commission.ID, error) {
	higher, err := directlyHigher(tx, respondent)
	if err != nil {
		return 0, err
	}
	var id int64
	err = one(tx, &id, ErrNoCommission, `SELECT c.id FROM commissions c WHERE c.id = ? AND `+existing+`
		AND EXISTS (SELECT 1 FROM seats s WHERE s.commission_id = c.id AND `+seatHeld+`)`, int64(higher))
	if errors.Is(err, ErrNoCommission) {
		return frontDesk(tx)
	}
	return commission.ID(id), err
}

func (db *DB) commissions(ctx context.Context, where string, limit int, values ...any) ([]commission.Commission, error) {
	var rows []commissionRow
	err := db.gorm.WithContext(ctx).Raw(`SELECT `+commissionColumns+`
		FROM commissions c LEFT JOIN commissions p ON p.id = c.parent_id WHERE `+where+`
		ORDER BY c.kind = 'precinct' DESC, length(c.number), c.number, c.id LIMIT ?`, append(values, limit)...).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("listing commissions: %w", err)
	}
	var list []commission.Commission
	for _, row := range rows {
		list = append(list, row.commission())
	}
	return list, nil
}

// nextNumber takes the next number of a series without gaps: the row stays locked
// until the act is stored, and is as it was if the act is refused (P6).
func nextNumber(tx *gorm.DB, own commission.ID, series string, year int) (int, error) {
	var last int
	if err := tx.Raw(nextNumberQuery, int64(own), series, year).Scan(&last).Error; err != nil {
		return 0, fmt.Errorf("taking the next number of %s: %w", series, err)
	}
	return last, nil
}

const nextNumberQuery = `INSERT INTO counters (commission_id, series, year, last) VALUES (?, ?, ?, 1)
	ON CONFLICT (commission_id, series, year) DO UPDATE SET last = counters.last + 1 RETURNING last`

// likeable escapes what LIKE would take for a wildcard.
func likeable(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.TrimSpace(text))
}

// CommissionByCode returns the commission with that code, or ErrNoCommission.
func (db *DB) CommissionByCode(ctx context.Context, code string) (commission.Commission, error) {
	all, err := db.commissions(ctx, `c.code = ?`, 1, code)
	if err != nil {
		return commission.Commission{}, err
	}
	if len(all) == 0 {
		return commission.Commission{}, ErrNoCommission
	}
	return all[0], nil
}
