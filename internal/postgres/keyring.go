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
