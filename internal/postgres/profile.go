package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// SetUpRegulation stores the next version of a commission's regulation. Two adoptions
// at once follow each other. A version whose day has come already is counted for what
// has happened since that day.
func (db *DB) SetUpRegulation(ctx context.Context, own commission.ID,
	adopt func(commission.Moment) (commission.Version, commission.Adoption, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		if err := one(tx, new(int64), ErrNoCommission, `SELECT id FROM commissions WHERE id = ? FOR NO KEY UPDATE`, int64(own)); err != nil {
			return err
		}
		m, err := db.moment(tx, own)
		if err != nil {
			return err
		}
		version, a, line, err := adopt(m)
		if err != nil {
			return err
		}
		profile, err := json.Marshal(version.Profile)
		if err != nil {
			return fmt.Errorf("writing a profile: %w", err)
		}
		err = tx.Exec(`INSERT INTO profiles (commission_id, version, in_force_from, decision_number, decision_on, adopted_at, adopted_by, profile)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, int64(own), version.Number, version.From.String(), a.Decision, a.DecisionOn.String(), m.At,
			idOrNull(line.By.ID), string(profile)).Error
		if err != nil {
			return zoneKnown(fmt.Errorf("storing version %d of a regulation: %w", version.Number, err))
		}
		m.Composition.Versions = append(m.Composition.Versions, version)
		next := commission.MomentAt(m.At, m.Composition, m.Campaigns)
		next.Days = m.Days
		if err := db.recount(tx, version, next); err != nil {
			return err
		}
		return writeDown(tx, docket.AdministrationChain, m.At, line)
	})
}

// zoneKnown turns the database's complaint about a time zone into a refusal: a zone of
// the programme's table may be missing in the database's.
func zoneKnown(err error) error {
	var answer *pgconn.PgError
	if errors.As(err, &answer) && answer.Code == "22023" {
		return regulation.Missing(regulation.CountingDays, "time_zone", "zone_unknown")
	}
	return err
}

// concernedBy finds the complaints of a commission that still owe something and have
// had a step since an instant.
const concernedBy = ` FROM complaints c WHERE c.commission_id = ? AND c.due_sort IS NOT NULL
	AND greatest(c.filed_at, c.registered_at, c.decided_at) >= ?`

// recount computes anew the terms that began on or after the first day of a version
// which was in force before it was entered. Terms that began earlier stay as they are.
func (db *DB) recount(tx *gorm.DB, version commission.Version, m commission.Moment) error {
	if version.From.After(calendar.On(m.At, version.Profile.Zone())) {
		return nil
	}
	own, since := int64(m.Composition.Commission.ID), version.From.Start(version.Profile.Zone())
	if err := db.recountMinutes(tx, own, since, m); err != nil { // sittings are locked before complaints, as acts do
		return err
	}
	var found []int64
	if err := tx.Raw(`SELECT c.id`+concernedBy+` ORDER BY c.id`, own, since).Scan(&found).Error; err != nil {
		return fmt.Errorf("looking for complaints under a new regulation: %w", err)
	}
	for _, id := range found {
		c, err := complaintWhere(tx, `id = ? FOR UPDATE`, id)
		if err != nil {
			return err
		}
		if err := db.recountComplaint(tx, c, m); err != nil {
			return err
		}
	}
	err := tx.Exec(`UPDATE letters l SET due_on = d.due_on FROM deadlines d WHERE d.complaint_id = l.complaint_id AND d.clock = ?
		AND l.commission_id = ? AND l.done_at IS NULL AND l.due_on <> d.due_on`, string(deadline.RulingDelivery), own).Error
	if err != nil {
		return fmt.Errorf("moving the day of letters: %w", err)
	}
	return nil
}

func (db *DB) recountComplaint(tx *gorm.DB, c complaint.Complaint, m commission.Moment) error {
	running, err := deadline.Following(c, m, m.Days)
	if err != nil {
		return fmt.Errorf("computing deadlines of complaint %s: %w", c.Ref, err)
	}
	due := dueOf(running, c.Ref)
	err = changed(tx, "moving the day of a complaint", `UPDATE complaints SET due_clock = ?, due_kind = ?, due_from = ?, due_on = ?, due_work_by = ?,
		due_clause = ?, due_sort = ? WHERE id = ?`, due.DueClock, due.DueKind, due.DueFrom, due.DueOn, due.DueWorkBy, due.DueClause, due.DueSort, int64(c.ID))
	if err != nil {
		return err
	}
	return saveDeadlines(tx, c.Commission, c.ID, running)
}

func (db *DB) recountMinutes(tx *gorm.DB, own int64, since time.Time, m commission.Moment) error {
	var owed []int
	err := tx.Raw(`SELECT s.number FROM sittings s JOIN deadlines d ON d.sitting_id = s.id
		WHERE s.commission_id = ? AND s.opened_at >= ? AND d.met_at IS NULL ORDER BY s.number`, own, since).Scan(&owed).Error
	if err != nil {
		return fmt.Errorf("looking for minutes under a new regulation: %w", err)
	}
	for _, number := range owed {
		var s sitting.Sitting
		if s, err = sittingWhere(tx, true, `commission_id = ? AND number = ?`, own, number); err != nil {
			return err
		}
		if err := db.oweMinutes(tx, s, m); err != nil {
			return err
		}
	}
	return nil
}

// Regulation returns every version of a commission's regulation, the latest first.
func (db *DB) Regulation(ctx context.Context, own commission.ID) ([]commission.Adopted, error) {
	var rows []struct {
		Version                    int
		InForceFrom, DecisionOn    *time.Time
		DecisionNumber             string
		AdoptedAt                  time.Time
		Surname, Given, Patronymic string
		Profile                    regulation.Profile `gorm:"serializer:json"`
	}
	err := db.gorm.WithContext(ctx).Raw(`SELECT f.version, f.in_force_from, f.decision_on, f.decision_number, f.adopted_at, f.profile,
			coalesce(e.surname, '') AS surname, coalesce(e.given, '') AS given, coalesce(e.patronymic, '') AS patronymic
		FROM profiles f LEFT JOIN people e ON e.id = f.adopted_by WHERE f.commission_id = ? ORDER BY f.version DESC`, int64(own)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading the regulation of commission %d: %w", own, err)
	}
	list := make([]commission.Adopted, len(rows))
	for i, r := range rows {
		list[i] = commission.Adopted{Version: commission.Version{Number: r.Version, From: dayOf(r.InForceFrom), Profile: r.Profile},
			Decision: r.DecisionNumber, DecisionOn: dayOf(r.DecisionOn), EnteredAt: r.AdoptedAt.UTC(),
			EnteredBy: identity.Name{Surname: r.Surname, Given: r.Given, Patronymic: r.Patronymic}}
	}
	return list, nil
}

// Concerned counts the complaints of a commission that still owe something, and those
// of them whose terms began on or after an instant.
func (db *DB) Concerned(ctx context.Context, own commission.ID, since time.Time) (open, begun int, err error) {
	err = db.pool.QueryRow(ctx, `SELECT count(*), count(*) FILTER (WHERE greatest(filed_at, registered_at, decided_at) >= $2)
		FROM complaints WHERE commission_id = $1 AND due_sort IS NOT NULL`, int64(own), since).Scan(&open, &begun)
	if err != nil {
		return 0, 0, fmt.Errorf("counting complaints under a new regulation: %w", err)
	}
	return open, begun, nil
}
