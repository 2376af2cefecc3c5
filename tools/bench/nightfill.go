package main

import (
	"context"
	"fmt"
)

// nightRows put in territorial commissions beside that of the demonstration, $1 of them:
// nine members each, a sitting that was opened ten minutes ago with its agenda adopted and
// two complaints on it, all members there. Their secretaries sign in with the password of
// the demonstration's.
var nightRows = []string{
	`INSERT INTO commissions (code, kind, name, short_name, number, parent_id, established, convocation, address, place, phone, hours, email)
	SELECT 'NIGHT-' || i, kind, 'Территориальная избирательная комиссия № ' || i, 'ТИК № ' || i, (20000 + i)::text, parent_id, 9, convocation, address, place, phone, hours, email
	FROM commissions, generate_series(1, $1::int) i WHERE code = '` + commissionCode + `'`,

	`INSERT INTO profiles (commission_id, version, in_force_from, profile)
	SELECT n.id, p.version, p.in_force_from, p.profile FROM commissions n, profiles p JOIN commissions c ON c.id = p.commission_id
	WHERE n.code LIKE 'NIGHT-%' AND $1::int > 0 AND c.code = '` + commissionCode + `' ORDER BY n.id, p.version`,

	`WITH made AS (INSERT INTO people (surname, given, patronymic)
		SELECT 'Членов', c.code, k::text FROM commissions c, generate_series(1, 9) k WHERE c.code LIKE 'NIGHT-%' AND $1::int > 0 ORDER BY c.id, k RETURNING *),
	seated AS (INSERT INTO seats (commission_id, person_id, office, held_from)
		SELECT c.id, m.id, coalesce((ARRAY['chair', 'deputy', 'secretary'])[m.patronymic::int], 'member'), '2024-01-15' FROM made m JOIN commissions c ON c.code = m.given)
	INSERT INTO accounts (person_id, login, password)
	SELECT m.id, lower(m.given), (SELECT password FROM accounts WHERE login = 'secretary') FROM made m WHERE m.patronymic = '3'`,

	`INSERT INTO complaints (commission_id, year, number, state, version, code_hash, salt, filed_at, channel, assurance,
		contested_decision, contested_action, contested_inaction, respondent_id, answers, complainant, substance,
		registered_at, register_year, register_number, regime, title, category, article, rapporteur_id)
	SELECT n.id, s.year, k, 'scheduled', 1, sha256((n.code || ' ' || k)::bytea), decode(md5(n.code || k), 'hex'), s.filed_at, s.channel, s.assurance,
		s.contested_decision, s.contested_action, s.contested_inaction, s.respondent_id, s.answers, s.complainant, s.substance,
		s.registered_at, s.year, k, 'ordinary', s.title, s.category, s.article, t.person_id
	FROM commissions n JOIN seats t ON t.commission_id = n.id AND t.office = 'deputy', generate_series(1, 2) k,
		(SELECT c.* FROM complaints c JOIN commissions o ON o.id = c.commission_id WHERE o.code = '` + commissionCode + `' AND c.state = 'scheduled' ORDER BY c.id LIMIT 1) s
	WHERE n.code LIKE 'NIGHT-%' AND $1::int > 0`,

	`INSERT INTO drafts (complaint_id, version, author_id, saved_at, facts, reasons, law, selection, demands)
	SELECT c.id, 1, c.rapporteur_id, d.saved_at, d.facts, d.reasons, d.law, d.selection, d.demands FROM complaints c JOIN commissions n ON n.id = c.commission_id,
		(SELECT d.* FROM drafts d JOIN complaints k ON k.id = d.complaint_id JOIN commissions o ON o.id = k.commission_id
			WHERE o.code = '` + commissionCode + `' AND k.state = 'scheduled' ORDER BY k.id, d.version DESC LIMIT 1) d
	WHERE n.code LIKE 'NIGHT-%' AND $1::int > 0`,

	`INSERT INTO sittings (commission_id, number, state, version, starts_at, place, video, urgent, presiding_id, presiding_title, secretary_id, secretary_title, established, opened_at)
	SELECT n.id, 1, 'open', 1, now() - interval '15 minutes', n.address, true, false, chair.person_id, s.presiding_title, secretary.person_id, s.secretary_title, n.established, now() - interval '10 minutes'
	FROM commissions n JOIN seats chair ON chair.commission_id = n.id AND chair.office = 'chair' JOIN seats secretary ON secretary.commission_id = n.id AND secretary.office = 'secretary',
		(SELECT s.* FROM sittings s JOIN commissions o ON o.id = s.commission_id WHERE o.code = '` + commissionCode + `' AND s.state = 'closed' ORDER BY s.id LIMIT 1) s
	WHERE n.code LIKE 'NIGHT-%' AND $1::int > 0`,

	`INSERT INTO attendance (sitting_id, person_id, office, mode, at)
	SELECT s.id, t.person_id, t.office, 'hall', s.opened_at FROM sittings s JOIN commissions n ON n.id = s.commission_id JOIN seats t ON t.commission_id = n.id
	WHERE n.code LIKE 'NIGHT-%' AND $1::int > 0`,

	`INSERT INTO items (sitting_id, ordinal, complaint_id, title, rapporteur_id, draft_version, question, state, result, settled_at)
	SELECT s.id, 0, NULL, '', s.presiding_id, 0, a.question, a.state, a.result, s.opened_at
	FROM sittings s JOIN commissions n ON n.id = s.commission_id, (SELECT * FROM items WHERE ordinal = 0 AND state = 'adopted' ORDER BY id LIMIT 1) a
	WHERE n.code LIKE 'NIGHT-%' AND $1::int > 0
	UNION ALL
	SELECT s.id, c.number, c.id, c.title, c.rapporteur_id, 1, p.question, 'pending', NULL, NULL
	FROM sittings s JOIN commissions n ON n.id = s.commission_id JOIN complaints c ON c.commission_id = n.id,
		(SELECT i.question FROM items i JOIN complaints k ON k.id = i.complaint_id WHERE k.state = 'scheduled' ORDER BY k.id LIMIT 1) p
	WHERE n.code LIKE 'NIGHT-%' AND $1::int > 0`,
}

// fillNight puts in commissions that sit, and returns whom of each may come and go: a
// member without an office.
func (s *service) fillNight(ctx context.Context, n int) (goers []int64, err error) {
	for _, statement := range nightRows {
		if _, err := s.db.Exec(ctx, statement, n); err != nil {
			return nil, fmt.Errorf("adding commissions that sit: %w", err)
		}
	}
	for _, statement := range []string{`VACUUM ANALYZE`, `CHECKPOINT`} {
		if _, err := s.db.Exec(ctx, statement); err != nil {
			return nil, fmt.Errorf("adding commissions that sit: %w", err)
		}
	}
	err = s.db.QueryRow(ctx, `SELECT array_agg(goer ORDER BY id) FROM (SELECT n.id, max(t.person_id) AS goer FROM commissions n JOIN seats t ON t.commission_id = n.id
		WHERE n.code LIKE 'NIGHT-%' AND t.office = 'member' GROUP BY n.id) each`).Scan(&goers)
	if err != nil {
		return nil, fmt.Errorf("reading who sits: %w", err)
	}
	return goers, nil
}
