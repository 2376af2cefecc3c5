package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/regulation"
)

// ChangeComposition makes one act on a commission: its terms, duties laid, established
// numbers and convocations.
func (db *DB) ChangeComposition(ctx context.Context, own commission.ID,
	change func(commission.Moment) (commission.Composition, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		m, err := db.lockComposition(tx, own)
		if err != nil {
			return err
		}
		next, line, err := change(m)
		if err != nil {
			return err
		}
		if err := saveComposition(tx, m.Composition, next); err != nil {
			return err
		}
		return writeDown(tx, docket.AdministrationChain, m.At, line)
	})
}

// lockComposition keeps other acts from the commission and reads the moment.
func (db *DB) lockComposition(tx *gorm.DB, own commission.ID) (commission.Moment, error) {
	if err := one(tx, new(int64), ErrNoCommission, `SELECT id FROM commissions WHERE id = ? FOR NO KEY UPDATE`, int64(own)); err != nil {
		return commission.Moment{}, err
	}
	return db.moment(tx, own)
}

// saveComposition stores what an act has changed in a composition. Terms that end are
// stored before those that begin.
func saveComposition(tx *gorm.DB, before, after commission.Composition) error {
	own := int64(after.Commission.ID)
	for _, save := range []func() error{
		func() error { return saveSeats(tx, own, before.Members, after.Members) },
		func() error { return saveActing(tx, own, before.Acting, after.Acting) },
		func() error {
			return saveNumbers(tx, own, after.Numbers[min(len(before.Numbers), len(after.Numbers)):])
		},
		func() error { return saveConvocations(tx, own, before.Formed, after.Formed) },
		func() error { return saveGroups(tx, own, before.Groups, after.Groups) },
	} {
		if err := save(); err != nil {
			return overlapping(err)
		}
	}
	if before.Commission.DissolvedOn == after.Commission.DissolvedOn && before.Commission.Convocation == after.Commission.Convocation {
		return nil
	}
	return changed(tx, "dissolving or forming a commission", `UPDATE commissions SET dissolved_on = ?, convocation = ? WHERE id = ?`,
		dateOrNull(after.Commission.DissolvedOn), after.Commission.Convocation, own)
}

// overlapping turns days that overlap against a constraint into a refusal: a file was
// taken in meanwhile.
func overlapping(err error) error {
	var answer *pgconn.PgError
	if errors.As(err, &answer) && answer.Code == "23P01" {
		return regulation.Missing(regulation.OfficerPosts, "office", "office_taken")
	}
	return err
}

func saveSeats(tx *gorm.DB, own int64, before, after []commission.Member) error {
	stood := make(map[commission.SeatID]commission.Member, len(before))
	for _, m := range before {
		stood[m.Seat] = m
	}
	for _, m := range after {
		if was, ok := stood[m.Seat]; !ok || was == m {
			continue
		}
		err := changed(tx, "changing a seat", `UPDATE seats SET held_until = ?, release_number = ?, release_on = ? WHERE id = ?`,
			dateOrNull(m.Until), m.Released.Number, dateOrNull(m.Released.On), int64(m.Seat))
		if err != nil {
			return err
		}
	}
	for _, m := range after {
		if m.Seat != 0 {
			continue
		}
		err := tx.Exec(`INSERT INTO seats (commission_id, person_id, office, held_from, held_until, decision_number, decision_on) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			own, int64(m.Person), string(m.Office), m.From.String(), dateOrNull(m.Until), m.Appointed.Number, dateOrNull(m.Appointed.On)).Error
		if err != nil {
			return fmt.Errorf("giving a seat: %w", err)
		}
	}
	return nil
}

func saveActing(tx *gorm.DB, own int64, before, after []commission.Acting) error {
	stood := make(map[commission.ActingID]commission.Acting, len(before))
	for _, a := range before {
		stood[a.ID] = a
	}
	for _, a := range after {
		if was, ok := stood[a.ID]; !ok || was == a {
			continue
		}
		if err := changed(tx, "ending duties", `UPDATE acting_chairs SET held_until = ? WHERE id = ?`, dateOrNull(a.Until), int64(a.ID)); err != nil {
			return err
		}
	}
	for _, a := range after {
		if a.ID != 0 {
			continue
		}
		err := tx.Exec(`INSERT INTO acting_chairs (commission_id, person_id, office, held_from, held_until, basis, paper_number, paper_on, ground)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, own, int64(a.Person), string(a.Duties()), a.From.String(), dateOrNull(a.Until),
			string(a.Basis), a.Paper.Number, dateOrNull(a.Paper.On), a.Ground).Error
		if err != nil {
			return fmt.Errorf("laying duties on a member: %w", err)
		}
	}
	return nil
}

func saveNumbers(tx *gorm.DB, own int64, added []commission.Number) error {
	for _, n := range added {
		err := tx.Exec(`INSERT INTO established_numbers (commission_id, held_from, number, decision_number, decision_on) VALUES (?, ?, ?, ?, ?)`,
			own, n.From.String(), n.Established, n.Decision.Number, dateOrNull(n.Decision.On)).Error
		if err != nil {
			return fmt.Errorf("storing an established number: %w", err)
		}
	}
	return nil
}

func saveConvocations(tx *gorm.DB, own int64, before, after []commission.Convocation) error {
	for i, v := range after {
		if i < len(before) && before[i] == v {
			continue
		}
		err := tx.Exec(`INSERT INTO convocations (commission_id, number, begins_on, formed_number, formed_on, ends_on, dissolved_number, dissolved_on)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (commission_id, number) DO UPDATE SET ends_on = EXCLUDED.ends_on,
				dissolved_number = EXCLUDED.dissolved_number, dissolved_on = EXCLUDED.dissolved_on`,
			own, v.Number, dateOrNull(v.From), v.Formed.Number, dateOrNull(v.Formed.On), dateOrNull(v.Until), v.Dissolved.Number, dateOrNull(v.Dissolved.On)).Error
		if err != nil {
			return fmt.Errorf("storing a convocation: %w", err)
		}
	}
	return nil
}
