package postgres

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// readDissents adds the opinions that stand to the items of a sitting.
func readDissents(tx *gorm.DB, s *sitting.Sitting) error {
	var rows []struct {
		ItemID, PersonID int64
		Text, ToldHow    string
		At               time.Time
		ToldAt           *time.Time
	}
	err := tx.Raw(`SELECT item_id, person_id, text, at, told_at, told_how FROM dissents WHERE sitting_id = ? AND withdrawn_at IS NULL ORDER BY id`, int64(s.ID)).Scan(&rows).Error
	if err != nil {
		return fmt.Errorf("reading dissenting opinions of sitting %d: %w", s.Number, err)
	}
	for _, r := range rows {
		for i := range s.Items {
			if s.Items[i].ID == sitting.ItemID(r.ItemID) {
				s.Items[i].Dissents = append(s.Items[i].Dissents, sitting.Dissent{Member: identity.ID(r.PersonID), Text: r.Text, At: r.At.UTC(),
					ToldAt: momentOf(r.ToldAt), ToldHow: r.ToldHow})
			}
		}
	}
	return nil
}

// saveDissents stores what changed in the opinions on the items of a sitting. Minutes
// printed before and signed by nobody no longer hold: they are printed again with them.
func saveDissents(tx *gorm.DB, before, after sitting.Sitting, at time.Time) error {
	anew := false
	for _, item := range after.Items {
		was, _ := before.Item(item.ID)
		for _, d := range item.Dissents {
			old, had := was.Dissent(d.Member)
			switch {
			case !had:
				anew = true
				err := tx.Exec(`INSERT INTO dissents (sitting_id, item_id, person_id, text, at) VALUES (?, ?, ?, ?, ?)`,
					int64(after.ID), int64(item.ID), int64(d.Member), d.Text, d.At).Error
				if err != nil {
					return fmt.Errorf("taking a dissenting opinion: %w", err)
				}
			case d.ToldAt != old.ToldAt:
				higher, err := directlyHigher(tx, after.Commission)
				if err != nil {
					return err
				}
				err = changed(tx, "telling of a dissenting opinion", `UPDATE dissents SET told_at = ?, told_how = ?, told_to = ? WHERE item_id = ? AND person_id = ? AND withdrawn_at IS NULL`,
					d.ToldAt, d.ToldHow, idOrNull(higher), int64(item.ID), int64(d.Member))
				if err != nil {
					return err
				}
			}
		}
		for _, d := range was.Dissents {
			if _, stands := item.Dissent(d.Member); stands {
				continue
			}
			anew = true
			err := changed(tx, "withdrawing a dissenting opinion", `UPDATE dissents SET withdrawn_at = ? WHERE item_id = ? AND person_id = ? AND withdrawn_at IS NULL`,
				at, int64(item.ID), int64(d.Member))
			if err != nil {
				return err
			}
		}
	}
	if !anew {
		return nil
	}
	err := tx.Exec(`UPDATE papers SET replaced = true WHERE kind = 'minutes' AND sitting_id = ? AND NOT replaced
		AND NOT EXISTS (SELECT 1 FROM signatures g WHERE g.paper_id = papers.id)`, int64(after.ID)).Error
	if err != nil {
		return fmt.Errorf("having the minutes printed anew: %w", err)
	}
	return nil
}

// DissentsToTell returns the opinions that a commission has not told the higher one of,
// the oldest first, at most limit.
func (db *DB) DissentsToTell(ctx context.Context, own commission.ID, limit int) ([]sitting.DissentLine, error) {
	return dissentLines(db.gorm.WithContext(ctx), `s.commission_id = ? AND d.told_at IS NULL AND d.withdrawn_at IS NULL ORDER BY d.id LIMIT ?`, int64(own), limit)
}

// DissentsFromBelow returns the opinions that a commission was told of by those below
// it, the latest first: at most limit of those before a number, unless that is zero.
func (db *DB) DissentsFromBelow(ctx context.Context, own commission.ID, before int64, limit int) ([]sitting.DissentLine, error) {
	return dissentLines(db.gorm.WithContext(ctx), `d.told_to = ? AND (? = 0 OR d.id < ?) ORDER BY d.id DESC LIMIT ?`, int64(own), before, before, limit)
}

func dissentLines(tx *gorm.DB, where string, values ...any) ([]sitting.DissentLine, error) {
	var rows []struct {
		ID, ItemID                 int64
		SittingNo, Year, Number    int
		Commission, Ruling         string
		Surname, Given, Patronymic string
		Title, Text, ToldHow       string
		At                         time.Time
		ToldAt, WithdrawnAt, DueOn *time.Time
		AtOnce                     bool
	}
	err := tx.Raw(`SELECT d.id, d.item_id, s.number AS sitting_no, coalesce(c.year, 0) AS year, coalesce(c.number, 0) AS number, coalesce(nullif(o.short_name, ''), o.name) AS commission,
			coalesce(r.number, '') AS ruling, e.surname, e.given, e.patronymic, i.title, d.text, d.at, d.told_how, d.told_at, d.withdrawn_at,
			t.due_on, coalesce(t.kind = 'immediate', false) AS at_once
		FROM dissents d JOIN sittings s ON s.id = d.sitting_id JOIN items i ON i.id = d.item_id LEFT JOIN complaints c ON c.id = i.complaint_id
		JOIN commissions o ON o.id = s.commission_id JOIN people e ON e.id = d.person_id LEFT JOIN rulings r ON r.item_id = i.id
		LEFT JOIN deadlines t ON t.complaint_id = c.id AND t.clock = 'dissent_forwarding'
		WHERE `+where, values...).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("listing dissenting opinions: %w", err)
	}
	lines := make([]sitting.DissentLine, len(rows))
	for i, r := range rows {
		lines[i] = sitting.DissentLine{ID: r.ID, Item: sitting.ItemID(r.ItemID), Sitting: r.SittingNo, Ref: complaint.Ref{Year: r.Year, Number: r.Number},
			Commission: r.Commission, Ruling: r.Ruling, Title: r.Title, Name: identity.Name{Surname: r.Surname, Given: r.Given, Patronymic: r.Patronymic},
			Dissent: sitting.Dissent{Text: r.Text, At: r.At.UTC(), ToldAt: momentOf(r.ToldAt), ToldHow: r.ToldHow}, WithdrawnAt: momentOf(r.WithdrawnAt),
			DueOn: dayOf(r.DueOn), AtOnce: r.AtOnce}
	}
	return lines, nil
}
