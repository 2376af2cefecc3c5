package postgres

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/remand"
)

// LetterFacts returns what a letter of a complaint follows from, as it stands.
func (db *DB) LetterFacts(ctx context.Context, own commission.ID, ref complaint.Ref, to commission.ID) (document.LetterFacts, error) {
	tx := db.gorm.WithContext(ctx)
	c, err := complaintWhere(tx, `commission_id = ? AND year = ? AND number = ?`, int64(own), ref.Year, ref.Number)
	if err != nil {
		return document.LetterFacts{}, err
	}
	m, err := db.moment(tx, own)
	if err != nil {
		return document.LetterFacts{}, err
	}
	return letterFacts(tx, c, to, m)
}

func letterFacts(tx *gorm.DB, c complaint.Complaint, to commission.ID, m commission.Moment) (document.LetterFacts, error) {
	f := document.LetterFacts{Complaint: c, Moment: m}
	var err error
	if f.Complaint.Attachments, err = attachmentsWhere(tx, `complaint_id = ?`, int64(c.ID)); err != nil {
		return f, err
	}
	if c.Respondent != 0 {
		if f.Respondent, err = commissionByID(tx, c.Respondent); err != nil {
			return f, err
		}
		if f.Respondent.Parent, err = directlyHigher(tx, c.Respondent); err != nil {
			return f, err
		}
	}
	if to != 0 {
		if f.To, err = commissionByID(tx, to); err != nil {
			return f, err
		}
		if f.WorksHere, err = worksHere(tx, to); err != nil {
			return f, err
		}
	}
	if f.Dictionary, err = dictionary(tx, c.Commission, c.Complainant.Name); err != nil {
		return f, err
	}
	if f.Wordings, err = wordingsInForce(tx, c.Commission, m.Day); err != nil {
		return f, err
	}
	running, err := deadline.Following(c, m, m.Days)
	if err != nil {
		return f, fmt.Errorf("computing deadlines of complaint %s: %w", c.Ref, err)
	}
	f.Due, f.LetterDue = deadline.AnswerDue(running), deadline.LetterDue(running)
	return f, nil
}

// worksHere reports whether somebody sits in the commission and so works with this program.
func worksHere(tx *gorm.DB, id commission.ID) (bool, error) {
	err := one(tx, new(int64), ErrNoCommission, `SELECT c.id FROM commissions c WHERE c.id = ? AND `+existing+`
		AND EXISTS (SELECT 1 FROM seats s WHERE s.commission_id = c.id AND s.held_until IS NULL)`, int64(id))
	if errors.Is(err, ErrNoCommission) {
		return false, nil
	}
	return err == nil, err
}

