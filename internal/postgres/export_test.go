package postgres

import (
	"context"
	"time"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/publication"
	"redress/internal/sitting"
)

// Try runs a statement through gorm, for tests of what that reports.
func (db *DB) Try(ctx context.Context, statement string, values ...any) error {
	return db.gorm.WithContext(ctx).Exec(statement, values...).Error
}

// DirectlyHigher is who stands above a commission today, as acts ask it.
func (db *DB) DirectlyHigher(ctx context.Context, lower commission.ID) (commission.ID, error) {
	return directlyHigher(db.gorm.WithContext(ctx), lower)
}

// Archived are the queries of the archive list.
var Archived = archived

// CompositionQuery is the statement that reads what a commission is.
const CompositionQuery = compositionQuery

// SendTogether runs statements in one message, in an act that did something before. Each
// must change one row.
func (db *DB) SendTogether(ctx context.Context, before func(tx *gorm.DB) error, sent ...string) error {
	return db.transactOn(ctx, func(tx *gorm.DB, on line) error {
		if err := before(tx); err != nil {
			return err
		}
		var t together
		for _, each := range sent {
			t.doOne(statement{each, each, nil})
		}
		return on.send(&t)
	})
}

// Watched are the sittings that are kept for everybody, by themselves.
type Watched struct{ kept watched }

// At shows a version at an instant; read tells what it is where it is not kept.
func (w *Watched) At(version int, now time.Time, read func() (sitting.Watched, error)) (sitting.Watched, error) {
	return w.kept.at(watchedAt{own: 1, number: 1, version: version}, now, read)
}

// RegisterPage is the statement that reads a page of the register, in the order of adoption
// or of publishing, with its values.
func RegisterPage(f publication.Filter, after publication.After, limit int, latest bool) (string, []any) {
	where, values := chosenAfter(f, after)
	order := byAdoption
	if latest {
		order = byPublication
	}
	return registerQuery(where, order), append(values, limit)
}
