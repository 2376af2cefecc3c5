package postgres

import (
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"redress/internal/sitting"
)

// readAttendees adds who attends a sitting besides the members.
func readAttendees(tx *gorm.DB, s *sitting.Sitting) error {
	var rows []struct {
		ID                  int64
		Name, Status, Whose string
		At                  time.Time
	}
	err := tx.Raw(`SELECT id, name, status, whose, at FROM attendees WHERE sitting_id = ? AND struck_at IS NULL ORDER BY id`, int64(s.ID)).Scan(&rows).Error
	if err != nil {
		return fmt.Errorf("reading who attends sitting %d: %w", s.Number, err)
	}
	for _, r := range rows {
		s.Attendees = append(s.Attendees, sitting.Attendee{ID: r.ID, Name: r.Name, Status: sitting.Status(r.Status), Whose: r.Whose, At: r.At.UTC()})
	}
	return nil
}

// saveAttendees stores who was written down, and strikes off who was taken off the list.
func saveAttendees(tx *gorm.DB, before, after sitting.Sitting, at time.Time) error {
	for _, a := range after.Attendees {
		if a.ID != 0 {
			continue
		}
		err := tx.Exec(`INSERT INTO attendees (sitting_id, name, status, whose, at) VALUES (?, ?, ?, ?, ?)`,
			int64(after.ID), a.Name, string(a.Status), a.Whose, a.At).Error
		if err != nil {
			return fmt.Errorf("writing down who attends: %w", err)
		}
	}
	for _, a := range before.Attendees {
		if slices.ContainsFunc(after.Attendees, func(kept sitting.Attendee) bool { return kept.ID == a.ID }) {
			continue
		}
		if err := changed(tx, "striking an attendee off", `UPDATE attendees SET struck_at = ? WHERE id = ? AND struck_at IS NULL`, at, a.ID); err != nil {
			return err
		}
	}
	return nil
}
