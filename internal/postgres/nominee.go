package postgres

import (
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"redress/internal/sitting"
)

// nomineesOfItem is the column of who was put forward for the office that an item i fills.
const nomineesOfItem = `(SELECT coalesce(jsonb_agg(jsonb_build_object('Member', n.person_id, 'By', n.nominated_by, 'Entered', coalesce(n.entered_by, 0), 'Cycle', n.cycle,
		'At', n.at, 'DeclinedAt', n.declined_at) ORDER BY n.ordinal), '[]') FROM nominees n WHERE n.item_id = i.id) AS nominees`

func (r itemRow) readNominees(item *sitting.Item) error {
	if err := json.Unmarshal(r.Nominees, &item.Nominees); err != nil {
		return fmt.Errorf("reading the nominees of item %d: %w", r.ID, err)
	}
	for i := range item.Nominees {
		n := &item.Nominees[i]
		n.At, n.DeclinedAt = n.At.UTC(), n.DeclinedAt.UTC()
	}
	if len(item.Nominees) == 0 {
		item.Nominees = nil
	}
	return nil
}

// saveNominees stores who was put forward since before, and who declined.
func saveNominees(tx *gorm.DB, before, after sitting.Item) error {
	for i, n := range after.Nominees {
		var err error
		switch {
		case i >= len(before.Nominees):
			err = tx.Exec(`INSERT INTO nominees (item_id, ordinal, cycle, person_id, nominated_by, entered_by, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
				int64(after.ID), i+1, n.Cycle, int64(n.Member), int64(n.By), idOrNull(n.Entered), n.At).Error
		case before.Nominees[i].DeclinedAt != n.DeclinedAt:
			err = changed(tx, "declining a nomination", `UPDATE nominees SET declined_at = ? WHERE item_id = ? AND ordinal = ?`, n.DeclinedAt, int64(after.ID), i+1)
		}
		if err != nil {
			return fmt.Errorf("saving a nominee on item %d: %w", after.ID, err)
		}
	}
	return nil
}
