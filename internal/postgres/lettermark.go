package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"redress/internal/attachment"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/notice"
)

// markRow is a row of letter_marks.
type markRow struct {
	ID         int64
	LetterID   int64
	Kind       string
	Way        string
	Address    string
	At         time.Time
	ByID       *int64
	HappenedAt *time.Time
	HappenedOn *time.Time
	Taker      string
	Track      string
	Text       string
}

func (r markRow) mark() notice.Mark {
	return notice.Mark{ID: notice.MarkID(r.ID), Kind: notice.MarkKind(r.Kind), Way: complaint.ReplyBy(r.Way), Address: r.Address, At: r.At.UTC(),
		By: identity.ID(idOf(r.ByID)), When: momentOf(r.HappenedAt), On: dayOf(r.HappenedOn), Taker: r.Taker, Track: r.Track, Text: r.Text}
}

// slipRow is a row of letter_files.
type slipRow struct {
	ID           int64
	MarkID       int64
	VaultKey     string
	Name         string
	OriginalName string
	MediaType    string
	Size         int64
	SHA256       []byte `gorm:"column:sha256"`
}

func (r slipRow) attachment() attachment.Attachment {
	return attachmentRow{ID: r.ID, VaultKey: r.VaultKey, Name: r.Name, OriginalName: r.OriginalName, MediaType: r.MediaType, Size: r.Size, SHA256: r.SHA256}.attachment()
}

// withMarks reads what was done with letters, with the files of it.
func withMarks(tx *gorm.DB, letters []notice.Letter) error {
	if len(letters) == 0 {
		return nil
	}
	ids := make([]int64, len(letters))
	for i, l := range letters {
		ids[i] = int64(l.ID)
	}
	var rows []markRow
	if err := tx.Raw(`SELECT * FROM letter_marks WHERE letter_id IN ? ORDER BY id`, ids).Scan(&rows).Error; err != nil {
		return fmt.Errorf("reading the marks of letters: %w", err)
	}
	var files []slipRow
	err := tx.Raw(`SELECT f.* FROM letter_files f JOIN letter_marks k ON k.id = f.mark_id WHERE k.letter_id IN ? ORDER BY f.id`, ids).Scan(&files).Error
	if err != nil {
		return fmt.Errorf("reading the slips of letters: %w", err)
	}
	for _, r := range rows {
		k := r.mark()
		for _, f := range files {
			if f.MarkID == r.ID {
				k.Files = append(k.Files, f.attachment())
			}
		}
		i := slices.IndexFunc(letters, func(l notice.Letter) bool { return int64(l.ID) == r.LetterID })
		letters[i].Marks = append(letters[i].Marks, k)
	}
	return nil
}

