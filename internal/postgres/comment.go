package postgres

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/ruling"
)

// commentRow is a row of draft_comments.
type commentRow struct {
	ComplaintID int64
	Number      int
	Saying      string
	Thread      int
	Version     int
	Section     string
	Paragraph   int
	Quote       string
	AuthorID    int64
	At          time.Time
	Body        string
}

// TableName names the table for gorm.
func (commentRow) TableName() string { return "draft_comments" }

func newCommentRow(id complaint.ID, c ruling.Comment) commentRow {
	return commentRow{ComplaintID: int64(id), Number: c.Number, Saying: string(c.Saying), Thread: c.Thread, Version: c.Version,
		Section: string(c.Section), Paragraph: c.Paragraph, Quote: c.Quote, AuthorID: int64(c.Author), At: c.At, Body: c.Text}
}

func (r commentRow) comment() ruling.Comment {
	return ruling.Comment{Number: r.Number, Saying: ruling.Saying(r.Saying), Thread: r.Thread, Version: r.Version,
		Section: ruling.Section(r.Section), Paragraph: r.Paragraph, Quote: r.Quote, Author: identity.ID(r.AuthorID), At: r.At.UTC(), Text: r.Body}
}

// commentsOf returns what was said of the drafts on a complaint, in its order.
func commentsOf(tx *gorm.DB, id complaint.ID) ([]ruling.Comment, error) {
	var rows []commentRow
	if err := tx.Raw(`SELECT * FROM draft_comments WHERE complaint_id = ? ORDER BY number`, int64(id)).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("reading the comments on a draft: %w", err)
	}
	var all []ruling.Comment
	for _, r := range rows {
		all = append(all, r.comment())
	}
	return all, nil
}

// DraftComments returns what was said of the drafts on a complaint, in its order.
func (db *DB) DraftComments(ctx context.Context, id complaint.ID) ([]ruling.Comment, error) {
	return commentsOf(db.gorm.WithContext(ctx), id)
}

// DiscussDraft adds one thing to what is said of a draft.
func (db *DB) DiscussDraft(ctx context.Context, own commission.ID, ref complaint.Ref, version int,
	say func(ruling.Discussed) (complaint.Complaint, ruling.Comment, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		c, m, err := db.lockComplaint(tx, own, ref)
		if err != nil {
			return err
		}
		in := ruling.Discussed{Complaint: c, Moment: m}
		if version == 0 {
			in.Draft, err = latestDraft(tx, c.ID)
		} else {
			in.Draft, err = draftWhere(tx, `complaint_id = ? AND version = ?`, int64(c.ID), version)
		}
		if err != nil {
			return err
		}
		if c.Respondent != 0 {
			if in.About, err = subject(tx, c); err != nil {
				return err
			}
		}
		if in.Comments, err = commentsOf(tx, c.ID); err != nil {
			return err
		}
		moved, said, line, err := say(in)
		if err != nil {
			return err
		}
		row := newCommentRow(c.ID, said)
		if err := tx.Create(&row).Error; err != nil {
			return fmt.Errorf("saving a comment on a draft: %w", err)
		}
		return db.saveComplaint(tx, moved, m, line)
	})
}

// UnresolvedComments counts the comments on the drafts of a complaint that nobody has resolved.
func (db *DB) UnresolvedComments(ctx context.Context, id complaint.ID) (int, error) {
	var n int
	err := db.gorm.WithContext(ctx).Raw(`SELECT count(*) FROM draft_comments r WHERE r.complaint_id = ? AND r.saying = 'comment'
		AND coalesce((SELECT s.saying FROM draft_comments s WHERE s.complaint_id = r.complaint_id AND s.thread = r.number AND s.saying IN ('resolve', 'reopen')
			ORDER BY s.number DESC LIMIT 1), 'reopen') = 'reopen'`, int64(id)).Scan(&n).Error
	if err != nil {
		return 0, fmt.Errorf("counting the comments on a draft: %w", err)
	}
	return n, nil
}
