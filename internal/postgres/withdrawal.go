package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// withdrawn tells of a paper p whether it was withdrawn before it bore both signatures.
const withdrawn = `EXISTS (SELECT 1 FROM withdrawn_papers w WHERE w.paper_id = p.id)`

// withdrawalOfPaper are the columns of which edition a paper p is, and of its withdrawal.
const withdrawalOfPaper = `(SELECT jsonb_build_object('By', w.by_id, 'Name', jsonb_build_object('Surname', e.surname, 'Given', e.given, 'Patronymic', e.patronymic), 'Reason', w.reason, 'At', w.at)
		FROM withdrawn_papers w JOIN people e ON e.id = w.by_id WHERE w.paper_id = p.id) AS withdrawn,
	1 + (SELECT count(*) FROM papers f JOIN withdrawn_papers w ON w.paper_id = f.id WHERE p.kind = 'minutes' AND f.kind = 'minutes' AND f.sitting_id = p.sitting_id AND f.id < p.id) AS edition`

func (r paperRow) readWithdrawal(p *document.Printed) error {
	p.Edition = r.Edition
	if len(r.Withdrawn) == 0 {
		return nil
	}
	p.Withdrawn = &document.Withdrawal{}
	if err := json.Unmarshal(r.Withdrawn, p.Withdrawn); err != nil {
		return fmt.Errorf("reading why paper %d was withdrawn: %w", r.ID, err)
	}
	p.Withdrawn.At = p.Withdrawn.At.UTC()
	return nil
}

// withdrawals are why the earlier editions of the minutes of a sitting were withdrawn.
func withdrawals(tx *gorm.DB, id sitting.ID) ([]document.Withdrawal, error) {
	var rows []struct {
		ByID   int64
		Reason string
		At     time.Time
	}
	err := tx.Raw(`SELECT w.by_id, w.reason, w.at FROM withdrawn_papers w JOIN papers p ON p.id = w.paper_id WHERE p.kind = 'minutes' AND p.sitting_id = ? ORDER BY p.id`, int64(id)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading earlier editions of minutes: %w", err)
	}
	var all []document.Withdrawal
	for _, r := range rows {
		all = append(all, document.Withdrawal{By: identity.ID(r.ByID), Reason: r.Reason, At: r.At.UTC()})
	}
	return all, nil
}

// WithdrawPaper locks minutes or a supplement, and saves why they were withdrawn: the paper
// stays on file and another can be printed in its place.
func (db *DB) WithdrawPaper(ctx context.Context, own commission.ID, id document.PaperID,
	withdraw func(document.Printed, commission.Moment) (document.Withdrawal, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		if err := one(tx, new(int64), document.ErrNotFound, `SELECT id FROM papers WHERE id = ? AND commission_id = ? AND sitting_id IS NOT NULL AND NOT replaced FOR UPDATE`, int64(id), int64(own)); err != nil {
			return err
		}
		paper, err := paperWhere(tx, `p.id = ?`, int64(id))
		if err != nil {
			return err
		}
		m, err := db.moment(tx, own)
		if err != nil {
			return err
		}
		w, line, err := withdraw(paper, m)
		if err != nil {
			return err
		}
		if err := tx.Exec(`INSERT INTO withdrawn_papers (paper_id, by_id, reason, at) VALUES (?, ?, ?, ?)`, int64(id), int64(w.By), w.Reason, w.At).Error; err != nil {
			return fmt.Errorf("withdrawing a paper: %w", err)
		}
		if err := changed(tx, "withdrawing a paper", `UPDATE papers SET replaced = true WHERE id = ?`, int64(id)); err != nil {
			return err
		}
		return writeDown(tx, docket.SittingChain(int64(paper.Sitting)), m.At, line)
	})
}

// EarlierMinutes returns the editions of the minutes of a sitting that were withdrawn.
func (db *DB) EarlierMinutes(ctx context.Context, id sitting.ID) ([]document.Printed, error) {
	tx := db.gorm.WithContext(ctx)
	return papersWhere(tx, paperColumns+`p.kind = 'minutes' AND p.sitting_id = ? AND `+withdrawn+` ORDER BY p.id`, int64(id))
}

// papersWhere reads several papers.
func papersWhere(tx *gorm.DB, query string, values ...any) ([]document.Printed, error) {
	var rows []paperRow
	if err := tx.Raw(query, values...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("listing papers: %w", err)
	}
	var all []document.Printed
	for _, r := range rows {
		p, err := r.printed(tx)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}