// insertMarks stores the marks of a letter that are new.
func insertMarks(tx *gorm.DB, l notice.Letter) error {
	for _, k := range l.Marks {
		if k.ID != 0 {
			continue
		}
		var id int64
		err := tx.Raw(`INSERT INTO letter_marks (letter_id, kind, way, address, at, by_id, happened_at, happened_on, taker, track, text)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, int64(l.ID), string(k.Kind), string(k.Way), k.Address, k.At, idOrNull(k.By),
			timeOrNull(k.When), dateOrNull(k.On), k.Taker, k.Track, k.Text).Scan(&id).Error
		if err != nil {
			return fmt.Errorf("storing a mark of a letter: %w", err)
		}
		for _, f := range k.Files {
			err := tx.Exec(`INSERT INTO letter_files (mark_id, vault_key, name, original_name, media_type, size, sha256) VALUES (?, ?, ?, ?, ?, ?, ?)`,
				id, string(f.Key), f.Name, f.OriginalName, f.MediaType, f.Size, bytea(f.SHA256[:])).Error
			if err != nil {
				return fmt.Errorf("storing a slip of a letter: %w", err)
			}
		}
	}
	return nil
}

// ChangeLetter makes one step on a letter, and the last step of its complaint when
// nothing more is owed.
func (db *DB) ChangeLetter(ctx context.Context, id notice.ID, change func(notice.Letter, commission.Moment) (notice.Letter, *docket.Line, error),
	last func(complaint.Complaint, commission.Moment) (complaint.Complaint, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		return db.changeLetter(ctx, tx, id, change, last)
	})
}

// MarkLetter is ChangeLetter with the files held under a token, which leave the form for
// the letter.
func (db *DB) MarkLetter(ctx context.Context, id notice.ID, token [32]byte,
	change func(notice.Letter, []attachment.Attachment, commission.Moment) (notice.Letter, *docket.Line, error),
	last func(complaint.Complaint, commission.Moment) (complaint.Complaint, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		return db.changeLetter(ctx, tx, id, func(l notice.Letter, m commission.Moment) (notice.Letter, *docket.Line, error) {
			files, err := takeHeld(tx, token)
			if err != nil {
				return l, nil, err
			}
			return change(l, files, m)
		}, last)
	})
}

// takeHeld takes the files out of a form and closes it.
func takeHeld(tx *gorm.DB, token [32]byte) ([]attachment.Attachment, error) {
	if err := makeForm(tx, token); err != nil {
		return nil, err
	}
	if _, err := lockedForm(tx, token); err != nil {
		return nil, err
	}
	files, err := attachmentsWhere(tx, `filing_hash = ?`, bytea(token[:]))
	if err != nil {
		return nil, err
	}
	if err := tx.Exec(`DELETE FROM filings WHERE token_hash = ?`, bytea(token[:])).Error; err != nil {
		return nil, fmt.Errorf("closing the form of a slip: %w", err)
	}
	return files, nil
}

// changeLetter locks the complaint first: it is what every act on its letters holds.
func (db *DB) changeLetter(ctx context.Context, tx *gorm.DB, id notice.ID, change func(notice.Letter, commission.Moment) (notice.Letter, *docket.Line, error),
	last func(complaint.Complaint, commission.Moment) (complaint.Complaint, docket.Line, error)) error {
	var row letterRow
	if err := one(tx, &row, notice.ErrNotFound, letterQuery+`l.id = ?`, int64(id)); err != nil {
		return err
	}
	c, err := complaintWhere(tx, `id = ? FOR UPDATE`, row.ComplaintID)
	if err != nil {
		return err
	}
	if err := one(tx, &row, notice.ErrNotFound, letterQuery+`l.id = ?`, int64(id)); err != nil {
		return err
	}
	m, err := db.moment(tx, c.Commission)
	if err != nil {
		return err
	}
	before := []notice.Letter{row.letter()}
	if err := withMarks(tx, before); err != nil {
		return err
	}
	l, line, err := change(before[0], m)
	if err != nil {
		return err
	}
	err = changed(tx, "saving a letter", `UPDATE letters SET way = ?, address = ?, state = ?, message_id = ?, tries = ?, trouble = ?, done_at = ?, proof = ?, round = ? WHERE id = ?`,
		string(l.Way), l.Address, string(l.State), l.MessageID, l.Tries, l.Trouble, timeOrNull(l.DoneAt), l.Proof, l.Round, int64(l.ID))
	if err != nil || line == nil {
		return err
	}
	if err := insertMarks(tx, l); err != nil {
		return err
	}
	if l.Round > row.Round && l.Way == complaint.ByEmail {
		if err := db.owe(ctx, tx, notice.Send{Letter: l.ID}); err != nil {
			return err
		}
	}
	if err := writeDown(tx, docket.ComplaintChain(int64(c.ID)), m.At, *line); err != nil {
		return err
	}
	return db.lastLetter(tx, c, l, m, last)
}

// lastLetter moves the complaint on when the last letter of its ruling is done.
func (db *DB) lastLetter(tx *gorm.DB, c complaint.Complaint, l notice.Letter, m commission.Moment,
	last func(complaint.Complaint, commission.Moment) (complaint.Complaint, docket.Line, error)) error {
	var open int64
	if err := tx.Raw(`SELECT count(*) FROM letters l JOIN papers p ON p.id = l.paper_id
		WHERE l.complaint_id = ? AND l.done_at IS NULL AND p.kind = 'ruling'`, int64(c.ID)).Scan(&open).Error; err != nil {
		return fmt.Errorf("counting letters owed: %w", err)
	}
	if open > 0 || c.State != complaint.Signed || l.About != "" {
		return nil
	}
	moved, step, err := last(c, m)
	if err != nil {
		return err
	}
	return db.saveComplaint(tx, moved, m, step)
}

// LetterSentAs returns the letter that went out under a Message-ID, or notice.ErrNotFound.
func (db *DB) LetterSentAs(ctx context.Context, messageID string) (notice.ID, error) {
	var id int64
	err := one(db.gorm.WithContext(ctx), &id, notice.ErrNotFound, `SELECT id FROM letters WHERE message_id = ? AND message_id <> '' ORDER BY id DESC LIMIT 1`, messageID)
	if err != nil && !errors.Is(err, notice.ErrNotFound) {
		err = fmt.Errorf("finding a letter by its Message-ID: %w", err)
	}
	return notice.ID(id), err
}

// AddressPaper stores one more letter that carries a paper of the commission.
func (db *DB) AddressPaper(ctx context.Context, own commission.ID, paper int64, address func(notice.Carried, commission.Moment) (notice.Letter, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		printed, err := paperWhere(tx, `p.id = ? AND p.commission_id = ?`, paper, int64(own))
		if errors.Is(err, document.ErrNotFound) || err == nil && printed.Complaint == 0 {
			return notice.ErrNotFound
		}
		if err != nil {
			return err
		}
		c, err := complaintWhere(tx, `id = ? FOR UPDATE`, int64(printed.Complaint))
		if err != nil {
			return err
		}
		if printed, err = paperWhere(tx, `p.id = ?`, paper); err != nil { // as it stands under the lock
			return err
		}
		m, err := db.moment(tx, own)
		if err != nil {
			return err
		}
		p := notice.Carried{Complaint: c, Paper: paper, About: printed.Letter, Signed: printed.Whole()}
		var rows []letterRow
		if err := tx.Raw(letterQuery+`l.paper_id = ? ORDER BY l.id`, paper).Scan(&rows).Error; err != nil {
			return fmt.Errorf("reading the letters of a paper: %w", err)
		}
		for _, r := range rows {
			p.Letters = append(p.Letters, r.letter())
		}
		l, line, err := address(p, m)
		if err != nil {
			return err
		}
		if err := writeDown(tx, docket.ComplaintChain(int64(c.ID)), m.At, line); err != nil {
			return err
		}
		if printed.Kind == document.RulingKind {
			return db.oweLetters(ctx, tx, printed.ID, []notice.Letter{l}, m.At)
		}
		return db.oweLetter(ctx, tx, printed.ID, l, m.At)
	})
}
