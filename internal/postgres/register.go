package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"redress/internal/identity"
	"redress/internal/publication"
	"redress/internal/regulation"
)

// chosen is what a filter of the register asks of a row of publications.
func chosen(f publication.Filter) (where string, values []any) {
	for _, each := range []struct {
		asked bool
		where string
		value any
	}{
		{f.Code != "", ` AND p.commission_id = (SELECT id FROM commissions WHERE code = ?)`, f.Code},
		{f.Outcome != "", ` AND p.outcome = ?`, string(f.Outcome)},
		{f.Number != "", ` AND lower(p.number) = ?`, strings.ToLower(f.Number)},
		{f.Year != 0, ` AND p.adopted_on >= make_date(?, 1, 1)`, f.Year},
		{f.Year != 0, ` AND p.adopted_on < make_date(?, 1, 1)`, f.Year + 1},
		{f.Article != "", ` AND p.article = ? AND p.article <> ''`, f.Article},
		{f.Level != "", ` AND p.level = ?`, string(f.Level)},
		{f.Words != "", ` AND p.words @@ websearch_to_tsquery('russian', ?)`, publication.Sought(f.Words)},
	} {
		if each.asked {
			where, values = where+each.where, append(values, each.value)
		}
	}
	return where, values
}

// chosenAfter is the same of the rows that come after a line.
func chosenAfter(f publication.Filter, after publication.After) (where string, values []any) {
	where, values = chosen(f)
	if after.ID == 0 {
		return where, values
	}
	return where + ` AND (p.adopted_on, p.id) < (?, ?)`, append(values, after.On.Start(time.UTC), int64(after.ID))
}

// fateOf says what became of a ruling that was complained about.
const fateOf = `coalesce((SELECT CASE WHEN bool_or(x.outcome IS NOT NULL AND x.outcome <> 'dismiss') THEN 'overturned'
		WHEN bool_and(x.outcome IS NOT NULL) THEN 'confirmed' ELSE 'appealed' END
	FROM appeals a JOIN complaints x ON x.id = a.complaint_id WHERE a.ruling_id = p.ruling_id HAVING count(*) > 0), '')`

// registerLine are the columns of a line, of the few rows that a page has.
const registerLine = `SELECT p.id, c.code, c.name, p.year, p.serial, p.number, p.adopted_on, p.outcome, p.subject, p.article, p.level, p.published_at,
		p.pdf_sha256, p.pdf_size, ` + fateOf + `,
		(SELECT max(greatest(a.linked_at, x.decided_at)) FROM appeals a JOIN complaints x ON x.id = a.complaint_id WHERE a.ruling_id = p.ruling_id)`

// registerQuery reads a page of lines: its rows first, and then what is costly about them.
func registerQuery(where, order string) string {
	return numbered(registerLine + ` FROM (SELECT * FROM publications p WHERE p.withdrawn_at IS NULL` + where + ` ORDER BY ` + order + ` LIMIT ?) p
		JOIN commissions c ON c.id = p.commission_id ORDER BY ` + order)
}

// The orders in which the register is read.
const (
	byAdoption    = `p.adopted_on DESC, p.id DESC`
	byPublication = `p.published_at DESC, p.id DESC`
)

// Decisions returns one page of the register, the newest first: at most limit after a
// line. What was withdrawn is not in it. Words that nothing can be found by are refused.
func (db *DB) Decisions(ctx context.Context, f publication.Filter, after publication.After, limit int) ([]publication.Line, error) {
	where, values := chosenAfter(f, after)
	return db.register(ctx, f, registerQuery(where, byAdoption), append(values, limit))
}

// LatestDecisions returns at most limit decisions of the register, those published last
// first.
func (db *DB) LatestDecisions(ctx context.Context, f publication.Filter, limit int) ([]publication.Line, error) {
	where, values := chosen(f)
	return db.register(ctx, f, registerQuery(where, byPublication), append(values, limit))
}

func (db *DB) register(ctx context.Context, f publication.Filter, query string, values []any) ([]publication.Line, error) {
	if f.Words != "" {
		if err := db.searchable(ctx, f.Words); err != nil {
			return nil, err
		}
	}
	rows, err := db.pool.Query(ctx, query, values...)
	if err != nil {
		return nil, fmt.Errorf("listing decisions: %w", err)
	}
	defer rows.Close()
	var list []publication.Line
	for rows.Next() {
		var l publication.Line
		var adopted time.Time
		var digest []byte
		var fateAt *time.Time
		err := rows.Scan(&l.ID, &l.Code, &l.Issuer, &l.Key.Year, &l.Key.Serial, &l.Number, &adopted, &l.Outcome, &l.Subject, &l.Article, &l.Level, &l.At,
			&digest, &l.PDF.Size, &l.Fate, &fateAt)
		if err != nil {
			return nil, fmt.Errorf("reading a line of the decisions: %w", err)
		}
		copy(l.PDF.SHA256[:], digest)
		l.AdoptedOn, l.At, l.FateAt = dayOf(&adopted), l.At.UTC(), momentOf(fateAt)
		list = append(list, l)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("listing decisions: %w", err)
	}
	return list, nil
}

