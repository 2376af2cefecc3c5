package postgres

import (
	"context"

	"redress/internal/commission"
	"redress/internal/notice"
)

// arrived are the letters that lie with a commission complained about (notice.Letter.Arrived).
const arrived = `l.addressee = 'respondent' AND c.respondent_id = ? AND l.commission_id <> c.respondent_id`

// LettersArrived returns at most limit letters about a commission that came to it from
// above, those it has not said to have received first, then the latest.
func (db *DB) LettersArrived(ctx context.Context, own commission.ID, limit int) ([]notice.Letter, error) {
	return db.letters(ctx, arrived+` ORDER BY EXISTS (SELECT 1 FROM letter_marks k WHERE k.letter_id = l.id AND k.kind IN ('received', 'given', 'served')), l.id DESC LIMIT ?`, int64(own), limit)
}

// LetterArrived returns one of them, or notice.ErrNotFound.
func (db *DB) LetterArrived(ctx context.Context, own commission.ID, id notice.ID) (notice.Letter, error) {
	found, err := db.letters(ctx, arrived+` AND l.id = ?`, int64(own), int64(id))
	if err != nil {
		return notice.Letter{}, err
	}
	if len(found) == 0 {
		return notice.Letter{}, notice.ErrNotFound
	}
	return found[0], nil
}
