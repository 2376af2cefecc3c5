package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/attachment"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/remand"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// KeepSheet stores a sheet that was just drawn, and its line in the docket of what it is of.
func (db *DB) KeepSheet(ctx context.Context, s document.Sheet, data document.Paper, line docket.Line) (document.SheetID, error) {
	raw, err := json.Marshal(data)
	if err != nil {
		return 0, fmt.Errorf("writing the data of a sheet: %w", err)
	}
	chain := docket.SittingChain(int64(s.Sitting))
	if s.Complaint != 0 {
		chain = docket.ComplaintChain(int64(s.Complaint))
	}
	id := int64(0)
	err = db.transact(ctx, func(tx *gorm.DB) error {
		m, err := db.moment(tx, s.Commission)
		if err != nil {
			return err
		}
		err = tx.Raw(`INSERT INTO sheets (commission_id, kind, sitting_id, item_id, complaint_id, addressee, by_id, made_at, template, data, pdf_key, pdf_sha256, pdf_size, docx_key, docx_sha256, docx_size)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, int64(s.Commission), string(s.Kind), idOrNull(s.Sitting), idOrNull(s.Item), idOrNull(s.Complaint), s.To,
			int64(s.By), s.MadeAt, s.Template(), string(raw), string(s.PDF.Key), s.PDF.SHA256[:], s.PDF.Size, string(s.DOCX.Key), s.DOCX.SHA256[:], s.DOCX.Size).Scan(&id).Error
		if err != nil {
			return fmt.Errorf("keeping a sheet: %w", err)
		}
		return writeDown(tx, chain, m.At, line)
	})
	return document.SheetID(id), err
}

const sheetQuery = `SELECT x.id, x.commission_id, x.kind, coalesce(x.sitting_id, 0) AS sitting_id, coalesce(s.number, 0) AS sitting_no, coalesce(x.item_id, 0) AS item_id,
		coalesce(i.ordinal, 0) AS ordinal, coalesce(x.complaint_id, 0) AS complaint_id, coalesce(c.year, 0) AS year, coalesce(c.number, 0) AS number, x.addressee,
		x.by_id, e.surname, e.given, e.patronymic, x.made_at, x.pdf_key, x.pdf_sha256, x.pdf_size, x.docx_key, x.docx_sha256, x.docx_size
	FROM sheets x LEFT JOIN sittings s ON s.id = x.sitting_id LEFT JOIN items i ON i.id = x.item_id LEFT JOIN complaints c ON c.id = x.complaint_id
	JOIN people e ON e.id = x.by_id WHERE `

// sheetRow is a row of sheets with what it is of.
type sheetRow struct {
	ID, CommissionID, SittingID, ItemID, ComplaintID, ByID int64
	Kind, Addressee                                        string
	SittingNo, Ordinal, Year, Number                       int
	Surname, Given, Patronymic                             string
	MadeAt                                                 time.Time
	PDFKey                                                 string `gorm:"column:pdf_key"`
	PDFSHA256                                              []byte `gorm:"column:pdf_sha256"`
	PDFSize                                                int64  `gorm:"column:pdf_size"`
	DocxKey                                                string
	DocxSHA256                                             []byte `gorm:"column:docx_sha256"`
	DocxSize                                               int64
}

func (r sheetRow) sheet() document.Sheet {
	s := document.Sheet{ID: document.SheetID(r.ID), Commission: commission.ID(r.CommissionID), Kind: document.Kind(r.Kind), Sitting: sitting.ID(r.SittingID), SittingNo: r.SittingNo,
		Item: sitting.ItemID(r.ItemID), Ordinal: r.Ordinal, Complaint: complaint.ID(r.ComplaintID), Ref: complaint.Ref{Year: r.Year, Number: r.Number}, To: r.Addressee,
		By: identity.ID(r.ByID), ByName: identity.Name{Surname: r.Surname, Given: r.Given, Patronymic: r.Patronymic}, MadeAt: r.MadeAt.UTC(),
		PDF: document.File{Key: attachment.Key(r.PDFKey), Size: r.PDFSize}, DOCX: document.File{Key: attachment.Key(r.DocxKey), Size: r.DocxSize}}
	copy(s.PDF.SHA256[:], r.PDFSHA256)
	copy(s.DOCX.SHA256[:], r.DocxSHA256)
	return s
}

// Sheet returns the commission's sheet with that number, or document.ErrNotFound.
func (db *DB) Sheet(ctx context.Context, own commission.ID, id document.SheetID) (document.Sheet, error) {
	var row sheetRow
	err := one(db.gorm.WithContext(ctx), &row, document.ErrNotFound, sheetQuery+`x.id = ? AND x.commission_id = ?`, int64(id), int64(own))
	return row.sheet(), err
}

// Extracts returns the extracts taken of an item, the latest first, at most limit.
func (db *DB) Extracts(ctx context.Context, of sitting.ID, item sitting.ItemID, limit int) ([]document.Sheet, error) {
	return db.sheets(ctx, `x.sitting_id = ? AND x.item_id = ? AND x.kind = 'extract' ORDER BY x.id DESC LIMIT ?`, int64(of), int64(item), limit)
}

// SheetsOfSitting returns what was printed of a sitting besides extracts, the latest first, at most limit.
func (db *DB) SheetsOfSitting(ctx context.Context, id sitting.ID, limit int) ([]document.Sheet, error) {
	return db.sheets(ctx, `x.sitting_id = ? AND x.kind <> 'extract' ORDER BY x.id DESC LIMIT ?`, int64(id), limit)
}

// SheetsOfComplaint returns what was printed of a complaint, the latest first, at most limit.
func (db *DB) SheetsOfComplaint(ctx context.Context, id complaint.ID, limit int) ([]document.Sheet, error) {
	return db.sheets(ctx, `x.complaint_id = ? ORDER BY x.id DESC LIMIT ?`, int64(id), limit)
}

func (db *DB) sheets(ctx context.Context, where string, values ...any) ([]document.Sheet, error) {
	var rows []sheetRow
	if err := db.gorm.WithContext(ctx).Raw(sheetQuery+where, values...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("listing sheets: %w", err)
	}
	all := make([]document.Sheet, len(rows))
	for i, r := range rows {
		all[i] = r.sheet()
	}
	return all, nil
}

// Case returns a complaint with the papers of it that go out.
func (db *DB) Case(ctx context.Context, own commission.ID, ref complaint.Ref) (document.Case, error) {
	tx := db.gorm.WithContext(ctx)
	out := document.Case{}
	var err error
	if out.Complaint, err = complaintWhere(tx, `commission_id = ? AND year = ? AND number = ?`, int64(own), ref.Year, ref.Number); err != nil {
		return out, err
	}
	if out.Complaint.Respondent != 0 {
		if out.Respondent, err = commissionByID(tx, out.Complaint.Respondent); err != nil {
			return out, err
		}
	}
	if out.Dictionary, err = dictionary(tx, own, out.Complaint.Complainant.Name); err != nil {
		return out, err
	}
	if out.Complaint.TakenBy != 0 {
		if err := one(tx, &out.TakenBy, document.ErrNotFound, `SELECT surname, given, patronymic FROM people WHERE id = ?`, int64(out.Complaint.TakenBy)); err != nil {
			return out, err
		}
		if out.Complaint.Attachments, err = attachmentsWhere(tx, `complaint_id = ?`, int64(out.Complaint.ID)); err != nil {
			return out, err
		}
	}
	printed, err := db.PapersOf(ctx, out.Complaint.ID)
	if err != nil {
		return out, err
	}
	out.Ruling, _, err = rulingWhere(tx, `complaint_id = ?`, int64(out.Complaint.ID))
	if err != nil && !errors.Is(err, ruling.ErrNotFound) {
		return out, err
	}
	if err == nil {
		paper, err := paperWhere(tx, `p.ruling_id = ?`, int64(out.Ruling.ID))
		if err != nil && !errors.Is(err, document.ErrNotFound) {
			return out, err
		}
		printed = append(printed, paper)
	}
	for _, p := range printed {
		if p.ID != 0 && p.Whole() {
			out.Papers = append(out.Papers, p)
		}
	}
	if out.Letters, err = db.LettersOf(ctx, out.Complaint.ID); err != nil {
		return out, err
	}
	out.Remand, err = remandWhere(tx, `m.complaint_id = ? AND m.kind = ?`, int64(out.Complaint.ID), string(remand.ByRuling))
	if errors.Is(err, remand.ErrNotFound) {
		err = nil
	}
	return out, err
}
