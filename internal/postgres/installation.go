package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
)

// InstallationKind says what a database was set up for.
type InstallationKind string

// The kinds. An empty database has none yet.
const (
	Working       InstallationKind = "working"
	Demonstration InstallationKind = "demonstration"
)

// Installation is what a database was set up for.
type Installation struct {
	Kind     InstallationKind
	Complete bool // false while demonstration data are being loaded
}

var errNoInstallation = errors.New("not set up yet")

// Installation returns what the database was set up for; the zero value for an empty one.
func (db *DB) Installation(ctx context.Context) (Installation, error) {
	var i Installation
	err := one(db.gorm.WithContext(ctx), &i, errNoInstallation, `SELECT kind, complete FROM installation`)
	if errors.Is(err, errNoInstallation) {
		return Installation{}, nil
	}
	return i, err
}

// SetUp marks an empty database as set up for a kind of work.
func (db *DB) SetUp(ctx context.Context, i Installation) error {
	err := db.gorm.WithContext(ctx).Exec(`INSERT INTO installation (kind, complete) VALUES (?, ?)
		ON CONFLICT (one) DO UPDATE SET complete = EXCLUDED.complete WHERE installation.kind = EXCLUDED.kind`, string(i.Kind), i.Complete).Error
	if err != nil {
		return fmt.Errorf("setting up the database: %w", err)
	}
	return nil
}

// DemoClock sets the clock of legal acts while demonstration data are being loaded,
// so that invented complaints lie in the past; the zero time sets it going again.
// It refuses once a demonstration is complete, and any other database.
func (db *DB) DemoClock(ctx context.Context, at time.Time) error {
	i, err := db.Installation(ctx)
	if err != nil {
		return err
	}
	if i.Kind != Demonstration || i.Complete {
		return errors.New("the clock of legal acts can be set only while a demonstration is being loaded")
	}
	body := `clock_timestamp()`
	if !at.IsZero() {
		body = at.UTC().Format(`timestamptz '2006-01-02 15:04:05.999999Z'`)
	}
	if _, err := db.pool.Exec(ctx, `CREATE OR REPLACE FUNCTION legal_now() RETURNS timestamptz LANGUAGE sql VOLATILE RETURN `+body); err != nil {
		return fmt.Errorf("setting the clock of the demonstration: %w", err)
	}
	return nil
}

// ClearDemonstration empties a database whose demonstration was not loaded to its
// end, and migrates it anew.
func (db *DB) ClearDemonstration(ctx context.Context) error {
	i, err := db.Installation(ctx)
	if err != nil {
		return err
	}
	if i.Kind != Demonstration || i.Complete {
		return errors.New("only a demonstration that was not loaded to its end is cleared")
	}
	if _, err := db.pool.Exec(ctx, `DROP SCHEMA public CASCADE; CREATE SCHEMA public`); err != nil {
		return fmt.Errorf("clearing the demonstration: %w", err)
	}
	db.inForce.Store(nil)
	db.composedMu.Lock()
	db.composed = nil
	db.composedMu.Unlock()
	db.pool.Reset() // statements prepared over the old tables are of no use
	return db.Migrate(ctx)
}

// AddCommission stores a commission and returns its number. A parent is named by
// its number, zero for none.
func (db *DB) AddCommission(ctx context.Context, c commission.Commission) (commission.ID, error) {
	return insertCommission(db.gorm.WithContext(ctx), c, 0)
}

// AddCampaign stores a campaign and returns its number; contradictory days are refused.
func (db *DB) AddCampaign(ctx context.Context, c commission.Campaign) (commission.CampaignID, error) {
	if err := c.Check(); err != nil {
		return 0, err
	}
	return insertCampaign(db.gorm.WithContext(ctx), c)
}

// SetAccount gives a person an account with a password already hashed.
func (db *DB) SetAccount(ctx context.Context, a identity.Account) error {
	err := db.gorm.WithContext(ctx).Exec(`INSERT INTO accounts (person_id, login, password, administrator) VALUES (?, ?, ?, ?)
		ON CONFLICT (person_id) DO UPDATE SET login = EXCLUDED.login, password = EXCLUDED.password`,
		int64(a.Person), a.Login, a.Password, a.Administrator).Error
	if err != nil {
		return fmt.Errorf("storing an account: %w", err)
	}
	return nil
}

// ComplaintByCode returns the complaint that a tracking code opens, or complaint.ErrNotFound.
func (db *DB) ComplaintByCode(ctx context.Context, code complaint.CodeHash) (complaint.Complaint, error) {
	return db.whole(ctx, `code_hash = ? AND channel <> 'forwarded'`, bytea(code[:]))
}

// Empty reports whether the database holds no commission and no person yet.
func (db *DB) Empty(ctx context.Context) (bool, error) {
	var empty bool
	err := db.gorm.WithContext(ctx).Raw(`SELECT NOT EXISTS (SELECT 1 FROM commissions) AND NOT EXISTS (SELECT 1 FROM people)`).Scan(&empty).Error
	if err != nil {
		return false, fmt.Errorf("looking whether the database is empty: %w", err)
	}
	return empty, nil
}

// Now returns the database's instant.
func (db *DB) Now(ctx context.Context) (time.Time, error) {
	var now time.Time
	if err := db.gorm.WithContext(ctx).Raw(`SELECT legal_now()`).Scan(&now).Error; err != nil {
		return now, fmt.Errorf("reading the clock: %w", err)
	}
	return now.UTC(), nil
}
