package postgres

import (
	"context"
	"fmt"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// Seats returns how each member took part in each sitting of a commission that was opened
// in a time, member by member. A member who left or came later was there: only what was
// marked before the opening and changed by then does not count. A sitting that went on
// another day is one, with the days on which the member was there; an absence from all of it
// was told as it was told for the first day. Votes are those on the questions themselves, a
// draft voted on by parts has several. Of a secret ballot nobody knows who took part, and it
// is not among them; one on which hands were counted without names is among those of
// whoever voted by name; and none held before the member joined.
func (db *DB) Seats(ctx context.Context, own commission.ID, from, until time.Time) ([]sitting.Seat, error) {
	rows, err := db.pool.Query(ctx, `WITH held AS (
			SELECT id, starts_at, opened_at FROM sittings WHERE commission_id = $1 AND opened_at >= $2 AND opened_at < $3),
		days AS (
			SELECT sitting_id, begun, coalesce(lead(paused) OVER (PARTITION BY sitting_id ORDER BY begun), 'infinity') AS ended FROM (
				SELECT id AS sitting_id, opened_at AS begun, NULL::timestamptz AS paused FROM held
				UNION ALL SELECT b.sitting_id, coalesce(b.until_at, 'infinity'), b.from_at FROM breaks b JOIN held h ON h.id = b.sitting_id WHERE b.place <> '') each_day),
		marks AS (
			SELECT a.sitting_id, a.person_id, a.mode, a.told_at, a.at, a.id, lead(a.at) OVER member AS until
			FROM attendance a JOIN held h ON h.id = a.sitting_id
			WINDOW member AS (PARTITION BY a.sitting_id, a.person_id ORDER BY a.id)),
		seats AS (
			SELECT m.sitting_id, m.person_id, min(m.at) AS since,
				coalesce((array_agg(m.told_at ORDER BY m.id DESC) FILTER (WHERE m.at < d.ended))[1], (array_agg(m.told_at ORDER BY m.id DESC) FILTER (WHERE m.mode <> ''))[1]) AS told_at
			FROM marks m JOIN held h ON h.id = m.sitting_id JOIN days d ON d.sitting_id = m.sitting_id AND d.begun = h.opened_at GROUP BY m.sitting_id, m.person_id),
		there AS (
			SELECT s.sitting_id, s.person_id, count(*) AS days, count(*) FILTER (WHERE EXISTS (SELECT 1 FROM marks m
				WHERE m.sitting_id = s.sitting_id AND m.person_id = s.person_id AND m.mode IN ('hall', 'video') AND (m.until IS NULL OR m.until > d.begun) AND m.at < d.ended)) AS there
			FROM seats s JOIN days d ON d.sitting_id = s.sitting_id AND d.begun < 'infinity' AND d.ended > s.since GROUP BY s.sitting_id, s.person_id),
		put AS (
			SELECT i.sitting_id, i.id AS item_id, 0 AS ordinal, i.settled_at AS at, i.hands IS NOT NULL AS hands FROM items i JOIN held h ON h.id = i.sitting_id
			WHERE i.ordinal > 0 AND i.result IS NOT NULL AND i.result->'Tally'->>'Secret' IS DISTINCT FROM 'true'
				AND NOT EXISTS (SELECT 1 FROM polls p WHERE p.item_id = i.id AND p.motion = 'part' AND p.result IS NOT NULL)
			UNION ALL SELECT i.sitting_id, p.item_id, p.ordinal, p.closed_at, p.hands IS NOT NULL FROM polls p JOIN items i ON i.id = p.item_id JOIN held h ON h.id = i.sitting_id
			WHERE p.motion = 'part' AND p.result IS NOT NULL),
		given AS (
			SELECT u.sitting_id, u.hands, v.person_id, v.choice FROM put u JOIN votes v ON v.item_id = u.item_id WHERE u.ordinal = 0
			UNION ALL SELECT u.sitting_id, u.hands, v.person_id, v.choice FROM put u JOIN poll_votes v ON v.item_id = u.item_id AND v.ordinal = u.ordinal WHERE u.ordinal > 0),
		cast_votes AS (
			SELECT sitting_id, person_id, count(*) FILTER (WHERE choice = 'for') AS votes_for, count(*) FILTER (WHERE choice = 'against') AS against,
				count(*) FILTER (WHERE choice = 'abstain') AS abstained, count(*) FILTER (WHERE choice = 'not_voting') AS not_voting,
				count(*) FILTER (WHERE hands) AS beside_hands
			FROM given GROUP BY sitting_id, person_id)
		SELECT e.id, e.surname, e.given, e.patronymic, h.starts_at, h.opened_at, coalesce(w.there, 0) > 0, coalesce(w.days, 0), coalesce(w.there, 0), s.told_at,
			(SELECT count(*) FROM put u WHERE u.sitting_id = s.sitting_id AND NOT u.hands AND u.at >= s.since) + coalesce(v.beside_hands, 0),
			coalesce(v.votes_for, 0), coalesce(v.against, 0), coalesce(v.abstained, 0), coalesce(v.not_voting, 0)
		FROM seats s JOIN held h ON h.id = s.sitting_id JOIN people e ON e.id = s.person_id
			LEFT JOIN there w ON w.sitting_id = s.sitting_id AND w.person_id = s.person_id
			LEFT JOIN cast_votes v ON v.sitting_id = s.sitting_id AND v.person_id = s.person_id
		ORDER BY e.surname COLLATE "ru-x-icu", e.given COLLATE "ru-x-icu", e.id, h.opened_at`, int64(own), from, until)
	if err != nil {
		return nil, fmt.Errorf("reading how members took part: %w", err)
	}
	defer rows.Close()
	var seats []sitting.Seat
	for rows.Next() {
		var s sitting.Seat
		var id int64
		var told *time.Time
		err := rows.Scan(&id, &s.Name.Surname, &s.Name.Given, &s.Name.Patronymic, &s.StartsAt, &s.OpenedAt, &s.Came, &s.Days, &s.There, &told, &s.Questions,
			&s.For, &s.Against, &s.Abstained, &s.NotVoting)
		if err != nil {
			return nil, fmt.Errorf("reading how a member took part: %w", err)
		}
		s.Member, s.ToldAt = identity.ID(id), momentOf(told)
		seats = append(seats, s)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading how members took part: %w", err)
	}
	return seats, nil
}

// Activity counts what a commission did in a time: each group of figures in one
// statement.
func (db *DB) Activity(ctx context.Context, own commission.ID, from, until time.Time) (sitting.Activity, error) {
	var a sitting.Activity
	err := db.pool.QueryRow(ctx, `WITH held AS (SELECT id FROM sittings WHERE commission_id = $1 AND opened_at >= $2 AND opened_at < $3),
			put AS (SELECT i.state FROM items i JOIN held h ON h.id = i.sitting_id WHERE i.state <> 'withdrawn' AND i.ordinal > 0),
			filed AS (SELECT contested_decision, contested_action, contested_inaction FROM complaints WHERE commission_id = $1 AND filed_at >= $2 AND filed_at < $3),
			found AS (
				SELECT f ->> 'Verdict' AS verdict FROM rulings r JOIN drafts d ON d.complaint_id = r.complaint_id AND d.version = r.draft_version
					CROSS JOIN LATERAL jsonb_array_elements(coalesce(d.selection -> 'Findings', '[]')) AS f
				WHERE r.commission_id = $1 AND r.adopted_at >= $2 AND r.adopted_at < $3 AND r.outcome <> 'dismiss'),
			asked AS (
				SELECT i ->> 'Kind' AS kind FROM complaints c CROSS JOIN LATERAL jsonb_array_elements(c.inquiries) AS i
				WHERE c.commission_id = $1 AND c.inquiries <> '[]' AND (i ->> 'SentAt')::timestamptz >= $2 AND (i ->> 'SentAt')::timestamptz < $3)
		SELECT (SELECT count(*) FROM held), (SELECT count(*) FROM put),
			(SELECT count(*) FROM put WHERE state = 'adopted'), (SELECT count(*) FROM put WHERE state = 'rejected'),
			(SELECT count(*) FROM put WHERE state = 'postponed'), (SELECT count(*) FROM put WHERE state = 'returned'),
			(SELECT count(*) FROM deadlines d JOIN held h ON h.id = d.sitting_id WHERE d.clock = 'minutes_text' AND d.met_at IS NOT NULL),
			(SELECT count(*) FROM dissents d JOIN held h ON h.id = d.sitting_id WHERE d.withdrawn_at IS NULL),
			(SELECT count(*) FROM filed WHERE contested_decision), (SELECT count(*) FROM filed WHERE contested_action), (SELECT count(*) FROM filed WHERE contested_inaction),
			(SELECT count(*) FROM found WHERE verdict = 'full'), (SELECT count(*) FROM found WHERE verdict = 'part'),
			(SELECT count(*) FROM asked WHERE kind = 'request'), (SELECT count(*) FROM asked WHERE kind = 'referral')`, int64(own), from, until).
		Scan(&a.Sittings, &a.Questions, &a.Adopted, &a.Rejected, &a.Postponed, &a.Returned, &a.MinutesSigned, &a.Dissents,
			&a.Decision, &a.Action, &a.Inaction, &a.Annulled, &a.InPart, &a.Requests, &a.Referrals)
	if err != nil {
		return a, fmt.Errorf("counting what a commission did: %w", err)
	}
	tx := db.gorm.WithContext(ctx)
	err = tx.Raw(`SELECT CASE WHEN route = '' AND state <> 'filed' THEN 'accept_review' ELSE route END AS route, count(*) AS count
		FROM complaints WHERE commission_id = ? AND filed_at >= ? AND filed_at < ? GROUP BY 1 ORDER BY 2 DESC, 1`, int64(own), from, until).Scan(&a.Received).Error
	if err != nil {
		return a, fmt.Errorf("counting what came in: %w", err)
	}
	err = tx.Raw(`SELECT outcome, count(*) AS count FROM rulings WHERE commission_id = ? AND adopted_at >= ? AND adopted_at < ?
		GROUP BY outcome ORDER BY array_position(ARRAY['dismiss', 'decide_on_merits', 'remand'], outcome)`, int64(own), from, until).Scan(&a.Rulings).Error
	if err != nil {
		return a, fmt.Errorf("counting rulings: %w", err)
	}
	return a, nil
}

// FirstActivity is the day on which anything first came in to a commission or it first
// met, the zero one if neither has been.
func (db *DB) FirstActivity(ctx context.Context, own commission.ID, zone *time.Location) (calendar.Date, error) {
	var first *time.Time
	err := db.pool.QueryRow(ctx, `SELECT least((SELECT min(filed_at) FROM complaints WHERE commission_id = $1), (SELECT min(opened_at) FROM sittings WHERE commission_id = $1))`,
		int64(own)).Scan(&first)
	if err != nil {
		return calendar.Date{}, fmt.Errorf("looking for the first paper: %w", err)
	}
	if first == nil {
		return calendar.Date{}, nil
	}
	return calendar.On(*first, zone), nil
}
