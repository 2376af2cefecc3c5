package postgres

import (
	"context"
	"fmt"
	"time"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/sitting"
)

// Candidacies returns the complaints in some states that may come before a sitting of a
// commission, the most pressing first, at most limit, each with what keeps it from an
// agenda: two statements, however many they are.
func (db *DB) Candidacies(ctx context.Context, own commission.ID, states []complaint.State, limit int) ([]sitting.Candidacy, error) {
	lines, err := db.Due(ctx, own, deadline.Filter{States: states}, deadline.Cursor{}, limit)
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	ids := make([]int64, len(lines))
	for i, line := range lines {
		ids[i] = int64(line.Complaint)
	}
	var rows []struct {
		ID, Draft int64
		NotTold   bool
		AnswersBy *time.Time
		Sitting   int
	}
	err = db.gorm.WithContext(ctx).Raw(`SELECT c.id, coalesce((SELECT max(d.version) FROM drafts d WHERE d.complaint_id = c.id), 0) AS draft,
			coalesce((c.findings ->> 'accused_named')::boolean, false) AND c.accused ->> 'at' IS NULL AND c.regime = 'campaign' AS not_told,
			(SELECT max(d.due_on) FROM deadlines d WHERE d.complaint_id = c.id AND d.inquiry > 0 AND d.met_at IS NULL) AS answers_by,
			coalesce((SELECT max(s.number) FROM items i JOIN sittings s ON s.id = i.sitting_id WHERE i.complaint_id = c.id AND c.state = 'scheduled'
				AND s.state IN ('planned', 'open')), 0) AS sitting
		FROM complaints c WHERE c.id = ANY(?::bigint[])`, idArray(ids)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading what keeps complaints from an agenda: %w", err)
	}
	found := make(map[complaint.ID]sitting.Candidacy, len(rows))
	for _, r := range rows {
		found[complaint.ID(r.ID)] = sitting.Candidacy{Draft: int(r.Draft), NotTold: r.NotTold, AnswersBy: dayOf(r.AnswersBy), Sitting: r.Sitting}
	}
	all := make([]sitting.Candidacy, len(lines))
	for i, line := range lines {
		all[i] = found[line.Complaint]
		all[i].Due = line
	}
	return all, nil
}
