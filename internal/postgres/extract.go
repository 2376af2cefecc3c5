package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/attachment"
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// KeepExtract stores an extract of the minutes that was just drawn.
func (db *DB) KeepExtract(ctx context.Context, e document.Extract, data document.Paper, line docket.Line) (document.ExtractID, error) {
	raw, err := json.Marshal(data)
	if err != nil {
		return 0, fmt.Errorf("writing the data of an extract: %w", err)
	}
	id := int64(0)
	err = db.transact(ctx, func(tx *gorm.DB) error {
		m, err := db.moment(tx, e.Commission)
		if err != nil {
			return err
		}
		err = tx.Raw(`INSERT INTO extracts (commission_id, sitting_id, item_id, by_id, made_at, template, data, pdf_key, pdf_sha256, pdf_size, docx_key, docx_sha256, docx_size)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, int64(e.Commission), int64(e.Sitting), int64(e.Item), int64(e.By), e.MadeAt, document.Template, string(raw),
			string(e.PDF.Key), e.PDF.SHA256[:], e.PDF.Size, string(e.DOCX.Key), e.DOCX.SHA256[:], e.DOCX.Size).Scan(&id).Error
		if err != nil {
			return fmt.Errorf("keeping an extract: %w", err)
		}
		return writeDown(tx, docket.SittingChain(int64(e.Sitting)), m.At, line)
	})
	return document.ExtractID(id), err
}

const extractQuery = `SELECT x.id, x.commission_id, x.sitting_id, s.number AS sitting_no, x.item_id, i.ordinal, x.by_id, e.surname, e.given, e.patronymic, x.made_at,
		x.pdf_key, x.pdf_sha256, x.pdf_size, x.docx_key, x.docx_sha256, x.docx_size
	FROM extracts x JOIN sittings s ON s.id = x.sitting_id JOIN items i ON i.id = x.item_id JOIN people e ON e.id = x.by_id WHERE `

// extractRow is a row of extracts with what it is of.
type extractRow struct {
	ID, CommissionID, SittingID, ItemID, ByID int64
	SittingNo, Ordinal                        int
	Surname, Given, Patronymic                string
	MadeAt                                    time.Time
	PDFKey                                    string `gorm:"column:pdf_key"`
	PDFSHA256                                 []byte `gorm:"column:pdf_sha256"`
	PDFSize                                   int64  `gorm:"column:pdf_size"`
	DocxKey                                   string
	DocxSHA256                                []byte `gorm:"column:docx_sha256"`
	DocxSize                                  int64
}

func (r extractRow) extract() document.Extract {
	e := document.Extract{ID: document.ExtractID(r.ID), Commission: commission.ID(r.CommissionID), Sitting: sitting.ID(r.SittingID), SittingNo: r.SittingNo,
		Item: sitting.ItemID(r.ItemID), Ordinal: r.Ordinal, By: identity.ID(r.ByID), ByName: identity.Name{Surname: r.Surname, Given: r.Given, Patronymic: r.Patronymic},
		MadeAt: r.MadeAt.UTC(), PDF: document.File{Key: attachment.Key(r.PDFKey), Size: r.PDFSize}, DOCX: document.File{Key: attachment.Key(r.DocxKey), Size: r.DocxSize}}
	copy(e.PDF.SHA256[:], r.PDFSHA256)
	copy(e.DOCX.SHA256[:], r.DocxSHA256)
	return e
}

// Extract returns the commission's extract with that number, or document.ErrNotFound.
func (db *DB) Extract(ctx context.Context, own commission.ID, id document.ExtractID) (document.Extract, error) {
	var row extractRow
	err := one(db.gorm.WithContext(ctx), &row, document.ErrNotFound, extractQuery+`x.id = ? AND x.commission_id = ?`, int64(id), int64(own))
	return row.extract(), err
}

// Extracts returns the extracts taken of an item, the latest first, at most limit.
func (db *DB) Extracts(ctx context.Context, item sitting.ItemID, limit int) ([]document.Extract, error) {
	var rows []extractRow
	if err := db.gorm.WithContext(ctx).Raw(extractQuery+`x.item_id = ? ORDER BY x.id DESC LIMIT ?`, int64(item), limit).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("listing extracts: %w", err)
	}
	all := make([]document.Extract, len(rows))
	for i, r := range rows {
		all[i] = r.extract()
	}
	return all, nil
}
