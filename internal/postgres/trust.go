package postgres

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/certificate"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/trust"
)

// TrustVersion says how much the trust store holds.
func (db *DB) TrustVersion(ctx context.Context) (trust.Version, error) {
	var v trust.Version
	err := db.gorm.WithContext(ctx).Raw(`SELECT coalesce((SELECT max(id) FROM authorities), 0) AS authorities,
		coalesce((SELECT max(id) FROM authority_retirements), 0) AS retirements, coalesce((SELECT max(id) FROM revocation_lists), 0) AS lists`).Scan(&v).Error
	if err != nil {
		return v, fmt.Errorf("reading the version of the trust store: %w", err)
	}
	return v, nil
}

// authorityRow is an authority with who entered it and who took it out of use.
type authorityRow struct {
	ID                                        int64
	DER                                       []byte `gorm:"column:der"`
	SHA256                                    []byte `gorm:"column:sha256"`
	AddedBy                                   *int64
	Surname, Given, Patronymic                string
	AddedAt                                   time.Time
	Reason                                    string
	RetiredBy                                 *int64
	RetiredAt                                 *time.Time
	RetiredSurname, RetiredGiven, RetiredPatr string
}

const authorityQuery = `SELECT a.id, a.der, a.sha256, a.added_by, a.added_at, coalesce(p.surname, '') AS surname, coalesce(p.given, '') AS given, coalesce(p.patronymic, '') AS patronymic,
		coalesce(r.reason, '') AS reason, r.retired_by, r.retired_at, coalesce(q.surname, '') AS retired_surname, coalesce(q.given, '') AS retired_given, coalesce(q.patronymic, '') AS retired_patr
	FROM authorities a LEFT JOIN people p ON p.id = a.added_by LEFT JOIN authority_retirements r ON r.authority_id = a.id LEFT JOIN people q ON q.id = r.retired_by
	ORDER BY a.id`

// errAltered says that a certificate of the trust store is not the one that was entered.
var errAltered = errors.New("it is not what was entered")

func (r authorityRow) authority() (trust.Authority, error) {
	if sum := sha256.Sum256(r.DER); [sha256.Size]byte(r.SHA256) != sum {
		return trust.Authority{}, fmt.Errorf("authority %d of the trust store: %w", r.ID, errAltered)
	}
	c, err := certificate.Parse(r.DER)
	if err != nil {
		return trust.Authority{}, fmt.Errorf("authority %d of the trust store: %w", r.ID, err)
	}
	a := trust.Authority{ID: trust.AuthorityID(r.ID), Certificate: c, Reason: r.Reason,
		Added: trust.Entry{By: identity.ID(idOf(r.AddedBy)), Name: identity.Name{Surname: r.Surname, Given: r.Given, Patronymic: r.Patronymic}, At: r.AddedAt.UTC()}}
	if r.RetiredAt != nil {
		a.Retired = trust.Entry{By: identity.ID(idOf(r.RetiredBy)), At: r.RetiredAt.UTC(),
			Name: identity.Name{Surname: r.RetiredSurname, Given: r.RetiredGiven, Patronymic: r.RetiredPatr}}
	}
	return a, nil
}

// Authorities returns all authorities of the trust store, the earliest first.
func (db *DB) Authorities(ctx context.Context) ([]trust.Authority, error) {
	return authorities(db.gorm.WithContext(ctx))
}

