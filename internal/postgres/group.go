package postgres

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
)

// groupsOf reads the working groups of commission c.
const groupsOf = `SELECT coalesce(json_agg(json_build_object('id', g.id, 'name', g.name, 'maker', g.maker,
	'ground', json_build_object('number', g.ground_number, 'on', g.ground_on), 'from', g.held_from, 'until', coalesce(g.held_until::text, ''),
	'head', g.head_id, 'members', g.members, 'involved', g.involved, 'formedat', g.formed_at) ORDER BY g.id), '[]')
	FROM working_groups g WHERE g.commission_id = c.id`

// saveGroups stores the groups that were formed, and the last days of those that end.
func saveGroups(tx *gorm.DB, own int64, before, after []commission.Group) error {
	for i, g := range after {
		if i < len(before) {
			if before[i].Until == g.Until {
				continue
			}
			if err := changed(tx, "ending a working group", `UPDATE working_groups SET held_until = ? WHERE id = ?`, dateOrNull(g.Until), int64(g.ID)); err != nil {
				return err
			}
			continue
		}
		members, err := json.Marshal(append([]identity.ID{}, g.Members...))
		if err != nil {
			return fmt.Errorf("writing the members of a working group: %w", err)
		}
		involved, err := json.Marshal(append([]commission.Involved{}, g.Involved...))
		if err != nil {
			return fmt.Errorf("writing whom a working group involves: %w", err)
		}
		err = tx.Exec(`INSERT INTO working_groups (commission_id, name, maker, ground_number, ground_on, held_from, held_until, head_id, members, involved, formed_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?)`, own, g.Name, string(g.Maker), g.Ground.Number, g.Ground.On.String(), g.From.String(),
			dateOrNull(g.Until), int64(g.Head), string(members), string(involved), g.FormedAt).Error
		if err != nil {
			return fmt.Errorf("forming a working group: %w", err)
		}
	}
	return nil
}

// GroupComplaint makes one step on a complaint by the names of those who sit in the
// commission complained about.
func (db *DB) GroupComplaint(ctx context.Context, own commission.ID, ref complaint.Ref,
	change func(complaint.Complaint, []identity.Name, commission.Moment) (complaint.Complaint, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		c, m, err := db.lockComplaint(tx, own, ref)
		if err != nil {
			return err
		}
		var theirs []identity.Name
		err = tx.Raw(`SELECT e.surname, e.given, e.patronymic FROM seats s JOIN people e ON e.id = s.person_id
			WHERE s.commission_id = ? AND s.held_from <= ? AND (s.held_until IS NULL OR s.held_until >= ?)`,
			int64(c.Respondent), m.Day.String(), m.Day.String()).Scan(&theirs).Error
		if err != nil {
			return fmt.Errorf("reading who sits in the commission complained about: %w", err)
		}
		next, line, err := change(c, theirs, m)
		if err != nil {
			return err
		}
		return db.saveComplaint(tx, next, m, line)
	})
}
