package postgres

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/document"
	"redress/internal/identity"
)

// wordingRow is a row of wordings, with who wrote it.
type wordingRow struct {
	Kind                       string
	Version                    int
	InForceFrom                time.Time
	Text, Ground               string
	ByID                       int64
	At                         time.Time
	Surname, Given, Patronymic string
}

const wordingColumns = ` w.kind, w.version, w.in_force_from, w.text, w.ground, w.by_id, w.at, p.surname, p.given, p.patronymic
	FROM wordings w JOIN people p ON p.id = w.by_id WHERE w.commission_id = ? `

func (r wordingRow) version() document.WordingVersion {
	return document.WordingVersion{Kind: document.WordingKind(r.Kind), Number: r.Version, From: dayOf(&r.InForceFrom), Text: r.Text, Ground: r.Ground,
		By: identity.ID(r.ByID), ByName: identity.Name{Surname: r.Surname, Given: r.Given, Patronymic: r.Patronymic}, At: r.At.UTC()}
}

func wordingsWhere(tx *gorm.DB, query string, values ...any) ([]document.WordingVersion, error) {
	var rows []wordingRow
	if err := tx.Raw(query, values...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("reading wordings: %w", err)
	}
	all := make([]document.WordingVersion, len(rows))
	for i, row := range rows {
		all[i] = row.version()
	}
	return all, nil
}

// wordingsInForce are the versions by which a commission writes its letters on a day.
func wordingsInForce(tx *gorm.DB, own commission.ID, day calendar.Date) (document.WordingsInForce, error) {
	versions, err := wordingsWhere(tx, `SELECT DISTINCT ON (w.kind)`+wordingColumns+`AND w.in_force_from <= ? ORDER BY w.kind, w.version DESC`, int64(own), day.String())
	if err != nil {
		return nil, err
	}
	all := document.WordingsInForce{}
	for _, v := range versions {
		all[v.Kind] = v
	}
	return all, nil
}

// WordingsInForce returns the versions by which a commission writes its letters on a day.
func (db *DB) WordingsInForce(ctx context.Context, own commission.ID, day calendar.Date) (document.WordingsInForce, error) {
	return wordingsInForce(db.gorm.WithContext(ctx), own, day)
}

// WordingVersions returns at most limit versions of how a commission words a kind of letter,
// the latest first.
func (db *DB) WordingVersions(ctx context.Context, own commission.ID, kind document.WordingKind, limit int) ([]document.WordingVersion, error) {
	return wordingsWhere(db.gorm.WithContext(ctx), `SELECT`+wordingColumns+`AND w.kind = ? ORDER BY w.version DESC LIMIT ?`, int64(own), string(kind), limit)
}

// KeepWording stores the next version of how a commission words a kind of letter. Two at
// once follow each other.
func (db *DB) KeepWording(ctx context.Context, own commission.ID, kind document.WordingKind,
	keep func(document.WordingVersion, commission.Moment) (document.WordingVersion, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		if err := one(tx, new(int64), ErrNoCommission, `SELECT id FROM commissions WHERE id = ? FOR NO KEY UPDATE`, int64(own)); err != nil {
			return err
		}
		m, err := db.moment(tx, own)
		if err != nil {
			return err
		}
		kept, err := wordingsWhere(tx, `SELECT`+wordingColumns+`AND w.kind = ? ORDER BY w.version DESC LIMIT 1`, int64(own), string(kind))
		if err != nil {
			return err
		}
		var last document.WordingVersion
		if len(kept) > 0 {
			last = kept[0]
		}
		v, line, err := keep(last, m)
		if err != nil {
			return err
		}
		err = tx.Exec(`INSERT INTO wordings (commission_id, kind, version, in_force_from, text, ground, by_id, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			int64(own), string(v.Kind), v.Number, v.From.String(), v.Text, v.Ground, int64(v.By), v.At).Error
		if err != nil {
			return fmt.Errorf("keeping version %d of a wording: %w", v.Number, err)
		}
		return writeDown(tx, docket.AdministrationChain, m.At, line)
	})
}
