-- The public register is searched by its words, and read by the article and by the level of
-- the elections a complaint was about (R-087).

-- +goose Up
-- What the public reads of a paper: its subject and its text, a line for each block, without
-- what only says where a word may break. It is made of the public copy and of nothing else.
-- Both functions are bound to what they call where they are made: a backup is restored where
-- no name is known without its schema.
-- +goose StatementBegin
CREATE FUNCTION public_text(paper jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN translate(left(concat_ws(E'\n', nullif(paper ->> 'subject', ''),
        (SELECT string_agg(said.line, E'\n' ORDER BY said.n) FROM (
            SELECT b.n, CASE b.part ->> 'kind'
                WHEN 'heading' THEN b.part -> 'block' ->> 'text'
                WHEN 'table' THEN (SELECT string_agg(cell.line, ' ' ORDER BY cell.at) FROM (
                    SELECT ARRAY[0, h.n] AS at, h.col ->> 'head' AS line
                        FROM jsonb_array_elements(b.part -> 'block' -> 'columns') WITH ORDINALITY h (col, n)
                    UNION ALL
                    SELECT ARRAY[r.n, c.n], (SELECT string_agg(u.run ->> 'text', '' ORDER BY u.n) FROM jsonb_array_elements(nullif(c.runs, 'null')) WITH ORDINALITY u (run, n))
                        FROM jsonb_array_elements(b.part -> 'block' -> 'rows') WITH ORDINALITY r (cells, n),
                             jsonb_array_elements(nullif(r.cells, 'null')) WITH ORDINALITY c (runs, n)) cell)
                ELSE (SELECT string_agg(u.run ->> 'text', '' ORDER BY u.n) FROM jsonb_array_elements(b.part -> 'block' -> 'runs') WITH ORDINALITY u (run, n))
                END AS line
            FROM jsonb_array_elements(paper -> 'body') WITH ORDINALITY b (part, n)) said)), 200000),
        U&'\00A0\2011\00AD\200B\200D\2060' || chr(2) || chr(3), ' -');

-- The words a text is found by: those that stand for what was left out are none.
CREATE FUNCTION public_words(paper jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_tsvector('pg_catalog.russian'::regconfig, regexp_replace(public_text(paper),
        '\[(персональные данные|адрес|контактные данные|дата рождения|номер документа|сведения о частной жизни)\]', ' ', 'g'));

-- What was published stays as it was published; it can only be withdrawn, once. Columns that
-- the database makes itself are not there yet when this looks.
CREATE OR REPLACE FUNCTION refuse_other_publication() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    aside CONSTANT text[] := '{withdrawn_at,withdrawn_by,reason,said,words}';
BEGIN
    IF OLD.withdrawn_at IS NOT NULL OR to_jsonb(NEW) - aside <> to_jsonb(OLD) - aside THEN
        RAISE EXCEPTION 'what was published is kept as it was' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd

ALTER TABLE publications
    ADD COLUMN article text NOT NULL DEFAULT '', -- of the law, "67-ФЗ, ст. 75", as publication.ArticleOf reads it; empty for none
    ADD COLUMN level text NOT NULL DEFAULT 'none' CHECK (level IN ('federal', 'regional', 'local', 'none')), -- of the elections
    ADD COLUMN said text NOT NULL GENERATED ALWAYS AS (public_text(data)) STORED,
    ADD COLUMN words tsvector NOT NULL GENERATED ALWAYS AS (public_words(data)) STORED;

-- Decisions published before are about what their complaints were registered about.
ALTER TABLE publications DISABLE TRIGGER publications_stay;
UPDATE publications p SET
    article = coalesce(upper((regexp_match(c.article, '(\d{1,4})[-–‑](ФЗ|ОЗ|КЗ|РЗ|ЗО)', 'i'))[1] || '-' || (regexp_match(c.article, '(\d{1,4})[-–‑](ФЗ|ОЗ|КЗ|РЗ|ЗО)', 'i'))[2])
        || ', ст. ' || (regexp_match(c.article, '\mст(?:\.|ать\w+)?\s*(\d{1,4}(?:\.\d{1,3}){0,2})', 'i'))[1], ''),
    level = coalesce((SELECT CASE o.kind WHEN 'central' THEN 'federal' WHEN 'regional' THEN 'regional' ELSE 'local' END
        FROM campaigns k JOIN commissions o ON o.id = k.organiser_id WHERE k.id = c.campaign_id), 'none')
FROM rulings r JOIN complaints c ON c.id = r.complaint_id WHERE r.id = p.ruling_id;
ALTER TABLE publications ENABLE TRIGGER publications_stay;

CREATE INDEX publications_by_words ON publications USING gin (words) WHERE withdrawn_at IS NULL;
-- The register in its own order by article, by level, and the feed in the order of publishing.
CREATE INDEX publications_by_article ON publications (article, adopted_on, id) WHERE withdrawn_at IS NULL AND article <> '';
CREATE INDEX publications_by_level ON publications (level, adopted_on, id) WHERE withdrawn_at IS NULL;
CREATE INDEX publications_latest ON publications (published_at, id) WHERE withdrawn_at IS NULL;
CREATE INDEX publications_latest_of_commission ON publications (commission_id, published_at, id) WHERE withdrawn_at IS NULL;
CREATE INDEX publications_withdrawn ON publications (withdrawn_at, id) WHERE withdrawn_at IS NOT NULL;
