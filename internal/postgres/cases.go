package postgres

import (
	"context"
	"fmt"
	"time"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

// caseRow is another complaint of the commission, beside the one asked about.
type caseRow struct {
	ID             int64
	Year, Number   int
	FiledAt        time.Time
	State          string
	Outcome        string
	Substance      string
	SamePerson     bool
	Namesake       bool
	SameRespondent bool
	SameDay        bool
	InCourt        bool
}

func (r caseRow) found() complaint.Case {
	return complaint.Case{ID: complaint.ID(r.ID), Ref: complaint.Ref{Year: r.Year, Number: r.Number}, FiledAt: r.FiledAt.UTC(),
		State: complaint.State(r.State), Outcome: regulation.Outcome(r.Outcome), Title: r.Substance, SamePerson: r.SamePerson,
		Namesake: r.Namesake, SameRespondent: r.SameRespondent, SameDay: r.SameDay, InCourt: r.InCourt}
}

// caseColumns compares complaint c with complaint me, against the respondent @respondent.
const caseColumns = `SELECT c.id, c.year, c.number, c.filed_at, c.state, coalesce(c.outcome, '') AS outcome, c.substance,
	coalesce(c.person = me.person AND c.reach = me.reach, false) AS same_person,
	coalesce(c.person = me.person AND c.reach IS DISTINCT FROM me.reach, false) AS namesake,
	coalesce(c.respondent_id = @respondent, false) AS same_respondent,
	coalesce(c.answers ->> 'EventOn' = nullif(me.answers ->> 'EventOn', ''), false) AS same_day, c.state = 'suspended' AS in_court`

// How far Cases looks: the newest of one person, of those with a like name, and of the
// respondent. Whoever complains more often than that is answered by hand.
const (
	casesOfPerson     = 20
	casesOfNamesakes  = 10
	casesOfRespondent = 50
)

// Cases returns the complaints of the commission that may have to do with one of them:
// of the same person, of somebody with a like name, and on the respondent about the same
// day. Each of the three is read from an index and bounded.
func (db *DB) Cases(ctx context.Context, c complaint.Complaint, respondent commission.ID) ([]complaint.Case, error) {
	return db.cases(ctx, `WITH me AS (SELECT * FROM complaints WHERE id = @id), near AS (
		(SELECT c.id FROM complaints c, me WHERE c.commission_id = me.commission_id AND c.person = me.person AND c.reach = me.reach AND c.id <> me.id
			ORDER BY c.id DESC LIMIT @person)
		UNION (SELECT c.id FROM complaints c, me WHERE c.commission_id = me.commission_id AND c.person = me.person AND c.id <> me.id
			ORDER BY c.id DESC LIMIT @namesakes)
		UNION (SELECT r.id FROM me, LATERAL (SELECT c.id, c.answers FROM complaints c WHERE c.commission_id = me.commission_id
				AND c.respondent_id = @respondent AND c.id <> me.id ORDER BY c.id DESC LIMIT @many) r
			WHERE r.answers ->> 'EventOn' = nullif(me.answers ->> 'EventOn', '')))
		`+caseColumns+` FROM near JOIN complaints c ON c.id = near.id, me ORDER BY c.id DESC`,
		map[string]any{"id": int64(c.ID), "respondent": int64(respondent), "person": casesOfPerson, "namesakes": casesOfNamesakes, "many": casesOfRespondent})
}

// Linked returns the complaints that one is linked to and those linked to it, at most
// limit of each.
func (db *DB) Linked(ctx context.Context, c complaint.Complaint, limit int) ([]complaint.Case, error) {
	return db.cases(ctx, `WITH me AS (SELECT * FROM complaints WHERE id = @id), near AS (
		(SELECT x.id::bigint AS id FROM me, jsonb_array_elements_text(me.linked) AS x(id) LIMIT @limit)
		UNION (SELECT c.id FROM complaints c WHERE c.linked <> '[]' AND c.linked @> to_jsonb(CAST(@id AS bigint)) AND c.commission_id = @own LIMIT @limit))
		`+caseColumns+` FROM near JOIN complaints c ON c.id = near.id AND c.commission_id = @own, me ORDER BY c.id`,
		map[string]any{"id": int64(c.ID), "own": int64(c.Commission), "respondent": int64(c.Respondent), "limit": limit})
}

func (db *DB) cases(ctx context.Context, query string, values map[string]any) ([]complaint.Case, error) {
	var rows []caseRow
	if err := db.gorm.WithContext(ctx).Raw(query, values).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("finding complaints that belong together: %w", err)
	}
	cases := make([]complaint.Case, len(rows))
	for i, r := range rows {
		cases[i] = r.found()
	}
	return cases, nil
}
