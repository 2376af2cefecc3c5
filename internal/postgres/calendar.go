package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/calendar"
	"redress/internal/deadline"
	"redress/internal/docket"
)

// calendarInForce is the production calendar as it was read: the years of the program
// with those an administrator loaded over them.
type calendarInForce struct {
	version int64 // the greatest id of calendar_years it holds
	days    calendar.Production
}

// calendarAt returns the calendar of a version that a transaction has just read. It is
// read anew, in that transaction, where another replica or an act has loaded a year
// since: no act counts by a calendar of before.
func (db *DB) calendarAt(tx *gorm.DB, version int64) (calendar.Production, error) {
	if held := db.inForce.Load(); held != nil && held.version >= version {
		return held.days, nil
	}
	loaded, err := loadedYears(tx)
	if err != nil {
		return calendar.Production{}, err
	}
	read := calendarInForce{days: calendar.Russia()}
	for _, l := range loaded {
		if read.days, err = read.days.With(l.Year); err != nil {
			return calendar.Production{}, fmt.Errorf("the calendar of %d: %w", l.Number, err)
		}
		read.version = max(read.version, l.version)
	}
	db.inForce.Store(&read)
	return read.days, nil
}

// loadedYear is the version in force of a year that was loaded.
type loadedYear struct {
	calendar.Year
	version int64
	at      time.Time
}

func loadedYears(tx *gorm.DB) ([]loadedYear, error) {
	var rows []struct {
		ID        int64
		Decree    string
		Days      []byte
		EnteredAt time.Time
	}
	err := tx.Raw(`SELECT DISTINCT ON (year) id, decree, days, entered_at FROM calendar_years ORDER BY year, id DESC`).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading the production calendar: %w", err)
	}
	all := make([]loadedYear, len(rows))
	for i, r := range rows {
		all[i].version, all[i].at = r.ID, r.EnteredAt.UTC()
		if err := json.Unmarshal(r.Days, &all[i].Year); err != nil {
			return nil, fmt.Errorf("reading the production calendar: %w", err)
		}
		all[i].Source = r.Decree
	}
	return all, nil
}

// ProductionCalendar returns the calendar in force, and when its loaded years were
// loaded.
func (db *DB) ProductionCalendar(ctx context.Context) (calendar.Production, map[int]time.Time, error) {
	days, loadedAt := calendar.Russia(), map[int]time.Time{}
	loaded, err := loadedYears(db.gorm.WithContext(ctx))
	if err != nil {
		return days, nil, err
	}
	for _, l := range loaded {
		if days, err = days.With(l.Year); err != nil {
			return days, nil, fmt.Errorf("the calendar of %d: %w", l.Number, err)
		}
		loadedAt[l.Number] = l.at
	}
	return days, loadedAt, nil
}

// SetUpYear stores the next version of a year. One is stored after the other, so that
// the greatest id is always the latest that anybody can see.
func (db *DB) SetUpYear(ctx context.Context, y calendar.Year, line docket.Line) error {
	days, err := json.Marshal(y)
	if err != nil {
		return fmt.Errorf("writing the calendar of %d: %w", y.Number, err)
	}
	return db.administer(ctx, line, func(tx *gorm.DB) error {
		if err := tx.Exec(`LOCK TABLE calendar_years IN SHARE ROW EXCLUSIVE MODE`).Error; err != nil {
			return fmt.Errorf("waiting for the calendar: %w", err)
		}
		err := tx.Exec(`INSERT INTO calendar_years (year, decree, days, entered_by, entered_at) VALUES (?, ?, ?, ?, legal_now())`,
			y.Number, y.Source, string(days), int64(line.By.ID)).Error
		if err != nil {
			return fmt.Errorf("storing the calendar of %d: %w", y.Number, err)
		}
		return db.owe(ctx, tx, deadline.Recompute{Year: y.Number})
	})
}
