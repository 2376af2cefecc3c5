package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// sittingRow is a row of sittings with the names of its two officers.
type sittingRow struct {
	ID              int64
	CommissionID    int64
	Number          int
	State           string
	Version         int
	StartsAt        time.Time
	Place           string
	Away            bool
	Video           bool
	Urgent          bool
	UrgentReason    string
	TellBy          *time.Time
	PetitionID      *int64
	PresidingID     int64
	PresidingTitle  string
	PresidingGround string
	SecretaryID     int64
	SecretaryTitle  string
	Established     int
	OpenedAt        *time.Time
	ClosedAt        *time.Time
	MinutesSigned   bool   `gorm:"->"` // read from the signatures, never written
	Breaks          []byte `gorm:"->"` // courseOfSitting, written by saveCourse
	Duties          []byte `gorm:"->"`
	Changes         []byte `gorm:"->"`
	Salt            []byte `gorm:"->"`
}

// TableName names the table for gorm.
func (sittingRow) TableName() string { return "sittings" }

func newSittingRow(s sitting.Sitting) sittingRow {
	return sittingRow{ID: int64(s.ID), CommissionID: int64(s.Commission), Number: s.Number, State: string(s.State), Version: s.Version,
		StartsAt: s.StartsAt, Place: s.Place, Away: s.Away, Video: s.Video, Urgent: s.Urgent, UrgentReason: s.UrgentReason, TellBy: midnight(s.TellBy), PetitionID: idOrNull(s.Petition),
		PresidingID: int64(s.Presiding.Person), PresidingTitle: s.Presiding.Title, PresidingGround: s.Presiding.Ground,
		SecretaryID: int64(s.Secretary.Person), SecretaryTitle: s.Secretary.Title, Established: s.Established,
		OpenedAt: timeOrNull(s.OpenedAt), ClosedAt: timeOrNull(s.ClosedAt)}
}

func (r sittingRow) sitting() sitting.Sitting {
	return sitting.Sitting{ID: sitting.ID(r.ID), Commission: commission.ID(r.CommissionID), Number: r.Number, State: sitting.State(r.State),
		Version: r.Version, StartsAt: r.StartsAt.UTC(), Place: r.Place, Away: r.Away, Video: r.Video, Urgent: r.Urgent, UrgentReason: r.UrgentReason,
		TellBy: dayOf(r.TellBy), Petition: sitting.PetitionID(idOf(r.PetitionID)), Established: r.Established, OpenedAt: momentOf(r.OpenedAt), ClosedAt: momentOf(r.ClosedAt), MinutesSigned: r.MinutesSigned, Salt: r.Salt,
		Presiding: commission.Signatory{Member: commission.Member{Person: identity.ID(r.PresidingID)}, Title: r.PresidingTitle, Ground: r.PresidingGround},
		Secretary: commission.Signatory{Member: commission.Member{Person: identity.ID(r.SecretaryID)}, Title: r.SecretaryTitle}}
}

// attendanceRow is the last record of a member's presence with the member's name.
type attendanceRow struct {
	PersonID                           int64
	Surname, Given, Patronymic, Office string
	Mode, Reason                       string
	At                                 time.Time
	ToldAt                             *time.Time
	Said                               string
	SaidAt                             *time.Time
}

