package main

import (
	"context"
	"fmt"
)

// fillQuery adds open complaints to the commission, shaped like those that are filed
// through the form: a fifth waits for registration, the rest is registered or with a
// rapporteur; the due days spread from ten days ago to thirty ahead, one in fifty is due
// at once. Text and answers are those of a complaint of the demonstration.
const fillQuery = `
WITH own AS (SELECT id FROM commissions WHERE code = $1),
sample AS (SELECT c.answers, c.complainant, c.substance, c.respondent_id FROM complaints c, own
	WHERE c.commission_id = own.id AND c.respondent_id IS NOT NULL AND c.respondent_id <> own.id ORDER BY c.id LIMIT 1),
reporter AS (SELECT s.person_id FROM seats s, own WHERE s.commission_id = own.id AND s.held_until IS NULL ORDER BY s.id LIMIT 1),
base AS (SELECT coalesce(max(number), 0) AS number, coalesce(max(register_number), 0) AS register FROM complaints c, own WHERE c.commission_id = own.id),
line AS (
	SELECT i, extract(year FROM now())::int AS year, base.number + i AS number, base.register + i AS register,
		CASE i % 5 WHEN 0 THEN 'filed' WHEN 1 THEN 'registered' ELSE 'in_review' END AS state,
		now() - (i % 480) * interval '1 hour' AS filed_at,
		current_date + (i * 7919 % 41 - 10)::int AS due_on,
		i % 50 = 0 AS at_once
	FROM base, generate_series(1, $2::int) AS i)
INSERT INTO complaints (commission_id, year, number, state, version, code_hash, salt, filed_at, channel, assurance,
	contested_decision, contested_action, contested_inaction, respondent_id, answers, complainant, substance,
	registered_at, register_year, register_number, regime, title, category, article, rapporteur_id,
	due_clock, due_kind, due_from, due_on, due_clause, due_sort)
SELECT own.id, year, number, state, 1, sha256(('bench ' || i)::bytea), decode(md5(i::text), 'hex'), filed_at, 'portal', 'unconfirmed',
	false, true, false, sample.respondent_id, sample.answers, sample.complainant, sample.substance,
	CASE WHEN state <> 'filed' THEN filed_at + interval '2 hours' END,
	CASE WHEN state <> 'filed' THEN year END,
	CASE WHEN state <> 'filed' THEN register END,
	CASE WHEN state <> 'filed' THEN 'ordinary' END,
	CASE WHEN state <> 'filed' THEN sample.substance ELSE '' END, '', '',
	CASE WHEN state = 'in_review' THEN reporter.person_id END,
	CASE WHEN state = 'filed' THEN 'ordinary_registration' ELSE 'ordinary_reply' END,
	CASE WHEN at_once THEN 'immediate' ELSE 'by_date' END, filed_at, due_on, '67-FZ 20.4',
	CASE WHEN at_once THEN '0|' || to_char(filed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US000') || '|' ELSE '1|' END
		|| due_on || '|' || due_on || '|' || year || '-' || lpad(number::text, greatest(4, length(number::text)), '0')
FROM line, own, sample, reporter`

// fillFiles gives every second of them a file.
const fillFiles = `
INSERT INTO attachments (complaint_id, vault_key, name, original_name, media_type, size, sha256)
SELECT id, 'bench/' || id, 'снимок.pdf', 'снимок.pdf', 'application/pdf', 204800, code_hash
FROM complaints WHERE id % 2 = 0 AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.complaint_id = complaints.id)`

// fill adds complaints until the commission has n open ones. Afterwards the database
// is in the state that its own housekeeping brings about in time.
func (s *service) fill(ctx context.Context, n int) error {
	var open int
	err := s.db.QueryRow(ctx, `SELECT count(*) FROM complaints c JOIN commissions o ON o.id = c.commission_id
		WHERE o.code = $1 AND c.due_sort IS NOT NULL`, commissionCode).Scan(&open)
	if err != nil {
		return fmt.Errorf("counting open complaints: %w", err)
	}
	if _, err := s.db.Exec(ctx, fillQuery, commissionCode, n-open); err != nil {
		return fmt.Errorf("adding complaints: %w", err)
	}
	for _, statement := range []string{fillFiles, `VACUUM ANALYZE`, `CHECKPOINT`} {
		if _, err := s.db.Exec(ctx, statement); err != nil {
			return fmt.Errorf("adding complaints: %w", err)
		}
	}
	return nil
}
