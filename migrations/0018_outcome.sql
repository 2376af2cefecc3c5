-- The outcome act by act: each contested act with its verdict, each demand of the
-- complainant with its answer, the digest of the text put to the vote.

-- +goose Up
ALTER TABLE drafts
    ADD COLUMN demands jsonb NOT NULL DEFAULT '[]'; -- ruling.Demand; a draft put to the vote answers each of them (R-088)

ALTER TABLE items
    ADD COLUMN text_sha256 text NOT NULL DEFAULT '', -- of the operative part put to the vote; empty for votes before this column
    ADD COLUMN missed_on date, -- last day of the term an item was knowingly postponed past (R-081)
    ADD CHECK (missed_on IS NULL OR state = 'postponed');

-- +goose StatementBegin
CREATE FUNCTION pg_temp.unstopped(said text) RETURNS text LANGUAGE sql AS $$
    SELECT CASE WHEN btrim(said) ~ '(^|\s)\S{1,3}$' THEN btrim(said) ELSE regexp_replace(btrim(said), '\.$', '') END
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION pg_temp.about(answers jsonb) RETURNS text LANGUAGE sql AS $$
    SELECT coalesce(nullif(concat_ws(' ',
        'от' || chr(160) || extract(day FROM day) || chr(160)
            || (ARRAY['января','февраля','марта','апреля','мая','июня','июля','августа','сентября','октября','ноября','декабря'])[extract(month FROM day)::int]
            || ' ' || extract(year FROM day) || chr(160) || 'года',
        '№' || chr(160) || nullif(btrim(regexp_replace(answers->>'DecisionNumber', '^№', '')), '')), ''), '')
    FROM (SELECT nullif(answers->>'DecisionOn', '')::date AS day) AS decided
$$;
-- +goose StatementEnd

-- Drafts are never changed by the service. Here their selection gets its present shape:
-- one finding for each contested kind, with the words the operative part had before, so
-- that a ruling adopted but not signed still is what its selection gives.
ALTER TABLE drafts DISABLE TRIGGER drafts_are_kept;
UPDATE drafts d SET selection = d.selection - 'Extent' - 'Part' || jsonb_build_object('Findings', coalesce((
    SELECT jsonb_agg(jsonb_build_object(
        'Kind', kind, 'About', said, 'OnResults', kind = 'decision' AND d.selection->>'Matter' = 'voting_results',
        'Verdict', CASE WHEN d.selection->>'Outcome' = 'dismiss' THEN 'stands' WHEN coalesce(d.selection->>'Outcome', '') = '' THEN ''
            WHEN kind = 'decision' THEN coalesce(d.selection->>'Extent', '') ELSE 'unlawful' END,
        'Part', CASE WHEN kind = 'decision' THEN coalesce(d.selection->>'Part', '') ELSE '' END) ORDER BY place)
    FROM (VALUES (1, 'decision', c.contested_decision, pg_temp.about(c.answers::jsonb)),
                 (2, 'action', c.contested_action, pg_temp.unstopped(c.title)),
                 (3, 'inaction', c.contested_inaction, pg_temp.unstopped(c.title))) AS act (place, kind, contested, said)
    WHERE contested), '[]'))
FROM complaints c WHERE c.id = d.complaint_id AND NOT d.selection ? 'Findings';
ALTER TABLE drafts ENABLE TRIGGER drafts_are_kept;
DROP FUNCTION pg_temp.about(jsonb);
DROP FUNCTION pg_temp.unstopped(text);
