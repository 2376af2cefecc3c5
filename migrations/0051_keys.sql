-- Signatures by a key: officers' keys, signatures inside a PDF, and signatures taken back
-- before the paper went out.

-- +goose Up
-- The key file of an officer, locked under the passphrase and the key of the server. It is
-- open for the time of one act only. A key that is put away is blotted out; that it was
-- here, whose and from when to when stays.
CREATE TABLE signing_keys (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id   bigint NOT NULL REFERENCES people,
    certificate jsonb NOT NULL,
    salt        bytea CHECK (length(salt) = 16),
    locked      bytea,
    added_at    timestamptz NOT NULL,
    removed_at  timestamptz,
    CHECK ((removed_at IS NULL) = (locked IS NOT NULL)),
    CHECK ((locked IS NULL) = (salt IS NULL))
);
CREATE UNIQUE INDEX signing_keys_one ON signing_keys (person_id) WHERE removed_at IS NULL;
CREATE TRIGGER signing_keys_are_kept BEFORE DELETE OR TRUNCATE ON signing_keys
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a certificate of an officer has to say beside the name, as an administrator wrote it
-- down; the latest row holds. Personal numbers are kept as digests under the key of the server.
CREATE TABLE signatory_numbers (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id bigint NOT NULL REFERENCES people,
    snils     bytea CHECK (length(snils) = 32),
    inn       bytea CHECK (length(inn) = 32),
    ogrn      text NOT NULL DEFAULT '',
    by_id     bigint NOT NULL REFERENCES people,
    at        timestamptz NOT NULL
);
CREATE INDEX signatory_numbers_of ON signatory_numbers (person_id, id DESC);
CREATE TRIGGER signatory_numbers_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON signatory_numbers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Every signature that was made is kept; one that was taken back does not stand.
ALTER TABLE signatures RENAME TO signatures_made;
ALTER TABLE signatures_made
    DROP CONSTRAINT signatures_pkey,
    ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ADD COLUMN inside_key text,
    ADD COLUMN inside_sha256 bytea CHECK (length(inside_sha256) = 32),
    ADD COLUMN inside_size bigint,
    ADD COLUMN taken_back_at timestamptz,
    ADD CHECK ((inside_key IS NULL) = (inside_sha256 IS NULL) AND (inside_key IS NULL) = (inside_size IS NULL));
CREATE UNIQUE INDEX signatures_once ON signatures_made (paper_id, role) WHERE taken_back_at IS NULL;
CREATE INDEX signatures_of_paper ON signatures_made (paper_id);
CREATE INDEX signatures_inside ON signatures_made (inside_key) WHERE inside_key IS NOT NULL;
CREATE INDEX signatures_inside_file ON signatures_made (inside_sha256) WHERE inside_sha256 IS NOT NULL;
DROP TRIGGER signatures_are_kept ON signatures_made;
-- +goose StatementBegin
CREATE FUNCTION refuse_signature_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.taken_back_at IS NULL AND NEW.taken_back_at IS NOT NULL
        AND to_jsonb(NEW) - 'taken_back_at' = to_jsonb(OLD) - 'taken_back_at'
        AND NOT EXISTS (SELECT 1 FROM papers p JOIN letters l ON l.paper_id = p.id WHERE p.id = OLD.paper_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a signature is kept as it was made: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
CREATE TRIGGER signatures_stay BEFORE UPDATE OR DELETE ON signatures_made
    FOR EACH ROW EXECUTE FUNCTION refuse_signature_change();
CREATE TRIGGER signatures_are_kept BEFORE TRUNCATE ON signatures_made
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE VIEW signatures AS SELECT * FROM signatures_made WHERE taken_back_at IS NULL;

-- A ruling that bears both signatures waits a while before it goes out: so long they can be
-- taken back.
CREATE TABLE held_papers (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    paper_id bigint NOT NULL REFERENCES papers,
    signer   jsonb NOT NULL, -- who gave the second signature, in what office
    until    timestamptz NOT NULL,
    ended_at timestamptz     -- it went out, or a signature was taken back
);
CREATE UNIQUE INDEX held_papers_one ON held_papers (paper_id) WHERE ended_at IS NULL;
CREATE TRIGGER held_papers_are_kept BEFORE DELETE OR TRUNCATE ON held_papers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
