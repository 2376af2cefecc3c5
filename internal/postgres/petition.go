package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// petitionRow is a row of petitions with the number of the sitting that answers it.
type petitionRow struct {
	ID, CommissionID, PersonID int64
	Reason                     string
	Questions                  []byte
	MadeAt                     time.Time
	ReachedAt                  *time.Time
	Needed, Established        int
	Sitting                    int
	Signatures                 []byte
}

const petitionQuery = `SELECT p.id, p.commission_id, p.person_id, p.reason, p.questions, p.made_at, p.reached_at, coalesce(p.needed, 0) AS needed,
	coalesce(p.established, 0) AS established, coalesce(s.number, 0) AS sitting,
	(SELECT coalesce(jsonb_agg(jsonb_build_object('Member', g.person_id, 'Name', jsonb_build_object('Surname', e.surname, 'Given', e.given, 'Patronymic', e.patronymic),
		'At', g.at, 'WithdrawnAt', g.withdrawn_at) ORDER BY g.id), '[]')
		FROM petition_signatures g JOIN people e ON e.id = g.person_id WHERE g.petition_id = p.id) AS signatures
	FROM petitions p LEFT JOIN sittings s ON s.id = p.sitting_id WHERE `

func (r petitionRow) petition() (sitting.Petition, error) {
	p := sitting.Petition{ID: sitting.PetitionID(r.ID), Commission: commission.ID(r.CommissionID), By: identity.ID(r.PersonID), Reason: r.Reason,
		MadeAt: r.MadeAt.UTC(), ReachedAt: momentOf(r.ReachedAt), Needed: r.Needed, Established: r.Established, Sitting: r.Sitting}
	if err := json.Unmarshal(r.Questions, &p.Questions); err != nil {
		return p, fmt.Errorf("reading the questions of petition %d: %w", r.ID, err)
	}
	if err := json.Unmarshal(r.Signatures, &p.Signatures); err != nil {
		return p, fmt.Errorf("reading the signatures of petition %d: %w", r.ID, err)
	}
	for i := range p.Signatures {
		p.Signatures[i].At, p.Signatures[i].WithdrawnAt = p.Signatures[i].At.UTC(), p.Signatures[i].WithdrawnAt.UTC()
	}
	return p, nil
}

// lockedPetition reads a petition of the commission for a change. It is locked first and
// read then: the signature of whoever held the lock counts.
func lockedPetition(tx *gorm.DB, own commission.ID, id sitting.PetitionID) (sitting.Petition, error) {
	if err := one(tx, new(int64), sitting.ErrNotFound, `SELECT id FROM petitions WHERE id = ? AND commission_id = ? FOR UPDATE`, int64(id), int64(own)); err != nil {
		return sitting.Petition{}, err
	}
	return petitionOf(tx, own, id)
}

// Petition returns a petition of the commission, or sitting.ErrNotFound.
func (db *DB) Petition(ctx context.Context, own commission.ID, id sitting.PetitionID) (sitting.Petition, error) {
	return petitionOf(db.gorm.WithContext(ctx), own, id)
}

func petitionOf(tx *gorm.DB, own commission.ID, id sitting.PetitionID) (sitting.Petition, error) {
	var row petitionRow
	err := one(tx, &row, sitting.ErrNotFound, petitionQuery+`p.id = ? AND p.commission_id = ?`, int64(id), int64(own))
	if err != nil {
		return sitting.Petition{}, err
	}
	return row.petition()
}

// Petitions returns at most limit of a commission's petitions, the latest first, those
// begun before the one given unless it is zero.
func (db *DB) Petitions(ctx context.Context, own commission.ID, before sitting.PetitionID, limit int) ([]sitting.Petition, error) {
	return petitionsWhere(db.gorm.WithContext(ctx), `p.commission_id = ? AND (? OR p.id < ?) ORDER BY p.id DESC LIMIT ?`, int64(own), before == 0, int64(before), limit)
}

// PetitionsOpen returns at most limit of the petitions that still concern a commission: on
// which a sitting is owed, the oldest first, then those that members may sign.
func (db *DB) PetitionsOpen(ctx context.Context, own commission.ID, limit int) ([]sitting.Petition, error) {
	return petitionsWhere(db.gorm.WithContext(ctx), `p.commission_id = ? AND p.sitting_id IS NULL
		AND EXISTS (SELECT 1 FROM petition_signatures g WHERE g.petition_id = p.id AND g.withdrawn_at IS NULL)
		ORDER BY p.reached_at IS NULL, p.reached_at, p.id LIMIT ?`, int64(own), limit)
}