// sittingWhere reads a whole sitting; lock adds FOR UPDATE on its row.
func sittingWhere(tx *gorm.DB, lock bool, where string, values ...any) (sitting.Sitting, error) {
	var row sittingRow
	query := `SELECT *, ` + courseOfSitting + `, EXISTS (SELECT 1 FROM papers p JOIN signatures g ON g.paper_id = p.id
		WHERE p.sitting_id = sittings.id AND NOT p.replaced) AS minutes_signed FROM sittings WHERE ` + where
	if lock {
		query += ` FOR UPDATE`
	}
	if err := one(tx, &row, sitting.ErrNotFound, query, values...); err != nil {
		return sitting.Sitting{}, err
	}
	s := row.sitting()
	if err := row.readCourse(&s); err != nil {
		return s, err
	}
	if err := readAttendance(tx, &s); err != nil {
		return s, err
	}
	var items []itemRow
	err := tx.Raw(`SELECT i.*, coalesce(c.year, 0) AS year, coalesce(c.number, 0) AS number, (SELECT coalesce(jsonb_agg(jsonb_build_object('Member', v.person_id, 'Choice', v.choice, 'At', v.at, 'Personal', v.personal)
			ORDER BY v.at, v.person_id = ?, v.person_id), '[]') FROM votes v WHERE v.item_id = i.id) AS votes,
			(SELECT max(d.due_on) FROM deadlines d WHERE d.complaint_id = i.complaint_id AND d.clock IN ?) AS due_on, `+floorOfItem+`, `+nomineesOfItem+`
		FROM items i LEFT JOIN complaints c ON c.id = i.complaint_id WHERE i.sitting_id = ? ORDER BY i.ordinal`, row.PresidingID, deadline.AnswerClocks(), row.ID).Scan(&items).Error
	if err != nil {
		return s, fmt.Errorf("reading the agenda of sitting %d: %w", s.Number, err)
	}
	for _, r := range items {
		item, err := r.item()
		if err != nil {
			return s, err
		}
		if item.Matter.Agenda {
			s.Agenda = &item
			continue
		}
		s.Items = append(s.Items, item)
	}
	if err := readDissents(tx, &s); err != nil {
		return s, err
	}
	if err := readAttendees(tx, &s); err != nil {
		return s, err
	}
	if err := readNotices(tx, &s); err != nil {
		return s, err
	}
	if err := readInvitations(tx, &s); err != nil {
		return s, err
	}
	if err := readAmendments(tx, &s); err != nil {
		return s, err
	}
	err = readPolls(tx, &s)
	return s, err
}

func readAttendance(tx *gorm.DB, s *sitting.Sitting) error {
	var rows []attendanceRow
	err := tx.Raw(`SELECT * FROM (SELECT DISTINCT ON (a.person_id) a.person_id, e.surname, e.given, e.patronymic, a.office, a.mode, a.reason, a.at, a.told_at, a.said, a.said_at
			FROM attendance a JOIN people e ON e.id = a.person_id WHERE a.sitting_id = ? ORDER BY a.person_id, a.id DESC) last
		ORDER BY array_position(ARRAY['chair','deputy','secretary','member'], office), surname COLLATE "ru-x-icu", person_id`, int64(s.ID)).Scan(&rows).Error
	if err != nil {
		return fmt.Errorf("reading the attendance of sitting %d: %w", s.Number, err)
	}
	for _, r := range rows {
		m := commission.Member{Person: identity.ID(r.PersonID), Office: identity.Office(r.Office),
			Name: identity.Name{Surname: r.Surname, Given: r.Given, Patronymic: r.Patronymic}}
		s.Attendance = append(s.Attendance, sitting.Attendance{Member: m, Mode: sitting.Mode(r.Mode), Reason: r.Reason, At: r.At.UTC(), ToldAt: momentOf(r.ToldAt),
			Said: sitting.Mode(r.Said), SaidAt: momentOf(r.SaidAt)})
		if m.Person == s.Presiding.Person {
			s.Presiding.Member = m
		}
		if m.Person == s.Secretary.Person {
			s.Secretary.Member = m
		}
		named(s.Presided, m)
		named(s.Kept, m)
	}
	return nil
}

