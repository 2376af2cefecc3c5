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
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/publication"
	"redress/internal/regulation"
	"redress/internal/ruling"
)

// publicationRow is a row of publications with the commission it is of.
type publicationRow struct {
	ID           int64
	CommissionID int64
	Code         string
	Issuer       string
	Year, Serial int
	Edition      int
	Number       string
	AdoptedOn    time.Time
	Outcome      string
	Subject      string
	Article      string
	Level        string
	Data         []byte
	PDFKey       string `gorm:"column:pdf_key"`
	PDFSHA256    []byte `gorm:"column:pdf_sha256"`
	PDFSize      int64  `gorm:"column:pdf_size"`
	PublishedAt  time.Time
	WithdrawnAt  *time.Time
	Reason       string
}

// publicationQuery reads what the public may, and nothing of the complaint, the ruling
// or what was left out.
const publicationQuery = `SELECT p.id, p.commission_id, c.code, c.name AS issuer, p.year, p.serial, p.edition, p.number, p.adopted_on, p.outcome, p.subject,
		p.article, p.level, p.data, p.pdf_key, p.pdf_sha256, p.pdf_size, p.published_at, p.withdrawn_at, p.reason
	FROM publications p JOIN commissions c ON c.id = p.commission_id WHERE `

func (r publicationRow) publication() (publication.Publication, error) {
	p := publication.Publication{ID: publication.ID(r.ID), Commission: commission.ID(r.CommissionID), Code: r.Code, Issuer: r.Issuer,
		Key: publication.Key{Year: r.Year, Serial: r.Serial}, Number: r.Number, AdoptedOn: dayOf(&r.AdoptedOn), Outcome: regulation.Outcome(r.Outcome),
		Subject: r.Subject, Article: r.Article, Level: publication.Level(r.Level), Edition: r.Edition, At: r.PublishedAt.UTC(), PDF: document.File{Key: attachment.Key(r.PDFKey), Size: r.PDFSize},
		Withdrawn: momentOf(r.WithdrawnAt), Reason: r.Reason}
	copy(p.PDF.SHA256[:], r.PDFSHA256)
	if err := json.Unmarshal(r.Data, &p.Paper); err != nil {
		return p, fmt.Errorf("reading a public copy: %w", err)
	}
	return p, nil
}

func publicationWhere(tx *gorm.DB, where string, values ...any) (publication.Publication, error) {
	var row publicationRow
	if err := one(tx, &row, publication.ErrNotFound, publicationQuery+where, values...); err != nil {
		return publication.Publication{}, err
	}
	return row.publication()
}

// Decision returns what the public reads of a ruling: its newest publication, withdrawn
// or not; publication.ErrNotFound for none.
func (db *DB) Decision(ctx context.Context, code string, key publication.Key) (publication.Publication, error) {
	return publicationWhere(db.gorm.WithContext(ctx), `c.code = ? AND p.year = ? AND p.serial = ? ORDER BY p.edition DESC LIMIT 1`, code, key.Year, key.Serial)
}

// AwaitingPublication returns at most limit signed rulings of a commission that order
// their publication and are not public, those with the nearest day first.
func (db *DB) AwaitingPublication(ctx context.Context, own commission.ID, limit int) ([]publication.Awaiting, error) {
	rows, err := db.pool.Query(ctx, `SELECT c.year, c.number, r.number, coalesce(nullif(c.title, ''), c.substance), d.due_on,
			EXISTS (SELECT 1 FROM publications p WHERE p.ruling_id = r.id)
		FROM complaints c JOIN rulings r ON r.complaint_id = c.id
		LEFT JOIN deadlines d ON d.complaint_id = c.id AND d.clock = $3
		WHERE c.commission_id = $1 AND c.state IN ('signed', 'delivered') AND c.published_at IS NULL AND r.to_publish
			AND c.respondent_id IS DISTINCT FROM c.commission_id
		ORDER BY d.due_on, c.id LIMIT $2`, int64(own), limit, string(deadline.RulingPublication))
	if err != nil {
		return nil, fmt.Errorf("listing what is to be published: %w", err)
	}
	defer rows.Close()
	var list []publication.Awaiting
	for rows.Next() {
		var a publication.Awaiting
		var due *time.Time
		if err := rows.Scan(&a.Ref.Year, &a.Ref.Number, &a.Number, &a.Title, &due, &a.Again); err != nil {
			return nil, fmt.Errorf("reading what is to be published: %w", err)
		}
		a.DueOn = dayOf(due)
		list = append(list, a)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("listing what is to be published: %w", err)
	}
	return list, nil
}

