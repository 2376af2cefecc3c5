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
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/signature"
	"redress/internal/sitting"
)

// RulingSheet returns what a ruling's paper is made of, or document.ErrNotFound.
func (db *DB) RulingSheet(ctx context.Context, id ruling.ID) (document.RulingSheet, error) {
	tx := db.gorm.WithContext(ctx)
	r, s, err := rulingWhere(tx, `id = ?`, int64(id))
	if errors.Is(err, ruling.ErrNotFound) {
		return document.RulingSheet{}, document.ErrNotFound
	}
	if err != nil {
		return document.RulingSheet{}, err
	}
	sheet := document.RulingSheet{Ruling: r, SittingNo: s.Number}
	if item, ok := s.Item(r.Item); ok {
		sheet.Invitations = item.Invitations
	}
	if sheet.Complaint, err = complaintWhere(tx, `id = ?`, int64(r.Complaint)); err != nil {
		return sheet, err
	}
	m, err := db.moment(tx, r.Commission)
	if err != nil {
		return sheet, err
	}
	sheet.Commission = m.Composition.Commission
	sheet.Commission.Profile = m.Composition.ProfileAt(r.OpenedAt)
	if sheet.Respondent, err = commissionByID(tx, sheet.Complaint.Respondent); err != nil {
		return sheet, err
	}
	if sheet.Dictionary, err = dictionary(tx, r.Commission, sheet.Complaint.Complainant.Name); err != nil {
		return sheet, err
	}
	running, err := runningWhere(tx, `complaint_id = ?`, int64(r.Complaint))
	for _, each := range running {
		if each.Clock.Answers() {
			sheet.Term, sheet.Campaign = each.Deadline, each.Working.Campaign
		}
	}
	return sheet, err
}

// paperRow is a row of papers with what its kind belongs to.
type paperRow struct {
	ID           int64
	CommissionID int64
	Kind         string
	RulingID     *int64
	ComplaintID  *int64
	Year, Number *int
	RulingNumber *string
	Letter       string
	LetterNumber string
	MadeAt       time.Time
	PDFKey       string `gorm:"column:pdf_key"`
	PDFSHA256    []byte `gorm:"column:pdf_sha256"`
	PDFSize      int64  `gorm:"column:pdf_size"`
	DocxKey      string
	DocxSHA256   []byte `gorm:"column:docx_sha256"`
	DocxSize     int64
	SittingOf    int64
	SittingNo    int
	Facts        []byte
	Edition      int // withdrawalOfPaper
	Withdrawn    []byte
	HeldUntil    *time.Time
}

const paperColumns = `SELECT p.id, ` + withdrawalOfPaper + `, p.commission_id, p.kind, p.ruling_id, c.id AS complaint_id, c.year, c.number, r.number AS ruling_number,
		p.letter, p.number AS letter_number, p.made_at, p.facts, (SELECT h.until FROM held_papers h WHERE h.paper_id = p.id AND h.ended_at IS NULL) AS held_until,
		p.pdf_key, p.pdf_sha256, p.pdf_size, p.docx_key, p.docx_sha256, p.docx_size, coalesce(s.id, 0) AS sitting_of, coalesce(s.number, 0) AS sitting_no
	FROM papers p LEFT JOIN rulings r ON r.id = p.ruling_id LEFT JOIN complaints c ON c.id = coalesce(r.complaint_id, p.complaint_id)
	LEFT JOIN sittings s ON s.id = coalesce(p.sitting_id, r.sitting_id) WHERE `

// paperQuery reads the papers that hold.
const paperQuery = paperColumns + `NOT p.replaced AND `

func paperWhere(tx *gorm.DB, where string, values ...any) (document.Printed, error) {
	var row paperRow
	if err := one(tx, &row, document.ErrNotFound, paperQuery+where, values...); err != nil {
		return document.Printed{}, err
	}
	return row.printed(tx)
}