// PostLetters stores an act done by letters with everything that follows from it.
func (db *DB) PostLetters(ctx context.Context, own commission.ID, ref complaint.Ref, to commission.ID, post func(document.LetterFacts) (document.Post, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		c, m, err := db.lockComplaint(tx, own, ref)
		if err != nil {
			return err
		}
		facts, err := letterFacts(tx, c, to, m)
		if err != nil {
			return err
		}
		done, err := post(facts)
		if err != nil {
			return err
		}
		if done.Passed != nil {
			as, err := db.passComplaint(tx, done.Line.By, c, *done.Passed)
			if err != nil {
				return err
			}
			done.Complaint, done.Line = done.Complaint.PassedOn(as, done.Line)
		}
		if err := db.saveComplaint(tx, done.Complaint, m, done.Line); err != nil {
			return err
		}
		if c.SentDown.At.IsZero() && !done.Complaint.SentDown.At.IsZero() {
			if err := beginRemand(tx, remand.SendDown(done.Complaint), 0, done.Line.By, m); err != nil {
				return err
			}
		}
		for _, each := range done.Papers {
			id, err := insertLetter(tx, each)
			if err != nil {
				return err
			}
			for _, letter := range each.Letters {
				if err := db.oweLetter(ctx, tx, id, letter, m.At); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// insertLetter stores a letter as a paper with its signature.
func insertLetter(tx *gorm.DB, each document.Posted) (document.PaperID, error) {
	p := each.Printed
	raw, err := json.Marshal(each.Paper)
	if err != nil {
		return 0, fmt.Errorf("writing the data of a letter: %w", err)
	}
	var id int64
	err = tx.Raw(`INSERT INTO papers (commission_id, kind, complaint_id, letter, number, made_at, template, data, pdf_key, pdf_sha256, pdf_size, docx_key, docx_sha256, docx_size)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, int64(p.Commission), string(p.Kind), int64(p.Complaint), string(p.Letter), p.Number, p.MadeAt,
		p.Template(), string(raw), string(p.PDF.Key), bytea(p.PDF.SHA256[:]), p.PDF.Size, string(p.DOCX.Key), bytea(p.DOCX.SHA256[:]), p.DOCX.Size).Scan(&id).Error
	if err != nil {
		return 0, fmt.Errorf("keeping a letter: %w", err)
	}
	return document.PaperID(id), insertSignature(tx, document.PaperID(id), each.Record)
}

// passComplaint begins a complaint at the commission it was forwarded to: the answers
// byte for byte, the same files, and the same code to follow it by.
func (db *DB) passComplaint(tx *gorm.DB, by identity.Actor, from, passed complaint.Complaint) (complaint.Ref, error) {
	m, err := db.moment(tx, passed.Commission)
	if err != nil {
		return complaint.Ref{}, err
	}
	running, err := deadline.Following(passed, m, m.Days)
	if err != nil {
		return complaint.Ref{}, fmt.Errorf("computing deadlines: %w", err)
	}
	var filed complaintRow
	if err := one(tx, &filed, complaint.ErrNotFound, `SELECT * FROM complaints WHERE id = ?`, int64(from.ID)); err != nil {
		return complaint.Ref{}, err
	}
	number, err := nextNumber(tx, passed.Commission, "complaint", m.Day.Year())
	if err != nil {
		return complaint.Ref{}, err
	}
	passed.Ref = complaint.Ref{Year: m.Day.Year(), Number: number}
	row, err := newComplaintRow(passed)
	if err != nil {
		return passed.Ref, err
	}
	row.Answers, row.CodeHash, row.Salt = filed.Answers, filed.CodeHash, make([]byte, 16)
	_, _ = rand.Read(row.Salt) // never fails
	row.Due = dueOf(running, passed.Ref)
	if err := tx.Omit("ID").Create(&row).Error; err != nil {
		return passed.Ref, fmt.Errorf("storing a forwarded complaint: %w", err)
	}
	err = tx.Exec(`INSERT INTO attachments (complaint_id, vault_key, name, original_name, media_type, size, sha256, description)
		SELECT ?, vault_key, name, original_name, media_type, size, sha256, description FROM attachments WHERE complaint_id = ? ORDER BY id`, row.ID, int64(from.ID)).Error
	if err != nil {
		return passed.Ref, fmt.Errorf("passing files on to complaint %s: %w", passed.Ref, err)
	}
	if err := saveDeadlines(tx, passed.Commission, complaint.ID(row.ID), running); err != nil {
		return passed.Ref, err
	}
	line := passed.PassedLine(by, from, docket.Commit(row.Salt, []byte(row.Answers)))
	return passed.Ref, writeDown(tx, docket.ComplaintChain(row.ID), m.At, line)
}

// PapersOf returns the letters of a complaint as papers, the earliest first.
func (db *DB) PapersOf(ctx context.Context, id complaint.ID) ([]document.Printed, error) {
	tx := db.gorm.WithContext(ctx)
	var rows []paperRow
	if err := tx.Raw(paperQuery+`p.complaint_id = ? ORDER BY p.id`, int64(id)).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("listing letters: %w", err)
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
