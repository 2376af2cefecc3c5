-- Public copies of rulings, without personal data (R-087, R-028).

-- +goose Up
ALTER TABLE complaints
    ADD COLUMN published_at timestamptz; -- the public can read the ruling since; null before, and once that was withdrawn

-- A ruling is published because its own operative part orders it: package ruling writes
-- the clause, and nothing else begins so.
ALTER TABLE rulings
    ADD COLUMN to_publish boolean NOT NULL GENERATED ALWAYS AS (operative::text LIKE '%"Разместить настоящее %') STORED;

-- The rulings of a commission that may still have to be published.
CREATE INDEX complaints_unpublished ON complaints (commission_id, id) WHERE state IN ('signed', 'delivered') AND published_at IS NULL;

-- What the secretary changed about the proposed removals before the copy is approved.
CREATE TABLE redactions (
    complaint_id bigint PRIMARY KEY REFERENCES complaints,
    added        jsonb NOT NULL, -- publication.Removal
    kept         jsonb NOT NULL, -- publication.Kept
    saved_by     bigint NOT NULL REFERENCES people,
    saved_at     timestamptz NOT NULL
);

-- What the public reads. The columns that pages for everybody are made of hold nothing
-- that was left out; removals are for the commission, and no public query reads them.
CREATE TABLE publications (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ruling_id     bigint NOT NULL REFERENCES rulings,
    commission_id bigint NOT NULL REFERENCES commissions,
    edition       int NOT NULL CHECK (edition > 0), -- after a withdrawal the next one
    year          int NOT NULL,
    serial        int NOT NULL CHECK (serial > 0),
    number        text NOT NULL,
    adopted_on    date NOT NULL,
    outcome       text NOT NULL CHECK (outcome IN ('dismiss', 'decide_on_merits', 'remand')), -- R-070
    subject       text NOT NULL,
    template      text NOT NULL,
    data          jsonb NOT NULL, -- the redacted paper
    removals      jsonb NOT NULL, -- what was left out, what was proposed and kept, and why
    pdf_key       text NOT NULL UNIQUE,
    pdf_sha256    bytea NOT NULL CHECK (length(pdf_sha256) = 32),
    pdf_size      bigint NOT NULL CHECK (pdf_size > 0),
    published_at  timestamptz NOT NULL,
    published_by  bigint NOT NULL REFERENCES people,
    withdrawn_at  timestamptz,
    withdrawn_by  bigint REFERENCES people,
    reason        text NOT NULL DEFAULT '', -- why it was withdrawn
    UNIQUE (ruling_id, edition),
    CHECK ((withdrawn_at IS NULL) = (reason = '')),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
);
CREATE UNIQUE INDEX publications_standing ON publications (ruling_id) WHERE withdrawn_at IS NULL;
CREATE UNIQUE INDEX publications_address ON publications (commission_id, year, serial, edition);
-- The register is read in its own order, whole, by commission, and by outcome.
CREATE INDEX publications_newest ON publications (adopted_on, id) WHERE withdrawn_at IS NULL;
CREATE INDEX publications_of_commission ON publications (commission_id, adopted_on, id) WHERE withdrawn_at IS NULL;
CREATE INDEX publications_number ON publications (lower(number), adopted_on, id) WHERE withdrawn_at IS NULL;

-- What was published stays as it was published; it can only be withdrawn, once.
-- +goose StatementBegin
CREATE FUNCTION refuse_other_publication() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.withdrawn_at IS NOT NULL OR
        to_jsonb(NEW) - '{withdrawn_at,withdrawn_by,reason}'::text[] <> to_jsonb(OLD) - '{withdrawn_at,withdrawn_by,reason}'::text[] THEN
        RAISE EXCEPTION 'what was published is kept as it was' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER publications_stay BEFORE UPDATE ON publications
    FOR EACH ROW EXECUTE FUNCTION refuse_other_publication();
CREATE TRIGGER publications_are_kept BEFORE DELETE OR TRUNCATE ON publications
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