func (r paperRow) printed(tx *gorm.DB) (document.Printed, error) {
	p := document.Printed{ID: document.PaperID(r.ID), Commission: commission.ID(r.CommissionID), Kind: document.Kind(r.Kind), Letter: complaint.LetterKind(r.Letter),
		Ruling: ruling.ID(idOf(r.RulingID)), Complaint: complaint.ID(idOf(r.ComplaintID)), Sitting: sitting.ID(r.SittingOf), SittingNo: r.SittingNo,
		HeldUntil: momentOf(r.HeldUntil), MadeAt: r.MadeAt.UTC(), PDF: document.File{Key: attachment.Key(r.PDFKey), Size: r.PDFSize}, DOCX: document.File{Key: attachment.Key(r.DocxKey), Size: r.DocxSize}}
	copy(p.PDF.SHA256[:], r.PDFSHA256)
	copy(p.DOCX.SHA256[:], r.DocxSHA256)
	p.Number = fmt.Sprint(r.SittingNo)
	if r.RulingNumber != nil {
		p.Number, p.Ref = *r.RulingNumber, complaint.Ref{Year: *r.Year, Number: *r.Number}
	}
	var err error
	if err := r.readWithdrawal(&p); err != nil {
		return p, err
	}
	if p.Kind == document.SupplementKind {
		p.Number = r.LetterNumber
	}
	if p.Kind == document.LetterKind {
		p.Number, p.Ref = r.LetterNumber, complaint.Ref{Year: *r.Year, Number: *r.Number}
		p.Signatures, err = signaturesOf(tx, p.ID)
		return p, err
	}
	s, err := sittingWhere(tx, false, `id = ?`, r.SittingOf)
	if err != nil {
		return p, err
	}
	p.Presiding, p.Secretary, p.Drawn = s.Presiding, s.Secretary, s.Version
	if len(r.Facts) > 0 {
		if err := json.Unmarshal(r.Facts, &p.Facts); err != nil {
			return p, fmt.Errorf("reading what paper %d states: %w", r.ID, err)
		}
	}
	p.Signatures, err = signaturesOf(tx, p.ID)
	return p, err
}

func signaturesOf(tx *gorm.DB, id document.PaperID) ([]signature.Record, error) {
	var rows []struct {
		Role, Surname, Given, Patronymic, Title, Ground, Means string
		SignerID                                               int64
		At                                                     time.Time
		SHA256                                                 []byte `gorm:"column:sha256"`
		Raw                                                    []byte
		Certificate                                            []byte
		InsideKey                                              string
		InsideSHA256                                           []byte `gorm:"column:inside_sha256"`
		InsideSize                                             int64
	}
	if err := tx.Raw(`SELECT * FROM signatures WHERE paper_id = ? ORDER BY id`, int64(id)).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("reading signatures: %w", err)
	}
	var all []signature.Record
	for _, r := range rows {
		rec := signature.Record{Role: signature.Role(r.Role), Signer: identity.ID(r.SignerID), Name: identity.Name{Surname: r.Surname, Given: r.Given, Patronymic: r.Patronymic},
			Title: r.Title, Ground: r.Ground, At: r.At.UTC(), Means: signature.Means(r.Means), Raw: r.Raw}
		copy(rec.Digest[:], r.SHA256)
		rec.Inside = signature.File{Key: attachment.Key(r.InsideKey), Size: r.InsideSize}
		copy(rec.Inside.SHA256[:], r.InsideSHA256)
		if len(r.Certificate) > 0 {
			if err := json.Unmarshal(r.Certificate, &rec.Certificate); err != nil {
				return nil, fmt.Errorf("reading the certificate of a signature: %w", err)
			}
		}
		all = append(all, rec)
	}
	return all, nil
}

// PaperOfRuling returns the paper of a ruling, or document.ErrNotFound.
func (db *DB) PaperOfRuling(ctx context.Context, id ruling.ID) (document.Printed, error) {
	return paperWhere(db.gorm.WithContext(ctx), `p.ruling_id = ?`, int64(id))
}

// PaperOfSitting returns the minutes of a sitting, or document.ErrNotFound.
func (db *DB) PaperOfSitting(ctx context.Context, id sitting.ID) (document.Printed, error) {
	return paperWhere(db.gorm.WithContext(ctx), `p.sitting_id = ? AND p.kind = 'minutes'`, int64(id))
}

// Paper returns the commission's paper with that number, a withdrawn one as well, or
// document.ErrNotFound.
func (db *DB) Paper(ctx context.Context, own commission.ID, id document.PaperID) (document.Printed, error) {
	tx := db.gorm.WithContext(ctx)
	var row paperRow
	err := one(tx, &row, document.ErrNotFound, paperColumns+`p.id = ? AND p.commission_id = ? AND (NOT p.replaced OR `+withdrawn+`)`, int64(id), int64(own))
	if err != nil {
		return document.Printed{}, err
	}
	return row.printed(tx)
}

