package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/document"
	"redress/internal/grammar"
	"redress/internal/identity"
)

// nameRow is the latest row of a name in name_forms, with who wrote it.
type nameRow struct {
	ID                         int64
	Name                       string
	Forms                      []byte // as JSON
	ByID                       int64
	At                         time.Time
	Surname, Given, Patronymic string
}

const nameQuery = `SELECT DISTINCT ON (f.name) f.id, f.name, to_json(f.forms) AS forms, f.by_id, f.at, p.surname, p.given, p.patronymic
	FROM name_forms f JOIN people p ON p.id = f.by_id WHERE f.commission_id = ? AND `

func (r nameRow) correction() (document.Correction, error) {
	c := document.Correction{ID: r.ID, By: identity.ID(r.ByID), At: r.At.UTC(), ByName: identity.Name{Surname: r.Surname, Given: r.Given, Patronymic: r.Patronymic}}
	if err := json.Unmarshal(r.Forms, &c.Forms); err != nil {
		return c, fmt.Errorf("reading the forms of a name: %w", err)
	}
	return c, nil
}

func namesWhere(tx *gorm.DB, own commission.ID, where string, values ...any) ([]document.Correction, error) {
	var rows []nameRow
	if err := tx.Raw(nameQuery+where, append([]any{int64(own)}, values...)...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("reading the dictionary of names: %w", err)
	}
	all := make([]document.Correction, len(rows))
	for i, row := range rows {
		var err error
		if all[i], err = row.correction(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// dictionary is what a commission wrote down of the names.
func dictionary(tx *gorm.DB, own commission.ID, names ...identity.Name) (document.Dictionary, error) {
	full := make([]string, len(names))
	for i, n := range names {
		full[i] = n.Full()
	}
	if len(full) == 0 {
		return nil, nil
	}
	kept, err := namesWhere(tx, own, `f.name IN ? ORDER BY f.name, f.id DESC`, full)
	if err != nil {
		return nil, err
	}
	all := document.Dictionary{}
	for _, c := range kept {
		all[c.Forms[grammar.Nominative]] = c.Forms
	}
	return all, nil
}

// Dictionary returns what a commission wrote down of the names.
func (db *DB) Dictionary(ctx context.Context, own commission.ID, names ...identity.Name) (document.Dictionary, error) {
	return dictionary(db.gorm.WithContext(ctx), own, names...)
}

// NamesKept returns at most limit of the names a commission wrote down, in their order,
// those after the name of the record given: no address holds a name.
func (db *DB) NamesKept(ctx context.Context, own commission.ID, after int64, limit int) ([]document.Correction, error) {
	return namesWhere(db.gorm.WithContext(ctx), own, `f.name > coalesce((SELECT a.name FROM name_forms a WHERE a.id = ? AND a.commission_id = f.commission_id), '')
		ORDER BY f.name, f.id DESC LIMIT ?`, after, limit)
}

// NameKept returns the name of a record of the commission; empty if it has none such.
func (db *DB) NameKept(ctx context.Context, own commission.ID, id int64) (string, error) {
	var name string
	if err := db.gorm.WithContext(ctx).Raw(`SELECT name FROM name_forms WHERE id = ? AND commission_id = ?`, id, int64(own)).Scan(&name).Error; err != nil {
		return "", fmt.Errorf("reading a name of the dictionary: %w", err)
	}
	return name, nil
}

// KeepForms stores the forms of a name.
func (db *DB) KeepForms(ctx context.Context, own commission.ID, c document.Correction) error {
	forms, err := json.Marshal(c.Forms)
	if err != nil {
		return fmt.Errorf("writing the forms of a name: %w", err)
	}
	return changed(db.gorm.WithContext(ctx), "storing the forms of a name", `INSERT INTO name_forms (commission_id, name, forms, by_id, at)
		VALUES (?, ?, ARRAY(SELECT value FROM jsonb_array_elements_text(?::jsonb) WITH ORDINALITY ORDER BY ordinality), ?, legal_now())`,
		int64(own), c.Forms[grammar.Nominative], string(forms), int64(c.By))
}