// PublicationFacts returns what the public copy of the ruling on a complaint is made of.
func (db *DB) PublicationFacts(ctx context.Context, own commission.ID, ref complaint.Ref) (publication.Facts, error) {
	tx := db.gorm.WithContext(ctx)
	c, err := complaintWhere(tx, `commission_id = ? AND year = ? AND number = ?`, int64(own), ref.Year, ref.Number)
	if err != nil {
		return publication.Facts{}, err
	}
	m, err := db.moment(tx, own)
	if err != nil {
		return publication.Facts{}, err
	}
	return db.publicationFacts(tx, c, m)
}

// publicationFacts reads the paper as it was printed: the model of what is signed.
func (db *DB) publicationFacts(tx *gorm.DB, c complaint.Complaint, m commission.Moment) (publication.Facts, error) {
	f := publication.Facts{Complaint: c, Own: m.Composition.Commission, Moment: m}
	var err error
	if f.Ruling, _, err = rulingWhere(tx, `complaint_id = ?`, int64(c.ID)); errors.Is(err, ruling.ErrNotFound) {
		return f, publication.ErrNotFound
	} else if err != nil {
		return f, err
	}
	var row struct{ Data []byte }
	err = one(tx, &row, publication.ErrNotFound, `SELECT data FROM papers WHERE ruling_id = ? AND NOT replaced`, int64(f.Ruling.ID))
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal(row.Data, &f.Paper); err != nil {
		return f, fmt.Errorf("reading the paper of ruling %d: %w", f.Ruling.ID, err)
	}
	if c.Respondent != 0 {
		if f.Respondent, err = commissionByID(tx, c.Respondent); err != nil {
			return f, err
		}
	}
	if c.Campaign != 0 {
		var organiser struct{ Kind string }
		err = one(tx, &organiser, publication.ErrNotFound, `SELECT o.kind FROM campaigns k JOIN commissions o ON o.id = k.organiser_id WHERE k.id = ?`, int64(c.Campaign))
		if err != nil {
			return f, fmt.Errorf("reading who organises the elections: %w", err)
		}
		f.Organiser = commission.Kind(organiser.Kind)
	}
	if f.Officials, err = officialsOf(tx, c); err != nil {
		return f, err
	}
	if f.Selection, err = selectionOf(tx, c.ID); err != nil {
		return f, err
	}
	f.Last, err = publicationWhere(tx, `p.ruling_id = ? ORDER BY p.edition DESC LIMIT 1`, int64(f.Ruling.ID))
	if errors.Is(err, publication.ErrNotFound) {
		err = nil
	}
	return f, err
}

// officialsOf are all who have sat in the commission and in the one complained about.
func officialsOf(tx *gorm.DB, c complaint.Complaint) ([]identity.Name, error) {
	var names []identity.Name
	err := tx.Raw(`SELECT DISTINCT e.surname, e.given, e.patronymic FROM seats s JOIN people e ON e.id = s.person_id
		WHERE s.commission_id IN (?, ?) ORDER BY 1, 2, 3`, int64(c.Commission), int64(c.Respondent)).Scan(&names).Error
	if err != nil {
		return nil, fmt.Errorf("reading who sits in the commissions: %w", err)
	}
	return names, nil
}

func selectionOf(tx *gorm.DB, id complaint.ID) (publication.Selection, error) {
	var row struct {
		Added []publication.Removal `gorm:"serializer:json"`
		Kept  []publication.Kept    `gorm:"serializer:json"`
	}
	none := errors.New("no selection yet")
	err := one(tx, &row, none, `SELECT added, kept FROM redactions WHERE complaint_id = ?`, int64(id))
	if err != nil && !errors.Is(err, none) {
		return publication.Selection{}, fmt.Errorf("reading what is to be left out: %w", err)
	}
	return publication.Selection{Added: row.Added, Kept: row.Kept}, nil
}

