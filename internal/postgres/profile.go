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
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// SetUpRegulation stores the next version of a commission's regulation. Two adoptions
// at once follow each other. A version whose day has come already owes new dates to what
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
		// Terms that began since the first day of a version entered late are counted by it.
		if !version.From.After(calendar.On(m.At, version.Profile.Zone())) {
			if err := db.owe(ctx, tx, deadline.Recompute{Commission: own, Version: version.Number}); err != nil {
				return err
			}
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