// PapersAwaiting returns at most limit papers that the person still has to sign, the oldest first.
func (db *DB) PapersAwaiting(ctx context.Context, own commission.ID, person identity.ID, limit int) ([]document.Printed, error) {
	tx := db.gorm.WithContext(ctx)
	var rows []paperRow
	err := tx.Raw(paperQuery+`p.commission_id = ? AND (
			s.presiding_id = ? AND NOT EXISTS (SELECT 1 FROM signatures g WHERE g.paper_id = p.id AND g.role = 'presiding')
			OR s.secretary_id = ? AND NOT EXISTS (SELECT 1 FROM signatures g WHERE g.paper_id = p.id AND g.role = 'secretary'))
		ORDER BY p.made_at, p.id LIMIT ?`, int64(own), int64(person), int64(person), limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("listing papers to sign: %w", err)
	}
	var all []document.Printed
	for _, r := range rows {
		p, err := r.printed(tx)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// KeepPaper stores a printed paper and returns the one that holds: its own, or the
// one that somebody stored meanwhile.
func (db *DB) KeepPaper(ctx context.Context, p document.Printed, data document.Paper, replace bool) (document.Printed, error) {
	raw, err := json.Marshal(data)
	if err != nil {
		return p, fmt.Errorf("writing the data of a paper: %w", err)
	}
	var held document.Printed
	err = db.transact(ctx, func(tx *gorm.DB) error {
		where, id := `ruling_id = ?`, int64(p.Ruling)
		if p.Kind == document.MinutesKind {
			where, id = `kind = 'minutes' AND p.sitting_id = ?`, int64(p.Sitting)
			// What was handed in or written since they were drawn would be missing from them.
			stale := regulation.Refuse(regulation.SerialNumbers, "paper_changed", nil)
			if err := one(tx, new(int64), stale, `SELECT id FROM sittings WHERE id = ? AND version = ? FOR SHARE`, id, p.Drawn); err != nil {
				return err
			}
		}
		if replace {
			err := tx.Exec(`UPDATE papers p SET replaced = true WHERE p.`+where+` AND NOT p.replaced
				AND NOT EXISTS (SELECT 1 FROM signatures g WHERE g.paper_id = p.id)`, id).Error
			if err != nil {
				return fmt.Errorf("replacing a paper: %w", err)
			}
		}
		var sittingID *int64
		var facts any
		if p.Kind == document.MinutesKind {
			sittingID = idOrNull(p.Sitting)
			stated, err := json.Marshal(p.Facts)
			if err != nil {
				return fmt.Errorf("writing what minutes state: %w", err)
			}
			facts = string(stated)
		}
		err := tx.Exec(`INSERT INTO papers (commission_id, kind, ruling_id, sitting_id, made_at, template, data, facts, pdf_key, pdf_sha256, pdf_size, docx_key, docx_sha256, docx_size)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, int64(p.Commission), string(p.Kind), idOrNull(p.Ruling), sittingID, p.MadeAt,
			document.Template, string(raw), facts, string(p.PDF.Key), p.PDF.SHA256[:], p.PDF.Size, string(p.DOCX.Key), p.DOCX.SHA256[:], p.DOCX.Size).Error
		if err != nil {
			return fmt.Errorf("keeping a paper: %w", err)
		}
		held, err = paperWhere(tx, `p.`+where, id)
		return err
	})
	return held, err
}

// SignPaper stores one signature, and after the second one on a ruling what follows.
func (db *DB) SignPaper(ctx context.Context, own commission.ID, id document.PaperID,
	sign func(document.Printed, *complaint.Complaint, commission.Commission, commission.Moment) (document.Signed, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		if err := one(tx, new(int64), document.ErrNotFound, `SELECT id FROM papers WHERE id = ? AND commission_id = ? AND kind <> 'letter' AND NOT replaced FOR UPDATE`, int64(id), int64(own)); err != nil {
			return err
		}
		paper, err := paperWhere(tx, `p.id = ?`, int64(id))
		if err != nil {
			return err
		}
		m, err := db.moment(tx, own)
		if err != nil {
			return err
		}
		var c *complaint.Complaint
		var respondent commission.Commission
		if paper.Kind == document.RulingKind {
			found, err := complaintWhere(tx, `id = ? FOR UPDATE`, int64(paper.Complaint))
			if err != nil {
				return err
			}
			if respondent, err = commissionByID(tx, found.Respondent); err != nil {
				return err
			}
			c = &found
		}
		signed, err := sign(paper, c, respondent, m)
		if err != nil {
			return err
		}
		if err := insertSignature(tx, id, signed.Record); err != nil {
			return err
		}
		if err := writeDown(tx, docket.SittingChain(int64(paper.Sitting)), m.At, signed.Line); err != nil {
			return err
		}
		if signed.Complaint != nil {
			return db.goOut(ctx, tx, paper, signed, m)
		}
		if !signed.HeldUntil.IsZero() {
			return db.holdPaper(ctx, tx, id, signed)
		}
		if signed.Paper.Kind == document.MinutesKind && signed.Paper.Whole() {
			err := tx.Exec(`UPDATE deadlines SET met_at = ? WHERE sitting_id = ? AND met_at IS NULL`, m.At, int64(paper.Sitting)).Error
			if err != nil {
				return fmt.Errorf("meeting the deadline of minutes: %w", err)
			}
		}
		return nil
	})
}

func insertSignature(tx *gorm.DB, id document.PaperID, r signature.Record) error {
	var certificate any
	if r.Certificate != (signature.Certificate{}) {
		raw, err := json.Marshal(r.Certificate)
		if err != nil {
			return fmt.Errorf("writing a certificate: %w", err)
		}
		certificate = string(raw)
	}
	var insideKey *string
	var insideSHA256 []byte
	var insideSize *int64
	if in := r.Inside; in != (signature.File{}) {
		insideKey, insideSHA256, insideSize = (*string)(&in.Key), in.SHA256[:], &in.Size
	}
	err := tx.Exec(`INSERT INTO signatures_made (paper_id, role, signer_id, surname, given, patronymic, title, ground, at, sha256, means, certificate, raw, inside_key, inside_sha256, inside_size)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, int64(id), string(r.Role), int64(r.Signer), r.Name.Surname, r.Name.Given, r.Name.Patronymic,
		r.Title, r.Ground, r.At, r.Digest[:], string(r.Means), certificate, r.Raw, insideKey, insideSHA256, insideSize).Error
	if err != nil {
		return fmt.Errorf("storing a signature: %w", err)
	}
	return nil
}

// oweLetters stores the letters a signed ruling owes, with their common deadline,
// and the jobs that send those that go by e-mail.
func (db *DB) oweLetters(ctx context.Context, tx *gorm.DB, paper document.PaperID, letters []notice.Letter, at time.Time) error {
	for _, l := range letters {
		var due time.Time
		err := one(tx, &due, errors.New("the delivery has no deadline"), `SELECT due_on FROM deadlines WHERE complaint_id = ? AND clock = ?`,
			int64(l.Complaint), string(deadline.RulingDelivery))
		if err != nil {
			return fmt.Errorf("reading the deadline of delivery: %w", err)
		}
		l.DueOn = dayOf(&due)
		if err := db.oweLetter(ctx, tx, paper, l, at); err != nil {
			return err
		}
	}
	return nil
}

// oweLetter stores one letter, and the job that sends it if it goes by e-mail.
func (db *DB) oweLetter(ctx context.Context, tx *gorm.DB, paper document.PaperID, l notice.Letter, at time.Time) error {
	var id int64
	err := tx.Raw(`INSERT INTO letters (commission_id, complaint_id, paper_id, addressee, way, address, name, state, due_on, made_at, done_at, proof)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, int64(l.Commission), int64(l.Complaint), int64(paper), string(l.Addressee), string(l.Way),
		l.Address, l.Name, string(l.State), l.DueOn.String(), at, timeOrNull(l.DoneAt), l.Proof).Scan(&id).Error
	if err != nil {
		return fmt.Errorf("owing a letter: %w", err)
	}
	if l.Way == complaint.ByEmail && l.State == notice.Owed {
		return db.owe(ctx, tx, notice.Send{Letter: notice.ID(id)})
	}
	return nil
}
