package postgres

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// MinutesSheet returns what the minutes of a sitting are made of, in the same number of
// queries however long the agenda is.
func (db *DB) MinutesSheet(ctx context.Context, own commission.ID, number int) (document.MinutesSheet, error) {
	tx := db.gorm.WithContext(ctx)
	s, err := sittingWhere(tx, false, `commission_id = ? AND number = ?`, int64(own), number)
	if err != nil {
		return document.MinutesSheet{}, err
	}
	sheet := document.MinutesSheet{Sitting: s, Rulings: map[sitting.ItemID]string{}, Operative: map[sitting.ItemID][]string{}, Parts: map[sitting.ItemID][]ruling.Part{}, Names: map[identity.ID]identity.Name{}}
	if sheet.Moves, err = presences(tx, s.ID); err != nil {
		return sheet, err
	}
	if sheet.Earlier, err = withdrawals(tx, s.ID); err != nil {
		return sheet, err
	}
	m, err := db.standing(tx, own)
	if err != nil {
		return sheet, err
	}
	sheet.Commission = m.Composition.Commission
	sheet.Commission.Profile = s.Profile(m.Composition)
	for _, member := range m.Composition.Members {
		sheet.Names[member.Person] = member.Name
	}
	if sheet.Dictionary, err = dictionary(tx, own, slices.Collect(maps.Values(sheet.Names))...); err != nil {
		return sheet, err
	}
	drafts, err := draftsOnAgenda(tx, s.ID)
	if err != nil {
		return sheet, err
	}
	respondents, err := respondentsOf(tx, drafts)
	if err != nil {
		return sheet, err
	}
	for _, row := range drafts {
		id, d := sitting.ItemID(row.ItemID), row.Draft.draft()
		about := ruling.Subject{Ref: complaint.Ref{Year: row.Year, Number: row.Number}, Title: row.Title, Respondent: respondents[row.RespondentID]}
		sheet.Operative[id] = d.Operative(about, sheet.Commission.Profile)
		if d.ByParts {
			sheet.Parts[id] = d.Parts(about, sheet.Commission.Profile)
		}
		if row.RulingNumber != "" {
			sheet.Rulings[id], sheet.Operative[id] = row.RulingNumber, row.RulingOperative
		}
	}
	return sheet, nil
}

// agendaDraftRow is the draft an item puts to the vote, what it is about, and the ruling it became.
type agendaDraftRow struct {
	Draft           draftRow `gorm:"embedded"`
	ItemID          int64
	Year, Number    int
	Title           string
	RespondentID    int64
	RulingNumber    string
	RulingOperative []string `gorm:"serializer:json"`
}

func draftsOnAgenda(tx *gorm.DB, id sitting.ID) ([]agendaDraftRow, error) {
	var rows []agendaDraftRow
	err := tx.Raw(`SELECT d.*, i.id AS item_id, c.year, c.number, c.title, c.respondent_id, coalesce(r.number, '') AS ruling_number, coalesce(r.operative, '[]') AS ruling_operative
		FROM items i JOIN complaints c ON c.id = i.complaint_id JOIN drafts d ON d.complaint_id = i.complaint_id AND d.version = i.draft_version
		LEFT JOIN rulings r ON r.item_id = i.id WHERE i.sitting_id = ?`, int64(id)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading the drafts on an agenda: %w", err)
	}
	return rows, nil
}

func respondentsOf(tx *gorm.DB, drafts []agendaDraftRow) (map[int64]commission.Commission, error) {
	found := make(map[int64]commission.Commission, len(drafts))
	if len(drafts) == 0 {
		return found, nil
	}
	ids := make([]int64, len(drafts))
	for i, row := range drafts {
		ids[i] = row.RespondentID
	}
	var rows []commissionRow
	err := tx.Raw(`SELECT `+commissionColumns+` FROM commissions c LEFT JOIN commissions p ON p.id = c.parent_id WHERE c.id IN ?`, ids).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading the respondents on an agenda: %w", err)
	}
	for _, row := range rows {
		found[row.ID] = row.commission()
	}
	return found, nil
}