func authorities(tx *gorm.DB) ([]trust.Authority, error) {
	var rows []authorityRow
	if err := tx.Raw(authorityQuery).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("reading the authorities: %w", err)
	}
	all := make([]trust.Authority, len(rows))
	for i, row := range rows {
		var err error
		if all[i], err = row.authority(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// RevocationLists describes all revocation lists of the trust store.
func (db *DB) RevocationLists(ctx context.Context) ([]trust.List, error) {
	return revocationLists(db.gorm.WithContext(ctx))
}

func revocationLists(tx *gorm.DB) ([]trust.List, error) {
	var rows []struct {
		ID, AuthorityID            int64
		SHA256                     []byte `gorm:"column:sha256"`
		ThisUpdate                 time.Time
		NextUpdate                 *time.Time
		Size, Revoked              int
		Partial                    bool
		AddedBy                    *int64
		AddedAt                    time.Time
		Surname, Given, Patronymic string
	}
	err := tx.Raw(`SELECT l.id, l.authority_id, l.sha256, l.this_update, l.next_update, length(l.der) AS size, l.revoked, l.partial, l.added_by, l.added_at,
			coalesce(p.surname, '') AS surname, coalesce(p.given, '') AS given, coalesce(p.patronymic, '') AS patronymic
		FROM revocation_lists l LEFT JOIN people p ON p.id = l.added_by ORDER BY l.id`).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading the revocation lists: %w", err)
	}
	all := make([]trust.List, len(rows))
	for i, r := range rows {
		all[i] = trust.List{ID: trust.ListID(r.ID), Authority: trust.AuthorityID(r.AuthorityID), Digest: [sha256.Size]byte(r.SHA256),
			ThisUpdate: r.ThisUpdate.UTC(), NextUpdate: momentOf(r.NextUpdate), Size: r.Size, Count: r.Revoked, Partial: r.Partial,
			Added: trust.Entry{By: identity.ID(idOf(r.AddedBy)), Name: identity.Name{Surname: r.Surname, Given: r.Given, Patronymic: r.Patronymic}, At: r.AddedAt.UTC()}}
	}
	return all, nil
}

// RevocationList returns a list of the trust store in DER.
func (db *DB) RevocationList(ctx context.Context, id trust.ListID) ([]byte, error) {
	var row struct {
		DER []byte `gorm:"column:der"`
	}
	err := one(db.gorm.WithContext(ctx), &row, gorm.ErrRecordNotFound, `SELECT der FROM revocation_lists WHERE id = ?`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("reading revocation list %d: %w", id, err)
	}
	return row.DER, nil
}

// entrust runs one act on the trust store. They follow each other, so that the greatest
// ids are always the latest that anybody can see.
func (db *DB) entrust(ctx context.Context, act func(tx *gorm.DB, held []trust.Authority) (docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec(`LOCK TABLE authorities IN SHARE ROW EXCLUSIVE MODE`).Error; err != nil {
			return fmt.Errorf("waiting for the trust store: %w", err)
		}
		held, err := authorities(tx)
		if err != nil {
			return err
		}
		line, err := act(tx, held)
		if err != nil {
			return err
		}
		return writeDownNow(tx, docket.AdministrationChain, line)
	})
}

// AddAuthorities stores the certificates that add returns.
func (db *DB) AddAuthorities(ctx context.Context, add func([]trust.Authority) ([]trust.Authority, docket.Line, error)) error {
	return db.entrust(ctx, func(tx *gorm.DB, held []trust.Authority) (docket.Line, error) {
		added, line, err := add(held)
		if err != nil {
			return line, err
		}
		for _, a := range added {
			sha := a.Fingerprint()
			err := changed(tx, "storing an authority", `INSERT INTO authorities (der, sha256, added_by, added_at) VALUES (?, ?, ?, legal_now())`,
				bytea(a.Raw), bytea(sha[:]), idOrNull(line.By.ID))
			if err != nil {
				return line, err
			}
		}
		return line, nil
	})
}

// RetireAuthority takes an authority out of use.
func (db *DB) RetireAuthority(ctx context.Context, retire func([]trust.Authority) (trust.AuthorityID, string, docket.Line, error)) error {
	return db.entrust(ctx, func(tx *gorm.DB, held []trust.Authority) (docket.Line, error) {
		id, reason, line, err := retire(held)
		if err != nil {
			return line, err
		}
		return line, changed(tx, "retiring an authority", `INSERT INTO authority_retirements (authority_id, reason, retired_by, retired_at) VALUES (?, ?, ?, legal_now())`,
			int64(id), reason, idOrNull(line.By.ID))
	})
}

// TakeInList stores a revocation list in DER.
func (db *DB) TakeInList(ctx context.Context, raw []byte, take func([]trust.Authority, []trust.List, time.Time) (trust.List, docket.Line, error)) error {
	return db.entrust(ctx, func(tx *gorm.DB, held []trust.Authority) (docket.Line, error) {
		lists, err := revocationLists(tx)
		if err != nil {
			return docket.Line{}, err
		}
		var now time.Time
		if err := tx.Raw(`SELECT legal_now()`).Scan(&now).Error; err != nil {
			return docket.Line{}, fmt.Errorf("reading the clock: %w", err)
		}
		l, line, err := take(held, lists, now.UTC())
		if err != nil {
			return line, err
		}
		return line, changed(tx, "storing a revocation list", `INSERT INTO revocation_lists (authority_id, der, sha256, this_update, next_update, revoked, partial, added_by, added_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, legal_now())`,
			int64(l.Authority), bytea(raw), bytea(l.Digest[:]), l.ThisUpdate, timeOrNull(l.NextUpdate), l.Count, l.Partial, idOrNull(line.By.ID))
	})
}