// lockedFacts locks the complaint and reads what its publication is made of.
func (db *DB) lockedFacts(tx *gorm.DB, own commission.ID, ref complaint.Ref) (publication.Facts, error) {
	c, m, err := db.lockComplaint(tx, own, ref)
	if err != nil {
		return publication.Facts{}, err
	}
	return db.publicationFacts(tx, c, m)
}

// SaveSelection keeps what the secretary changed about the proposals. It is no act yet:
// the docket says what was approved.
func (db *DB) SaveSelection(ctx context.Context, by identity.Actor, ref complaint.Ref, change func(publication.Facts) (publication.Selection, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		f, err := db.lockedFacts(tx, by.Commission, ref)
		if err != nil {
			return err
		}
		next, err := change(f)
		if err != nil {
			return err
		}
		added, kept, err := selectionJSON(next)
		if err != nil {
			return err
		}
		err = tx.Exec(`INSERT INTO redactions (complaint_id, added, kept, saved_by, saved_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (complaint_id) DO UPDATE SET added = EXCLUDED.added, kept = EXCLUDED.kept, saved_by = EXCLUDED.saved_by, saved_at = EXCLUDED.saved_at`,
			int64(f.Complaint.ID), added, kept, int64(by.ID), f.Moment.At).Error
		if err != nil {
			return fmt.Errorf("keeping what is to be left out: %w", err)
		}
		return nil
	})
}

func selectionJSON(s publication.Selection) (added, kept string, err error) {
	a, err := json.Marshal(append([]publication.Removal{}, s.Added...))
	if err != nil {
		return "", "", fmt.Errorf("writing what is to be left out: %w", err)
	}
	k, err := json.Marshal(append([]publication.Kept{}, s.Kept...))
	if err != nil {
		return "", "", fmt.Errorf("writing what stays: %w", err)
	}
	return string(a), string(k), nil
}

// Publish stores a public copy with the step of its complaint.
func (db *DB) Publish(ctx context.Context, own commission.ID, ref complaint.Ref, pdf document.File, approve func(publication.Facts) (publication.Made, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		f, err := db.lockedFacts(tx, own, ref)
		if err != nil {
			return err
		}
		made, err := approve(f)
		if err != nil {
			return err
		}
		p := made.Publication
		data, err := json.Marshal(p.Paper)
		if err != nil {
			return fmt.Errorf("writing a public copy: %w", err)
		}
		removals, err := json.Marshal(made.Removals)
		if err != nil {
			return fmt.Errorf("writing what was left out: %w", err)
		}
		err = tx.Exec(`INSERT INTO publications (ruling_id, commission_id, edition, year, serial, number, adopted_on, outcome, subject, article, level, template, data, removals,
				pdf_key, pdf_sha256, pdf_size, published_at, published_by)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, int64(f.Ruling.ID), int64(own), p.Edition, p.Key.Year, p.Key.Serial, p.Number,
			p.AdoptedOn.String(), string(p.Outcome), p.Subject, p.Article, string(p.Level), document.Template, string(data), string(removals),
			string(pdf.Key), pdf.SHA256[:], pdf.Size, p.At, int64(made.Line.By.ID)).Error
		if err != nil {
			return fmt.Errorf("publishing a ruling: %w", err)
		}
		return db.saveComplaint(tx, made.Complaint, f.Moment, made.Line)
	})
}

// WithdrawPublication stores the withdrawal of a public copy with the step of its complaint.
func (db *DB) WithdrawPublication(ctx context.Context, own commission.ID, ref complaint.Ref, withdraw func(publication.Facts) (publication.Made, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		f, err := db.lockedFacts(tx, own, ref)
		if err != nil {
			return err
		}
		made, err := withdraw(f)
		if err != nil {
			return err
		}
		p := made.Publication
		err = changed(tx, "withdrawing a publication", `UPDATE publications SET withdrawn_at = ?, withdrawn_by = ?, reason = ? WHERE id = ? AND withdrawn_at IS NULL`,
			p.Withdrawn, int64(made.Line.By.ID), p.Reason, int64(p.ID))
		if err != nil {
			return err
		}
		return db.saveComplaint(tx, made.Complaint, f.Moment, made.Line)
	})
}
