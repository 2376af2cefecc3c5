package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/docket"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// Supplements returns the supplements to the minutes of a sitting, in their order; also
// those that were withdrawn.
func (db *DB) Supplements(ctx context.Context, id sitting.ID) ([]document.SupplementPrinted, error) {
	tx := db.gorm.WithContext(ctx)
	var rows []struct {
		PaperID                    int64
		Number, Item               int
		Reason, Text               string
		ByID                       int64
		Surname, Given, Patronymic string
		At                         time.Time
	}
	err := tx.Raw(`SELECT x.*, e.surname, e.given, e.patronymic FROM supplements x JOIN people e ON e.id = x.by_id WHERE x.sitting_id = ? ORDER BY x.number`, int64(id)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading supplements to minutes: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	papers, err := papersWhere(tx, paperColumns+`p.kind = 'supplement' AND p.sitting_id = ?`, int64(id))
	if err != nil {
		return nil, err
	}
	byID := make(map[document.PaperID]document.Printed, len(papers))
	for _, p := range papers {
		byID[p.ID] = p
	}
	var all []document.SupplementPrinted
	for _, r := range rows {
		all = append(all, document.SupplementPrinted{Paper: byID[document.PaperID(r.PaperID)], Supplement: document.Supplement{Number: r.Number, Ordinal: r.Item, Reason: r.Reason, Text: r.Text,
			By: identity.ID(r.ByID), ByName: identity.Name{Surname: r.Surname, Given: r.Given, Patronymic: r.Patronymic}, MadeAt: r.At.UTC()}})
	}
	return all, nil
}

// KeepSupplement stores a supplement that was just printed under its number; if somebody
// stored another meanwhile, it is refused.
func (db *DB) KeepSupplement(ctx context.Context, p document.Printed, a document.Supplement, data document.Paper, line docket.Line) (document.Printed, error) {
	raw, err := json.Marshal(data)
	if err != nil {
		return p, fmt.Errorf("writing the data of a supplement: %w", err)
	}
	var held document.Printed
	err = db.transact(ctx, func(tx *gorm.DB) error {
		m, err := db.moment(tx, p.Commission)
		if err != nil {
			return err
		}
		stale := regulation.Refuse(regulation.SerialNumbers, "paper_changed", nil)
		if err := one(tx, new(int64), sitting.ErrNotFound, `SELECT id FROM sittings WHERE id = ? FOR UPDATE`, int64(p.Sitting)); err != nil {
			return err
		}
		if err := one(tx, new(int), stale, `SELECT 1 WHERE (SELECT count(*) FROM supplements WHERE sitting_id = ?) = ?`, int64(p.Sitting), a.Number-1); err != nil {
			return err
		}
		var id int64
		err = tx.Raw(`INSERT INTO papers (commission_id, kind, sitting_id, number, made_at, template, data, pdf_key, pdf_sha256, pdf_size, docx_key, docx_sha256, docx_size)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, int64(p.Commission), string(p.Kind), int64(p.Sitting), p.Number, p.MadeAt, document.Template, string(raw),
			string(p.PDF.Key), p.PDF.SHA256[:], p.PDF.Size, string(p.DOCX.Key), p.DOCX.SHA256[:], p.DOCX.Size).Scan(&id).Error
		if err != nil {
			return fmt.Errorf("keeping a supplement: %w", err)
		}
		err = tx.Exec(`INSERT INTO supplements (paper_id, sitting_id, number, item, reason, text, by_id, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			id, int64(p.Sitting), a.Number, a.Ordinal, a.Reason, a.Text, int64(a.By), a.MadeAt).Error
		if err != nil {
			return fmt.Errorf("keeping what a supplement says: %w", err)
		}
		if err := writeDown(tx, docket.SittingChain(int64(p.Sitting)), m.At, line); err != nil {
			return err
		}
		held, err = paperWhere(tx, `p.id = ?`, id)
		return err
	})
	return held, err
}