// presences reads every change of how the members took part, the earliest first: since
// they were last asked anew, and until each instant at which they were.
func presences(tx *gorm.DB, id sitting.ID) (map[time.Time]map[identity.ID][]sitting.Presence, error) {
	var rows []struct {
		PersonID     int64
		Mode, Reason string
		At           time.Time
		Until        *time.Time
	}
	err := tx.Raw(`SELECT a.person_id, a.mode, a.reason, a.at, (SELECT b.at FROM attendance b WHERE b.sitting_id = a.sitting_id AND b.person_id = a.person_id AND b.mode = '' AND b.id > a.id
			ORDER BY b.id LIMIT 1) AS until FROM attendance a WHERE a.sitting_id = ? AND a.mode <> '' ORDER BY a.person_id, a.id`, int64(id)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading who came and left: %w", err)
	}
	all := map[time.Time]map[identity.ID][]sitting.Presence{}
	for _, r := range rows {
		member, until := identity.ID(r.PersonID), momentOf(r.Until)
		if all[until] == nil {
			all[until] = map[identity.ID][]sitting.Presence{}
		}
		moves := all[until]
		if own := moves[member]; len(own) > 0 && own[len(own)-1].Mode == sitting.Mode(r.Mode) {
			continue // said once more
		}
		moves[member] = append(moves[member], sitting.Presence{Member: member, Mode: sitting.Mode(r.Mode), Reason: r.Reason, At: r.At.UTC()})
	}
	return all, nil
}

// Sitting returns the commission's sitting with that number, or sitting.ErrNotFound.
func (db *DB) Sitting(ctx context.Context, own commission.ID, number int) (sitting.Sitting, error) {
	return sittingWhere(db.gorm.WithContext(ctx), false, `commission_id = ? AND number = ?`, int64(own), number)
}

// SittingOf returns the last sitting that has the complaint on its agenda, or sitting.ErrNotFound.
func (db *DB) SittingOf(ctx context.Context, id complaint.ID) (sitting.Sitting, error) {
	return sittingWhere(db.gorm.WithContext(ctx), false,
		`id = (SELECT i.sitting_id FROM items i JOIN sittings s ON s.id = i.sitting_id WHERE i.complaint_id = ? AND s.state <> 'cancelled' ORDER BY s.starts_at DESC, s.id DESC LIMIT 1)`, int64(id))
}

// ConveneSitting stores a new sitting under the commission's next number, with the
// petition that it answers, if any.
func (db *DB) ConveneSitting(ctx context.Context, own commission.ID, on sitting.PetitionID,
	convene func(sitting.Petition, int, commission.Moment) (sitting.Sitting, [2]docket.Line, error)) (int, error) {
	number := 0
	err := db.transact(ctx, func(tx *gorm.DB) error {
		m, err := db.moment(tx, own)
		if err != nil {
			return err
		}
		var petition sitting.Petition
		if on != 0 {
			if petition, err = lockedPetition(tx, own, on); err != nil {
				return err
			}
		}
		if number, err = nextNumber(tx, own, "sitting", 0); err != nil {
			return err
		}
		s, lines, err := convene(petition, number, m)
		if err != nil {
			return err
		}
		row := newSittingRow(s)
		if err := tx.Omit("ID", "MinutesSigned").Create(&row).Error; err != nil {
			return fmt.Errorf("storing a sitting: %w", err)
		}
		s.ID = sitting.ID(row.ID)
		s, owed, err := takeOver(tx, s)
		if err != nil {
			return err
		}
		for _, a := range s.Attendance {
			if err := addAttendance(tx, s.ID, a, m.At); err != nil {
				return err
			}
		}
		if err := saveItems(tx, sitting.Sitting{}, s); err != nil {
			return err
		}
		if err := db.saveNotices(tx, sitting.Sitting{}, s); err != nil {
			return err
		}
		if err := answerPetition(tx, s, m.At, lines[1]); err != nil {
			return err
		}
		return writeDown(tx, docket.SittingChain(row.ID), m.At, append([]docket.Line{lines[0]}, owed...)...)
	})
	return number, err
}

