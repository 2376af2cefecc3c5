package postgres

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/sitting"
)

// invitationRow is a row of party_invitations.
type invitationRow struct {
	ID           int64
	ComplaintID  int64
	Whom, Name   string
	Way, Email   string
	State, Note  string
	SentAt       *time.Time
	DoneAt       *time.Time
	ByID         *int64
	At           time.Time
	CommissionID int64
	SittingNo    int
}

func (r invitationRow) invitation() sitting.Invitation {
	return sitting.Invitation{ID: r.ID, Whom: sitting.Status(r.Whom), Name: r.Name, Way: sitting.Way(r.Way), Email: r.Email, State: sitting.Reach(r.State),
		SentAt: momentOf(r.SentAt), DoneAt: momentOf(r.DoneAt), Note: r.Note, By: identity.ID(idOf(r.ByID)), At: r.At.UTC()}
}

// readInvitations adds who was invited to each item of a sitting.
func readInvitations(tx *gorm.DB, s *sitting.Sitting) error {
	var rows []invitationRow
	if err := tx.Raw(`SELECT * FROM party_invitations WHERE sitting_id = ? ORDER BY id`, int64(s.ID)).Scan(&rows).Error; err != nil {
		return fmt.Errorf("reading who was invited to sitting %d: %w", s.Number, err)
	}
	for _, r := range rows {
		for i := range s.Items {
			if s.Items[i].Complaint == complaint.ID(r.ComplaintID) {
				s.Items[i].Invitations = append(s.Items[i].Invitations, r.invitation())
			}
		}
	}
	return nil
}

// saveInvitations stores the invitations that were made, owes the e-mail of those that go
// by it, and stores what became of the others.
func (db *DB) saveInvitations(tx *gorm.DB, before, after sitting.Sitting) error {
	for _, item := range after.Items {
		was, _ := before.Item(item.ID)
		for n, in := range item.Invitations {
			switch {
			case in.ID == 0:
				id := int64(0)
				err := tx.Raw(`INSERT INTO party_invitations (sitting_id, complaint_id, whom, name, way, email, state, sent_at, done_at, note, by_id, at)
					VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, int64(after.ID), int64(item.Complaint), string(in.Whom), in.Name, string(in.Way), in.Email,
					string(in.State), timeOrNull(in.SentAt), timeOrNull(in.DoneAt), in.Note, idOrNull(in.By), in.At).Scan(&id).Error
				if err != nil {
					return fmt.Errorf("recording an invitation: %w", err)
				}
				if in.State != sitting.Owed {
					continue
				}
				if err := db.owe(tx.Statement.Context, tx, notice.Invite{Invitation: id}); err != nil {
					return err
				}
			case n < len(was.Invitations) && in != was.Invitations[n]:
				err := changed(tx, "recording what became of an invitation", `UPDATE party_invitations SET state = ?, sent_at = ?, done_at = ?, note = ? WHERE id = ?`,
					string(in.State), timeOrNull(in.SentAt), timeOrNull(in.DoneAt), in.Note, in.ID)
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Invitation returns an invitation that the mail still owes with the sitting it is to, or
// notice.ErrNotFound: sent already, or of a complaint that was taken off the agenda.
func (db *DB) Invitation(ctx context.Context, id int64) (notice.Invitation, commission.Commission, error) {
	tx := db.gorm.WithContext(ctx)
	var row invitationRow
	err := one(tx, &row, notice.ErrNotFound, `SELECT p.*, s.commission_id, s.number AS sitting_no FROM party_invitations p JOIN sittings s ON s.id = p.sitting_id
		JOIN items i ON i.sitting_id = p.sitting_id AND i.complaint_id = p.complaint_id WHERE p.id = ? AND p.state = 'owed'`, id)
	if err != nil {
		return notice.Invitation{}, commission.Commission{}, err
	}
	s, err := sittingWhere(tx, false, `commission_id = ? AND number = ?`, row.CommissionID, row.SittingNo)
	if err != nil {
		return notice.Invitation{}, commission.Commission{}, err
	}
	out := notice.Invitation{Invitation: row.invitation(), Sitting: s}
	for _, item := range s.Items {
		if item.Complaint == complaint.ID(row.ComplaintID) {
			out.Ref = item.Ref
		}
	}
	from, err := commissionByID(tx, s.Commission)
	return out, from, err
}