func petitionsWhere(tx *gorm.DB, where string, values ...any) ([]sitting.Petition, error) {
	var rows []petitionRow
	if err := tx.Raw(petitionQuery+where, values...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("listing petitions: %w", err)
	}
	all := make([]sitting.Petition, len(rows))
	for i, r := range rows {
		var err error
		if all[i], err = r.petition(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// AddPetition stores a petition with its first signature.
func (db *DB) AddPetition(ctx context.Context, own commission.ID,
	begin func(commission.Moment) (sitting.Petition, docket.Line, error)) (sitting.PetitionID, error) {
	var id int64
	err := db.transact(ctx, func(tx *gorm.DB) error {
		m, err := db.moment(tx, own)
		if err != nil {
			return err
		}
		p, line, err := begin(m)
		if err != nil {
			return err
		}
		questions, err := json.Marshal(p.Questions)
		if err != nil {
			return fmt.Errorf("writing the questions of a petition: %w", err)
		}
		err = tx.Raw(`INSERT INTO petitions (commission_id, person_id, reason, questions, made_at, reached_at, needed, established) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			int64(p.Commission), int64(p.By), p.Reason, string(questions), p.MadeAt, timeOrNull(p.ReachedAt), idOrNull(int64(p.Needed)), idOrNull(int64(p.Established))).Scan(&id).Error
		if err != nil {
			return fmt.Errorf("storing a petition: %w", err)
		}
		p.ID = sitting.PetitionID(id)
		if err := saveSupport(tx, sitting.Petition{}, p); err != nil {
			return err
		}
		return writeDown(tx, docket.PetitionChain(id), m.At, line)
	})
	return sitting.PetitionID(id), err
}

// ChangePetition makes one step on a petition.
func (db *DB) ChangePetition(ctx context.Context, own commission.ID, id sitting.PetitionID,
	change func(sitting.Petition, commission.Moment) (sitting.Petition, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		p, err := lockedPetition(tx, own, id)
		if err != nil {
			return err
		}
		m, err := db.moment(tx, own)
		if err != nil {
			return err
		}
		next, line, err := change(p, m)
		if err != nil {
			return err
		}
		if next.Reached() && !p.Reached() {
			err := changed(tx, "recording that a petition is reached", `UPDATE petitions SET reached_at = ?, needed = ?, established = ? WHERE id = ?`,
				next.ReachedAt, next.Needed, next.Established, int64(id))
			if err != nil {
				return err
			}
		}
		if err := saveSupport(tx, p, next); err != nil {
			return err
		}
		return writeDown(tx, docket.PetitionChain(int64(id)), m.At, line)
	})
}

// saveSupport stores the signatures that were given or withdrawn.
func saveSupport(tx *gorm.DB, before, after sitting.Petition) error {
	for i, s := range after.Signatures {
		var err error
		switch {
		case i >= len(before.Signatures):
			err = tx.Exec(`INSERT INTO petition_signatures (petition_id, person_id, at) VALUES (?, ?, ?)`, int64(after.ID), int64(s.Member), s.At).Error
		case s.WithdrawnAt != before.Signatures[i].WithdrawnAt:
			err = changed(tx, "withdrawing a signature", `UPDATE petition_signatures SET withdrawn_at = ? WHERE petition_id = ? AND person_id = ? AND withdrawn_at IS NULL`,
				s.WithdrawnAt, int64(after.ID), int64(s.Member))
		}
		if err != nil {
			return fmt.Errorf("saving the signatures of petition %d: %w", after.ID, err)
		}
	}
	return nil
}

// answerPetition binds a petition to the sitting convened on it.
func answerPetition(tx *gorm.DB, s sitting.Sitting, at time.Time, line docket.Line) error {
	if s.Petition == 0 {
		return nil
	}
	err := changed(tx, "answering a petition", `UPDATE petitions SET sitting_id = ? WHERE id = ? AND sitting_id IS NULL`, int64(s.ID), int64(s.Petition))
	if err != nil {
		return err
	}
	return writeDown(tx, docket.PetitionChain(int64(s.Petition)), at, line)
}