func addAttendance(tx *gorm.DB, id sitting.ID, a sitting.Attendance, at time.Time) error {
	err := tx.Exec(`INSERT INTO attendance (sitting_id, person_id, office, mode, reason, at, told_at, said, said_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		int64(id), int64(a.Member.Person), string(a.Member.Office), string(a.Mode), a.Reason, at, timeOrNull(a.ToldAt), string(a.Said), timeOrNull(a.SaidAt)).Error
	if err != nil {
		return fmt.Errorf("recording attendance: %w", err)
	}
	return nil
}

// ChangeSitting makes one step on a sitting.
func (db *DB) ChangeSitting(ctx context.Context, own commission.ID, number int,
	change func(sitting.Sitting, commission.Moment) (sitting.Sitting, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		s, m, err := db.lockSitting(tx, own, number)
		if err != nil {
			return err
		}
		next, line, err := change(s, m)
		if err != nil {
			return err
		}
		return db.saveSitting(tx, s, next, m, line)
	})
}

func (db *DB) lockSitting(tx *gorm.DB, own commission.ID, number int) (sitting.Sitting, commission.Moment, error) {
	s, err := sittingWhere(tx, true, `commission_id = ? AND number = ?`, int64(own), number)
	if err != nil {
		return s, commission.Moment{}, err
	}
	m, err := db.standing(tx, own)
	return s, m, err
}

// ChangeSittingAndComplaint makes one step on a sitting and on the complaint of an item, if
// it has one.
func (db *DB) ChangeSittingAndComplaint(ctx context.Context, own commission.ID, number int, id sitting.ItemID,
	change func(sitting.Sitting, complaint.Complaint, commission.Moment) (sitting.Sitting, complaint.Complaint, [2]docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		s, m, err := db.lockSitting(tx, own, number)
		if err != nil {
			return err
		}
		item, ok := s.Item(id)
		if !ok {
			return sitting.ErrNotFound
		}
		var c complaint.Complaint
		if !item.General() {
			if c, err = complaintWhere(tx, `id = ? FOR UPDATE`, int64(item.Complaint)); err != nil {
				return err
			}
		}
		next, moved, lines, err := change(s, c, m)
		if err != nil {
			return err
		}
		if err := db.saveSitting(tx, s, next, m, lines[0]); err != nil || item.General() {
			return err
		}
		return db.saveComplaint(tx, moved, m, lines[1])
	})
}

// CloseSitting ends a sitting and moves the complaints whose items had no vote.
func (db *DB) CloseSitting(ctx context.Context, own commission.ID, number int,
	change func(sitting.Sitting, commission.Moment) (sitting.Sitting, docket.Line, error),
	postpone func(sitting.Sitting, complaint.Complaint) (complaint.Complaint, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		s, m, err := db.lockSitting(tx, own, number)
		if err != nil {
			return err
		}
		next, line, err := change(s, m)
		if err != nil {
			return err
		}
		if err := db.saveSitting(tx, s, next, m, line); err != nil {
			return err
		}
		for _, item := range s.Items {
			if item.State.Settled() || item.General() {
				continue
			}
			c, err := complaintWhere(tx, `id = ? FOR UPDATE`, int64(item.Complaint))
			if err != nil {
				return err
			}
			moved, step, err := postpone(next, c)
			if err != nil {
				return err
			}
			if err := db.saveComplaint(tx, moved, m, step); err != nil {
				return err
			}
		}
		return db.oweMinutes(tx, next, m)
	})
}

// oweMinutes stores the deadline of the minutes of a closed sitting.
func (db *DB) oweMinutes(tx *gorm.DB, s sitting.Sitting, m commission.Moment) error {
	d, err := minutesDue(s, m)
	if err != nil {
		return err
	}
	return saveMinutesDue(tx, s, d)
}

func saveMinutesDue(tx *gorm.DB, s sitting.Sitting, d deadline.Deadline) error {
	value, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("writing the deadline of the minutes: %w", err)
	}
	err = tx.Exec(`INSERT INTO deadlines (commission_id, sitting_id, clock, kind, due_on, clause, value) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (sitting_id, clock) DO UPDATE SET kind = EXCLUDED.kind, due_on = EXCLUDED.due_on, clause = EXCLUDED.clause, value = EXCLUDED.value`,
		int64(s.Commission), int64(s.ID), string(d.Clock), string(d.Kind), d.DueOn.String(), string(d.Clause), string(value)).Error
	if err != nil {
		return fmt.Errorf("saving the deadline of the minutes: %w", err)
	}
	return nil
}

// saveSitting stores what changed between before and after, and the docket line.
func (db *DB) saveSitting(tx *gorm.DB, before, after sitting.Sitting, m commission.Moment, line docket.Line) error {
	row := newSittingRow(after)
	result := tx.Table("sittings").Where("id = ? AND version = ?", row.ID, before.Version).Select("*").
		Omit("ID", "CommissionID", "Number", "MinutesSigned").Updates(&row)
	if result.Error != nil || result.RowsAffected != 1 {
		return fmt.Errorf("saving sitting %d: %d rows changed: %w", after.Number, result.RowsAffected, errors.Join(result.Error))
	}
	for i, a := range after.Attendance {
		if i >= len(before.Attendance) || a != before.Attendance[i] {
			if err := addAttendance(tx, after.ID, a, m.At); err != nil {
				return err
			}
		}
	}
	if err := db.saveInvitations(tx, before, after); err != nil {
		return err
	}
	if err := saveItems(tx, before, after); err != nil {
		return err
	}
	if err := saveCourse(tx, before, after); err != nil {
		return err
	}
	if err := saveChanges(tx, before, after); err != nil {
		return err
	}
	if err := saveDissents(tx, before, after, m.At); err != nil {
		return err
	}
	if err := saveAttendees(tx, before, after, m.At); err != nil {
		return err
	}
	if err := db.saveNotices(tx, before, after); err != nil {
		return err
	}
	return writeDown(tx, docket.SittingChain(int64(after.ID)), m.At, line)
}

// Sittings returns at most limit of a commission's sittings, the latest first,
// those that start before the instant given unless it is zero.
func (db *DB) Sittings(ctx context.Context, own commission.ID, before time.Time, limit int) ([]sitting.Summary, error) {
	var rows []sitting.Summary
	err := db.gorm.WithContext(ctx).Raw(`SELECT s.number, s.state, s.starts_at, s.place, s.urgent,
			(SELECT count(*) FROM items i WHERE i.sitting_id = s.id AND i.ordinal > 0) AS items,
			(SELECT b.expected_at FROM breaks b WHERE s.state = 'open' AND b.sitting_id = s.id AND b.until_at IS NULL AND b.place <> '') AS continues_at
		FROM sittings s WHERE s.commission_id = ? AND (? OR s.starts_at < ?) ORDER BY s.starts_at DESC, s.id DESC LIMIT ?`,
		int64(own), before.IsZero(), before, limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("listing sittings: %w", err)
	}
	return rows, nil
}

// MinutesDue returns the deadline of a sitting's minutes, the zero one while the sitting is not closed.
func (db *DB) MinutesDue(ctx context.Context, id sitting.ID) (deadline.Running, error) {
	all, err := runningWhere(db.gorm.WithContext(ctx), `sitting_id = ?`, int64(id))
	if err != nil || len(all) == 0 {
		return deadline.Running{}, err
	}
	return all[0], nil
}

// NextSitting returns the sitting of a commission that is open, or else planned to start, or
// adjourned to go on, soonest; sitting.ErrNotFound if there is none.
func (db *DB) NextSitting(ctx context.Context, own commission.ID) (sitting.Sitting, error) {
	return sittingWhere(db.gorm.WithContext(ctx), false, `id = (SELECT s.id FROM sittings s LEFT JOIN breaks b ON b.sitting_id = s.id AND b.until_at IS NULL AND b.place <> ''
		WHERE s.commission_id = ? AND s.state IN ('planned', 'open') ORDER BY s.state <> 'open' OR b.place IS NOT NULL, coalesce(b.expected_at, s.starts_at), s.id LIMIT 1)`, int64(own))
}
