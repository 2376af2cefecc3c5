package postgres

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/attachment"
	"redress/internal/document"
	"redress/internal/ruling"
)

// checkColumns is what anybody is told of a paper: nothing of its text, and nobody but those
// who signed it.
const checkColumns = `SELECT p.id, p.kind, coalesce(r.number, nullif(p.number, ''), s.number::text, '') AS number, o.name AS issuer, p.made_at, p.pdf_key, p.pdf_size, p.pdf_sha256, p.docx_sha256,
		p.replaced, EXISTS (SELECT 1 FROM held_papers h WHERE h.paper_id = p.id AND h.ended_at IS NULL) AS held, coalesce(p.ruling_id, 0) AS ruling_id, (` + profileOfIssuer + `) AS zone,
		o.code, coalesce((SELECT b.year || '-' || b.serial FROM publications b WHERE b.ruling_id = p.ruling_id AND b.withdrawn_at IS NULL), '') AS public
	FROM papers p JOIN commissions o ON o.id = p.commission_id LEFT JOIN rulings r ON r.id = p.ruling_id LEFT JOIN sittings s ON s.id = p.sitting_id WHERE `

const profileOfIssuer = `SELECT f.profile ->> 'TimeZone' FROM profiles f WHERE f.commission_id = o.id ORDER BY f.version DESC LIMIT 1`

// checkRow is a row of papers as anybody may know it.
type checkRow struct {
	ID, RulingID         int64
	Kind, Number, Issuer string
	Zone, Code, Public   string
	MadeAt               time.Time
	PDFKey               string `gorm:"column:pdf_key"`
	PDFSize              int64  `gorm:"column:pdf_size"`
	PDFSHA256            []byte `gorm:"column:pdf_sha256"`
	DocxSHA256           []byte
	Replaced, Held       bool
}

// CheckCode returns the papers with a code, the edition that holds first.
func (db *DB) CheckCode(ctx context.Context, code string) ([]document.Checked, error) {
	return db.checked(ctx, `p.data ->> 'code' IS NOT NULL AND substring(p.data ->> 'code' FROM '[^/]+$') = ? ORDER BY p.replaced, p.id DESC LIMIT 1`, code)
}

// CheckNumber returns signed rulings with a number, of any commission, at most limit.
func (db *DB) CheckNumber(ctx context.Context, number string, limit int) ([]document.Checked, error) {
	return db.checked(ctx, `lower(r.number) = lower(?) AND NOT p.replaced AND (SELECT count(*) FROM signatures g WHERE g.paper_id = p.id) > 1
		AND NOT EXISTS (SELECT 1 FROM held_papers h WHERE h.paper_id = p.id AND h.ended_at IS NULL) ORDER BY p.made_at DESC, p.id DESC LIMIT ?`, number, limit)
}

// CheckFile returns the papers one of whose files has one of the digests, or whose public
// copy has it.
func (db *DB) CheckFile(ctx context.Context, digests ...attachment.Digest) ([]document.Checked, error) {
	if len(digests) == 0 {
		return nil, nil
	}
	wanted := make([]bytea, len(digests))
	for i := range digests {
		wanted[i] = digests[i][:]
	}
	found, err := db.checked(ctx, `(p.pdf_sha256 IN ? OR p.docx_sha256 IN ?) ORDER BY p.replaced, p.id DESC LIMIT 1`, wanted, wanted)
	if err != nil || len(found) > 0 {
		return found, err
	}
	found, err = db.checked(ctx, `p.ruling_id = (SELECT b.ruling_id FROM publications b WHERE b.pdf_sha256 IN ? AND b.withdrawn_at IS NULL LIMIT 1) AND NOT p.replaced LIMIT 1`, wanted)
	for i := range found {
		found[i].PublicCopy = true
	}
	return found, err
}

func (db *DB) checked(ctx context.Context, where string, values ...any) ([]document.Checked, error) {
	tx := db.gorm.WithContext(ctx)
	var rows []checkRow
	if err := tx.Raw(checkColumns+where, values...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("checking a paper: %w", err)
	}
	var all []document.Checked
	for _, r := range rows {
		c, err := r.checked(ctx, db, tx)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

func (r checkRow) checked(ctx context.Context, db *DB, tx *gorm.DB) (document.Checked, error) {
	c := document.Checked{Issuer: r.Issuer, Kind: document.Kind(r.Kind), Number: r.Number, MadeAt: r.MadeAt.UTC(), Withdrawn: r.Replaced, IssuerCode: r.Code, Public: r.Public}
	copy(c.PDF[:], r.PDFSHA256)
	copy(c.DOCX[:], r.DocxSHA256)
	c.Kept = document.File{Key: attachment.Key(r.PDFKey), SHA256: c.PDF, Size: r.PDFSize}
	var err error
	if c.Zone, err = time.LoadLocation(r.Zone); err != nil {
		return c, fmt.Errorf("reading the zone of a commission: %w", err)
	}
	if c.Signatures, err = signaturesOf(tx, document.PaperID(r.ID)); err != nil {
		return c, err
	}
	c.Whole = document.Printed{Kind: c.Kind, Signatures: c.Signatures}.Whole() && !r.Held // else a signature may still be taken back
	if r.RulingID != 0 {
		c.Appeals, err = db.Appeals(ctx, ruling.ID(r.RulingID))
	}
	return c, err
}
