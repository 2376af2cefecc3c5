package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/identity"
	"redress/internal/keyring"
)

// SigningKey returns the key with which a person signs, or keyring.ErrNone.
func (db *DB) SigningKey(ctx context.Context, person identity.ID) (keyring.Key, keyring.Locked, error) {
	var row struct {
		Certificate  []byte
		Salt, Locked []byte
		AddedAt      time.Time
	}
	var k keyring.Key
	err := one(db.gorm.WithContext(ctx), &row, keyring.ErrNone, `SELECT certificate, salt, locked, added_at FROM signing_keys WHERE person_id = ? AND removed_at IS NULL`, int64(person))
	if err != nil {
		return k, keyring.Locked{}, err
	}
	k.AddedAt = row.AddedAt.UTC()
	if err := json.Unmarshal(row.Certificate, &k.Certificate); err != nil {
		return k, keyring.Locked{}, fmt.Errorf("reading the certificate of a key: %w", err)
	}
	return k, keyring.Locked{Salt: row.Salt, File: row.Locked}, nil
}

const removeKey = `UPDATE signing_keys SET removed_at = legal_now(), salt = NULL, locked = NULL WHERE person_id = ? AND removed_at IS NULL`

// KeepSigningKey stores a key in place of the one before it.
func (db *DB) KeepSigningKey(ctx context.Context, person identity.ID, k keyring.Key, l keyring.Locked) error {
	named, err := json.Marshal(k.Certificate)
	if err != nil {
		return fmt.Errorf("writing the certificate of a key: %w", err)
	}
	return db.transact(ctx, func(tx *gorm.DB) error {
		if err := one(tx, new(int64), identity.ErrNotFound, `SELECT id FROM people WHERE id = ? FOR UPDATE`, int64(person)); err != nil {
			return err
		}
		if err := tx.Exec(removeKey, int64(person)).Error; err != nil {
			return fmt.Errorf("blotting out a key: %w", err)
		}
		return changed(tx, "keeping a key", `INSERT INTO signing_keys (person_id, certificate, salt, locked, added_at) VALUES (?, ?, ?, ?, ?)`,
			int64(person), string(named), l.Salt, l.File, k.AddedAt)
	})
}

// RemoveSigningKey blots out the person's key, or returns keyring.ErrNone.
func (db *DB) RemoveSigningKey(ctx context.Context, person identity.ID) error {
	done := db.gorm.WithContext(ctx).Exec(removeKey, int64(person))
	if done.Error != nil {
		return fmt.Errorf("blotting out a key: %w", done.Error)
	}
	if done.RowsAffected == 0 {
		return keyring.ErrNone
	}
	return nil
}

// SignatoryNumbers returns what is known of an officer's numbers.
func (db *DB) SignatoryNumbers(ctx context.Context, person identity.ID) (keyring.Known, error) {
	var row struct {
		SNILS []byte `gorm:"column:snils"`
		INN   []byte `gorm:"column:inn"`
		OGRN  string `gorm:"column:ogrn"`
	}
	if err := db.gorm.WithContext(ctx).Raw(`SELECT snils, inn, ogrn FROM signatory_numbers WHERE person_id = ? ORDER BY id DESC LIMIT 1`, int64(person)).Scan(&row).Error; err != nil {
		return keyring.Known{}, fmt.Errorf("reading the numbers of an officer: %w", err)
	}
	return keyring.Known{SNILS: row.SNILS, INN: row.INN, OGRN: row.OGRN}, nil
}

// KeepSignatoryNumbers writes an officer's numbers down.
func (db *DB) KeepSignatoryNumbers(ctx context.Context, by, person identity.ID, k keyring.Known) error {
	return changed(db.gorm.WithContext(ctx), "keeping the numbers of an officer", `INSERT INTO signatory_numbers (person_id, snils, inn, ogrn, by_id, at) VALUES (?, ?, ?, ?, ?, legal_now())`,
		int64(person), k.SNILS, k.INN, k.OGRN, int64(by))
}
