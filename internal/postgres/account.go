package postgres

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
)

// accountRow is a row of accounts with the person's name.
type accountRow struct {
	PersonID                   int64
	Surname, Given, Patronymic string
	Login, Password            string
	Administrator, Disabled    bool
}

func (r accountRow) account() identity.Account {
	return identity.Account{Person: identity.ID(r.PersonID), Name: identity.Name{Surname: r.Surname, Given: r.Given, Patronymic: r.Patronymic},
		Login: r.Login, Password: r.Password, Administrator: r.Administrator, Disabled: r.Disabled}
}

func accountWhere(tx *gorm.DB, where string, values ...any) (identity.Account, error) {
	var row accountRow
	err := one(tx, &row, identity.ErrNotFound, `SELECT a.*, e.surname, e.given, e.patronymic
		FROM accounts a JOIN people e ON e.id = a.person_id WHERE `+where, values...)
	if err != nil {
		return identity.Account{}, err
	}
	return row.account(), nil
}

// AccountByLogin returns the account with that login, or identity.ErrNotFound.
func (db *DB) AccountByLogin(ctx context.Context, login string) (identity.Account, error) {
	return accountWhere(db.gorm.WithContext(ctx), `a.login = ?`, login)
}

// Account returns a person's account, or identity.ErrNotFound.
func (db *DB) Account(ctx context.Context, person identity.ID) (identity.Account, error) {
	return accountWhere(db.gorm.WithContext(ctx), `a.person_id = ?`, int64(person))
}

// Invite makes an account if there is none, and an invitation to it.
func (db *DB) Invite(ctx context.Context, person identity.ID, login string, administrator bool, token [32]byte, life time.Duration) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		err := tx.Exec(`INSERT INTO accounts (person_id, login, administrator) VALUES (?, ?, ?) ON CONFLICT (person_id) DO NOTHING`,
			int64(person), login, administrator).Error
		if err != nil {
			return fmt.Errorf("making an account: %w", err)
		}
		err = tx.Exec(`INSERT INTO invitations (token_hash, person_id, expires_at) VALUES (?, ?, legal_now() + ? * interval '1 second')`,
			bytea(token[:]), int64(person), int(life.Seconds())).Error
		if err != nil {
			return fmt.Errorf("making an invitation: %w", err)
		}
		return nil
	})
}

// Invited returns whose an invitation is, or identity.ErrNotFound.
func (db *DB) Invited(ctx context.Context, token [32]byte) (identity.Account, error) {
	return accountWhere(db.gorm.WithContext(ctx), `a.person_id = (SELECT person_id FROM invitations
		WHERE token_hash = ? AND used_at IS NULL AND expires_at > legal_now()) AND NOT a.disabled`, bytea(token[:]))
}

// TakeUp sets a password and uses the invitation up, once.
func (db *DB) TakeUp(ctx context.Context, token [32]byte, password string) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		var person int64
		err := one(tx, &person, identity.ErrNotFound, `UPDATE invitations SET used_at = legal_now()
			WHERE token_hash = ? AND used_at IS NULL AND expires_at > legal_now() RETURNING person_id`, bytea(token[:]))
		if err != nil {
			return err
		}
		return changed(tx, "setting a password", `UPDATE accounts SET password = ? WHERE person_id = ?`, password, person)
	})
}

// Attempt counts an attempt in a window that begins with the first one.
func (db *DB) Attempt(ctx context.Context, bucket [32]byte, limit int, per time.Duration) (bool, error) {
	var count int
	seconds := int(per.Seconds())
	err := db.gorm.WithContext(ctx).Raw(`INSERT INTO attempts (bucket, began_at, count) VALUES (?, legal_now(), 1)
		ON CONFLICT (bucket) DO UPDATE SET
			count = CASE WHEN attempts.began_at < legal_now() - ? * interval '1 second' THEN 1 ELSE attempts.count + 1 END,
			began_at = CASE WHEN attempts.began_at < legal_now() - ? * interval '1 second' THEN legal_now() ELSE attempts.began_at END
		RETURNING count`, bytea(bucket[:]), seconds, seconds).Scan(&count).Error
	if err != nil {
		return false, fmt.Errorf("counting an attempt: %w", err)
	}
	return count <= limit, nil
}

// AddPerson stores a person and returns the number.
func (db *DB) AddPerson(ctx context.Context, name identity.Name, email string) (identity.ID, error) {
	var id int64
	err := db.gorm.WithContext(ctx).Raw(`INSERT INTO people (surname, given, patronymic, email) VALUES (?, ?, ?, ?) RETURNING id`,
		name.Surname, name.Given, name.Patronymic, email).Scan(&id).Error
	if err != nil {
		return 0, fmt.Errorf("adding a person: %w", err)
	}
	return identity.ID(id), nil
}

// Seat gives a person a seat with a deciding vote in a commission from a day on.
func (db *DB) Seat(ctx context.Context, id commission.ID, person identity.ID, office identity.Office, from calendar.Date) error {
	err := db.gorm.WithContext(ctx).Exec(`INSERT INTO seats (commission_id, person_id, office, held_from) VALUES (?, ?, ?, ?)`,
		int64(id), int64(person), string(office), from.String()).Error
	if err != nil {
		return fmt.Errorf("giving a seat: %w", err)
	}
	return nil
}
