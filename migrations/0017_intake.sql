-- Papers that the secretary enters, what a person found out about them, the complaints
-- they belong with, and the way from one complaint to the others of the same person.

-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION plain_words(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(translate(lower(words), 'ё', 'е'), '[[:space:].,;]+', ' ', 'g'))
$$;
-- +goose StatementEnd

ALTER TABLE complaints
    ADD COLUMN taken_by bigint REFERENCES people,       -- who took a paper in; null for what was filed online
    ADD COLUMN sheets   int CHECK (sheets > 0),         -- of the paper; null if nobody counted
    ADD COLUMN findings jsonb NOT NULL DEFAULT '{}',    -- complaint.Findings: what only a person could find out
    ADD COLUMN linked   jsonb NOT NULL DEFAULT '[]',    -- numbers (id) of earlier complaints of the same commission (R-038)
    -- Whose complaint it is and where the answer goes, in a spelling that can be compared
    -- for equality; null where the paper does not say (R-044).
    ADD COLUMN person text GENERATED ALWAYS AS (plain_words(nullif(btrim(answers -> 'Complainant' -> 'Name' ->> 'Surname'), '') || ' '
        || left(btrim(answers -> 'Complainant' -> 'Name' ->> 'Given'), 1))) STORED,
    ADD COLUMN reach text GENERATED ALWAYS AS (coalesce(nullif(lower(btrim(answers -> 'Complainant' ->> 'Email')), ''),
        nullif(plain_words(answers -> 'Complainant' ->> 'Address'), ''))) STORED;

CREATE INDEX complaints_of_person ON complaints (commission_id, person, reach, id) WHERE person IS NOT NULL;
CREATE INDEX complaints_of_respondent ON complaints (commission_id, respondent_id, id);
CREATE INDEX complaints_linked ON complaints USING gin (linked jsonb_path_ops) WHERE linked <> '[]';
