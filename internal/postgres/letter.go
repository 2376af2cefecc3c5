package postgres

import (
	"context"
	"errors"
	"time"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/notice"
	"redress/internal/signature"
)

// letterRow is a row of letters with the number of its complaint.
type letterRow struct {
	ID           int64
	CommissionID int64
	ComplaintID  int64
	PaperID      int64
	About        string
	Year, Number int
	Addressee    string
	Way          string
	Address      string
	Name         string
	State        string
	MessageID    string
	DueOn        time.Time
	Tries        int
	Trouble      string
	MadeAt       time.Time
	DoneAt       *time.Time
	Proof        string
	SignedAt     *time.Time
	RespondentID *int64
	Round        int
}

func (r letterRow) letter() notice.Letter {
	return notice.Letter{ID: notice.ID(r.ID), Commission: commission.ID(r.CommissionID), Complaint: complaint.ID(r.ComplaintID),
		Ref: complaint.Ref{Year: r.Year, Number: r.Number}, Paper: r.PaperID, About: complaint.LetterKind(r.About),
		Addressee: notice.Addressee(r.Addressee), Way: complaint.ReplyBy(r.Way), Address: r.Address,
		Name: r.Name, State: notice.State(r.State), MessageID: r.MessageID, DueOn: dayOf(&r.DueOn), Tries: r.Tries, Trouble: r.Trouble,
		MadeAt: r.MadeAt.UTC(), DoneAt: momentOf(r.DoneAt), Proof: r.Proof, SignedAt: momentOf(r.SignedAt), Round: r.Round, Against: commission.ID(idOf(r.RespondentID))}
}

const letterQuery = `SELECT l.*, c.year, c.number, c.respondent_id, p.letter AS about, (SELECT max(s.at) FROM signatures s WHERE s.paper_id = l.paper_id) AS signed_at
	FROM letters l JOIN complaints c ON c.id = l.complaint_id JOIN papers p ON p.id = l.paper_id WHERE `

// Message returns a letter with its papers, or notice.ErrNotFound.
func (db *DB) Message(ctx context.Context, id notice.ID) (notice.Message, error) {
	tx := db.gorm.WithContext(ctx)
	var row letterRow
	if err := one(tx, &row, notice.ErrNotFound, letterQuery+`l.id = ?`, int64(id)); err != nil {
		return notice.Message{}, err
	}
	m := notice.Message{Letter: row.letter()}
	from, err := commissionByID(tx, m.Commission)
	if err != nil {
		return m, err
	}
	m.From = from
	paper, err := paperWhere(tx, `p.id = ?`, row.PaperID)
	if err != nil {
		return m, err
	}
	name := "pismo-" + m.Ref.String()
	m.Number = paper.Number
	if paper.Kind == document.RulingKind {
		r, _, err := rulingWhere(tx, `id = ?`, int64(paper.Ruling))
		if err != nil {
			return m, err
		}
		m.AdoptedOn, name = r.AdoptedOn, "reshenie-"+m.Ref.String()
	}
	m.Enclosures = enclosures(name, paper)
	return m, nil
}

// enclosures are the files of a paper: with the signatures inside, and those apart from it
// beside the file they are over.
func enclosures(name string, p document.Printed) []notice.Enclosure {
	const pdf = "application/pdf"
	var apart []notice.Enclosure
	for _, s := range p.Signatures {
		if s.Means == signature.Detached {
			apart = append(apart, notice.Enclosure{Name: name + ".pdf." + string(s.Role) + ".sig", MediaType: "application/pkcs7-signature", Size: int64(len(s.Raw)), Raw: s.Raw})
		}
	}
	files := []notice.Enclosure{enclosure(name+".pdf", pdf, p.Latest())}
	if len(apart) > 0 && p.SignedInside() {
		files = []notice.Enclosure{enclosure(name+".pdf", pdf, p.PDF), enclosure(name+".signed.pdf", pdf, p.Latest())}
	}
	files = append(files, apart...)
	return append(files, enclosure(name+".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", p.DOCX))
}

func enclosure(name, mediaType string, f document.File) notice.Enclosure {
	return notice.Enclosure{Name: name, MediaType: mediaType, Key: f.Key, Size: f.Size, SHA256: f.SHA256}
}

// LettersOf returns the letters of a complaint.
func (db *DB) LettersOf(ctx context.Context, id complaint.ID) ([]notice.Letter, error) {
	return db.letters(ctx, `l.complaint_id = ? ORDER BY l.id`, int64(id))
}

// LettersOpen returns at most limit letters a commission still owes, the most urgent first.
func (db *DB) LettersOpen(ctx context.Context, own commission.ID, limit int) ([]notice.Letter, error) {
	return db.letters(ctx, `l.commission_id = ? AND l.done_at IS NULL ORDER BY l.due_on, l.id LIMIT ?`, int64(own), limit)
}

// LettersDone returns at most limit letters of a commission that are done, the latest first.
func (db *DB) LettersDone(ctx context.Context, own commission.ID, limit int) ([]notice.Letter, error) {
	return db.letters(ctx, `l.commission_id = ? AND l.done_at IS NOT NULL ORDER BY l.id DESC LIMIT ?`, int64(own), limit)
}

// Letter returns the commission's letter with that number, or notice.ErrNotFound.
func (db *DB) Letter(ctx context.Context, own commission.ID, id notice.ID) (notice.Letter, error) {
	all, err := db.letters(ctx, `l.commission_id = ? AND l.id = ?`, int64(own), int64(id))
	if err != nil {
		return notice.Letter{}, err
	}
	if len(all) == 0 {
		return notice.Letter{}, notice.ErrNotFound
	}
	return all[0], nil
}

func (db *DB) letters(ctx context.Context, where string, values ...any) ([]notice.Letter, error) {
	var rows []letterRow
	if err := db.gorm.WithContext(ctx).Raw(letterQuery+where, values...).Scan(&rows).Error; err != nil {
		return nil, errors.Join(errors.New("listing letters"), err)
	}
	var all []notice.Letter
	for _, r := range rows {
		all = append(all, r.letter())
	}
	return all, withMarks(db.gorm.WithContext(ctx), all)
}