// searchable refuses words that nothing can be found by.
func (db *DB) searchable(ctx context.Context, words string) error {
	var found bool
	err := db.pool.QueryRow(ctx, `SELECT querytree(websearch_to_tsquery('russian', $1)) NOT IN ('', 'T')`, publication.Sought(words)).Scan(&found)
	if err != nil {
		return fmt.Errorf("reading a search: %w", err)
	}
	if !found {
		return publication.NothingToFind()
	}
	return nil
}

// The signs that stand about the words found while an excerpt is on its way, and how much
// of a long text is looked through for one.
const (
	foundFrom, foundTo = "\x02", "\x03"
	excerptOf          = `ts_headline('russian', left(p.said, 30000), websearch_to_tsquery('russian', $1),
		'StartSel=' || chr(2) || ',StopSel=' || chr(3) || ',MaxFragments=1,MaxWords=24,MinWords=10')`
)

// Excerpts returns what stands about the words in the public copies of the decisions of a
// page. One has none where they stand only far into a long text.
func (db *DB) Excerpts(ctx context.Context, words string, ids []publication.ID) (map[publication.ID][]publication.Stretch, error) {
	rows, err := db.pool.Query(ctx, `SELECT p.id, `+excerptOf+` FROM publications p WHERE p.id = ANY($2) AND p.withdrawn_at IS NULL`, publication.Sought(words), ids)
	if err != nil {
		return nil, fmt.Errorf("reading what stands about the words: %w", err)
	}
	defer rows.Close()
	all := map[publication.ID][]publication.Stretch{}
	for rows.Next() {
		var id publication.ID
		var excerpt string
		if err := rows.Scan(&id, &excerpt); err != nil {
			return nil, fmt.Errorf("reading an excerpt: %w", err)
		}
		if parts := stretches(excerpt); parts != nil {
			all[id] = parts
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading what stands about the words: %w", err)
	}
	return all, nil
}

// stretches parts an excerpt at the words found. One without any shows nothing.
func stretches(excerpt string) []publication.Stretch {
	if !strings.Contains(excerpt, foundFrom) {
		return nil
	}
	var all []publication.Stretch
	add := func(text string, found bool) {
		if text != "" {
			all = append(all, publication.Stretch{Text: text, Found: found})
		}
	}
	for i, part := range strings.Split(strings.Join(strings.Fields(excerpt), " "), foundFrom) {
		found, rest, closed := strings.Cut(part, foundTo)
		if i == 0 || !closed {
			add(part, false)
			continue
		}
		add(found, true)
		add(rest, false)
	}
	return all
}

// WithdrawnDecisions returns at most limit decisions of the register that nobody reads any
// more, those withdrawn last first: where they were and since when they are gone. By words
// none is found, for nobody is told what stood in them.
func (db *DB) WithdrawnDecisions(ctx context.Context, f publication.Filter, limit int) ([]publication.Line, error) {
	if f.Words != "" {
		return nil, nil
	}
	where, values := chosen(f)
	rows, err := db.pool.Query(ctx, numbered(`SELECT p.id, c.code, p.year, p.serial, p.withdrawn_at
		FROM publications p JOIN commissions c ON c.id = p.commission_id
		WHERE p.withdrawn_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM publications n WHERE n.ruling_id = p.ruling_id AND n.edition > p.edition)`+where+`
		ORDER BY p.withdrawn_at DESC, p.id DESC LIMIT ?`), append(values, limit)...)
	if err != nil {
		return nil, fmt.Errorf("listing what was withdrawn: %w", err)
	}
	defer rows.Close()
	var list []publication.Line
	for rows.Next() {
		var l publication.Line
		if err := rows.Scan(&l.ID, &l.Code, &l.Key.Year, &l.Key.Serial, &l.Withdrawn); err != nil {
			return nil, fmt.Errorf("reading what was withdrawn: %w", err)
		}
		l.Withdrawn = l.Withdrawn.UTC()
		list = append(list, l)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("listing what was withdrawn: %w", err)
	}
	return list, nil
}

// DecisionChoices returns what the register can be narrowed to, at most limit of a kind.
func (db *DB) DecisionChoices(ctx context.Context, limit int) (publication.Choices, error) {
	var c publication.Choices
	var first *int
	err := db.pool.QueryRow(ctx, `SELECT extract(year FROM min(adopted_on))::int FROM publications WHERE withdrawn_at IS NULL`).Scan(&first)
	if err != nil {
		return c, fmt.Errorf("looking for the first decision: %w", err)
	}
	if first == nil {
		return c, nil
	}
	c.First = *first
	tx := db.gorm.WithContext(ctx)
	err = tx.Raw(`SELECT c.code, c.name FROM commissions c
		WHERE EXISTS (SELECT 1 FROM publications p WHERE p.commission_id = c.id AND p.withdrawn_at IS NULL)
		ORDER BY c.name COLLATE "ru-x-icu", c.id LIMIT ?`, limit).Scan(&c.Issuers).Error
	if err != nil {
		return c, fmt.Errorf("listing who publishes: %w", err)
	}
	// One step in the index to each article, however many decisions there are about it.
	err = tx.Raw(`WITH RECURSIVE each (article) AS (
			(SELECT article FROM publications WHERE withdrawn_at IS NULL AND article <> '' ORDER BY article LIMIT 1)
			UNION ALL
			SELECT (SELECT p.article FROM publications p WHERE p.withdrawn_at IS NULL AND p.article <> '' AND p.article > each.article ORDER BY p.article LIMIT 1)
			FROM each WHERE each.article IS NOT NULL)
		SELECT article FROM each WHERE article IS NOT NULL LIMIT ?`, limit).Scan(&c.Articles).Error
	if err != nil {
		return c, fmt.Errorf("listing what decisions are about: %w", err)
	}
	slices.SortFunc(c.Articles, publication.CompareArticles)
	return c, nil
}

// DecisionTies returns what the public may know of the decisions that stand before and
// after a public one.
func (db *DB) DecisionTies(ctx context.Context, id publication.ID) (publication.Ties, error) {
	var t publication.Ties
	var dissents []struct{ Surname, Given, Patronymic string }
	err := db.pool.QueryRow(ctx, `SELECT `+fateOf+`, coalesce((i.result -> 'Tally' ->> 'For')::int, 0), coalesce((i.result -> 'Tally' ->> 'Against')::int, 0),
			coalesce((i.result -> 'Tally' ->> 'Abstained')::int, 0),
			coalesce((SELECT jsonb_agg(jsonb_build_object('Surname', e.surname, 'Given', e.given, 'Patronymic', e.patronymic) ORDER BY d.id)
				FROM dissents d JOIN people e ON e.id = d.person_id WHERE d.item_id = i.id AND d.withdrawn_at IS NULL), '[]')
		FROM publications p JOIN rulings r ON r.id = p.ruling_id JOIN items i ON i.id = r.item_id WHERE p.id = $1`, int64(id)).
		Scan(&t.Fate, &t.For, &t.Against, &t.Abstained, &dissents)
	if err != nil {
		return t, fmt.Errorf("reading what became of a decision: %w", err)
	}
	for _, d := range dissents {
		t.Dissenters = append(t.Dissenters, identity.Name{Surname: d.Surname, Given: d.Given, Patronymic: d.Patronymic}.Short())
	}
	t.Earlier, err = db.ties(ctx, `SELECT o.code, o.name, coalesce(n.year, 0), coalesce(n.serial, 0), r.number, r.adopted_on, r.outcome
		FROM publications p JOIN rulings own ON own.id = p.ruling_id JOIN appeals a ON a.complaint_id = own.complaint_id JOIN rulings r ON r.id = a.ruling_id
			JOIN commissions o ON o.id = r.commission_id LEFT JOIN publications n ON n.ruling_id = r.id AND n.withdrawn_at IS NULL
		WHERE p.id = $1`, id)
	if err != nil {
		return t, err
	}
	t.Later, err = db.ties(ctx, `SELECT o.code, o.name, coalesce(n.year, 0), coalesce(n.serial, 0), coalesce(r.number, ''), r.adopted_on, coalesce(r.outcome, '')
		FROM publications p JOIN appeals a ON a.ruling_id = p.ruling_id JOIN complaints x ON x.id = a.complaint_id JOIN commissions o ON o.id = x.commission_id
			LEFT JOIN rulings r ON r.complaint_id = x.id LEFT JOIN publications n ON n.ruling_id = r.id AND n.withdrawn_at IS NULL
		WHERE p.id = $1 ORDER BY x.id LIMIT 50`, id)
	return t, err
}

func (db *DB) ties(ctx context.Context, query string, id publication.ID) ([]publication.Tie, error) {
	rows, err := db.pool.Query(ctx, query, int64(id))
	if err != nil {
		return nil, fmt.Errorf("reading the decisions about a decision: %w", err)
	}
	defer rows.Close()
	var all []publication.Tie
	for rows.Next() {
		var t publication.Tie
		var adopted *time.Time
		var outcome string
		if err := rows.Scan(&t.Code, &t.Issuer, &t.Key.Year, &t.Key.Serial, &t.Number, &adopted, &outcome); err != nil {
			return nil, fmt.Errorf("reading a decision about a decision: %w", err)
		}
		t.AdoptedOn, t.Outcome = dayOf(adopted), regulation.Outcome(outcome)
		all = append(all, t)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading the decisions about a decision: %w", err)
	}
	return all, nil
}
