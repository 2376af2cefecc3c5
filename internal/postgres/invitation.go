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
	Summons      int
	Struck       string
	StruckBy     *int64
	StruckAt     *time.Time
}

func (r invitationRow) invitation() sitting.Invitation {
	return sitting.Invitation{ID: r.ID, Whom: sitting.Status(r.Whom), Name: r.Name, Way: sitting.Way(r.Way), Email: r.Email, State: sitting.Reach(r.State),
		SentAt: momentOf(r.SentAt), DoneAt: momentOf(r.DoneAt), Note: r.Note, By: identity.ID(idOf(r.ByID)), At: r.At.UTC(),
		Summons: r.Summons, Struck: r.Struck, StruckBy: identity.ID(idOf(r.StruckBy)), StruckAt: momentOf(r.StruckAt)}
}

// readInvitations adds who was invited to each item of a sitting.
func readInvitations(tx *gorm.DB, s *sitting.Sitting) error {
	var rows []invitationRow
	if err := tx.Raw(`SELECT p.*, coalesce(k.reason, '') AS struck, k.by_id AS struck_by, k.at AS struck_at
		FROM party_invitations p LEFT JOIN invitation_strikes k ON k.invitation_id = p.id WHERE p.sitting_id = ? ORDER BY p.id`, int64(s.ID)).Scan(&rows).Error; err != nil {
		return fmt.Errorf("reading who was invited to sitting %d: %w", s.Number, err)
	}
	for _, r := range rows {
		in := r.invitation()
		in.Outdated = s.Superseded(in.Summons)
		for i := range s.Items {
			if s.Items[i].Complaint == complaint.ID(r.ComplaintID) {
				s.Items[i].Invitations = append(s.Items[i].Invitations, in)
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
				err := tx.Raw(`INSERT INTO party_invitations (sitting_id, complaint_id, whom, name, way, email, state, sent_at, done_at, note, by_id, at, summons)
					VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, int64(after.ID), int64(item.Complaint), string(in.Whom), in.Name, string(in.Way), in.Email,
					string(in.State), timeOrNull(in.SentAt), timeOrNull(in.DoneAt), in.Note, idOrNull(in.By), in.At, in.Summons).Scan(&id).Error
				if err != nil {
					return fmt.Errorf("recording an invitation: %w", err)
				}
				if in.State != sitting.Owed {
					continue
				}
				if err := db.owe(tx.Statement.Context, tx, notice.Invite{Invitation: id}); err != nil {
					return err
				}
			case n < len(was.Invitations) && in.Struck != was.Invitations[n].Struck:
				err := tx.Exec(`INSERT INTO invitation_strikes (invitation_id, reason, by_id, at) VALUES (?, ?, ?, ?)`, in.ID, in.Struck, int64(in.StruckBy), in.StruckAt).Error
				if err != nil {
					return fmt.Errorf("striking an invitation: %w", err)
				}
			case n < len(was.Invitations) && in.State != was.Invitations[n].State:
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
// notice.ErrNotFound: sent already, of a complaint that was taken off the agenda, or to a
// day that holds no more.
func (db *DB) Invitation(ctx context.Context, id int64) (notice.Invitation, commission.Commission, error) {
	tx := db.gorm.WithContext(ctx)
	var row invitationRow
	err := one(tx, &row, notice.ErrNotFound, `SELECT p.*, s.commission_id, s.number AS sitting_no FROM party_invitations p JOIN sittings s ON s.id = p.sitting_id
		JOIN items i ON i.sitting_id = p.sitting_id AND i.complaint_id = p.complaint_id WHERE p.id = ? AND p.state = 'owed'`, id)
	if err != nil {
		return notice.Invitation{}, commission.Commission{}, err
	}
	s, err := sittingWhere(tx, false, `commission_id = ? AND number = ?`, row.CommissionID, row.SittingNo)
	if err == nil && (s.Over() || row.Summons != s.Summons()) {
		err = notice.ErrNotFound
	}
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
