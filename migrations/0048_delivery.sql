-- What was done with a letter and became of it, with scans of signed slips; letters that
-- came back and go elsewhere; addressees beyond the parties (R-086).

-- +goose Up
ALTER TABLE letters
    ADD COLUMN round int NOT NULL DEFAULT 0, -- how often it was sent another way or to another address
    DROP CONSTRAINT letters_addressee_check,
    ADD CONSTRAINT letters_addressee_check CHECK (addressee IN ('complainant', 'respondent', 'competent', 'accused', 'asked', 'executor', 'interested'));
DROP INDEX letters_of_paper;
CREATE UNIQUE INDEX letters_of_paper ON letters (paper_id, addressee) WHERE addressee NOT IN ('executor', 'interested');
CREATE UNIQUE INDEX letters_further ON letters (paper_id, lower(name)) WHERE addressee IN ('executor', 'interested');
CREATE INDEX letters_by_message ON letters (message_id) WHERE message_id <> '';

CREATE TABLE letter_marks (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    letter_id   bigint NOT NULL REFERENCES letters,
    kind        text NOT NULL CHECK (kind IN ('mailed', 'given', 'posted', 'otherwise', 'received', 'served', 'returned', 'redirected')),
    way         text NOT NULL CHECK (way IN ('email', 'post', 'in_person')), -- by which it went until then
    address     text NOT NULL,
    at          timestamptz NOT NULL, -- when it was entered
    by_id       bigint REFERENCES people, -- NULL: by the program
    happened_at timestamptz, -- of what was given into hands
    happened_on date, -- of what the post did
    taker       text NOT NULL, -- who took it; empty: the addressee in person
    track       text NOT NULL CHECK (track ~ '^([0-9]{14}|[A-Z]{2}[0-9]{9}[A-Z]{2})?$'),
    text        text NOT NULL, -- what else proves it, or why
    CHECK ((kind = 'given') = (happened_at IS NOT NULL)),
    CHECK ((kind IN ('posted', 'served')) = (happened_on IS NOT NULL))
);
CREATE INDEX letter_marks_of ON letter_marks (letter_id, id);
CREATE TRIGGER letter_marks_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON letter_marks
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE letter_files (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    mark_id       bigint NOT NULL REFERENCES letter_marks,
    vault_key     text NOT NULL UNIQUE,
    name          text NOT NULL,
    original_name text NOT NULL,
    media_type    text NOT NULL,
    size          bigint NOT NULL CHECK (size > 0),
    sha256        bytea NOT NULL CHECK (length(sha256) = 32)
);
CREATE INDEX letter_files_of ON letter_files (mark_id);
CREATE TRIGGER letter_files_are_evidence BEFORE UPDATE OR DELETE OR TRUNCATE ON letter_files
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was delivered before: a paper that went with the complaint itself bears no mark.
INSERT INTO letter_marks (letter_id, kind, way, address, at, taker, track, text)
SELECT id, CASE state WHEN 'sent' THEN 'mailed' ELSE 'otherwise' END, way, address, done_at, '', '', proof
FROM letters WHERE done_at > made_at ORDER BY done_at, id;

-- The label and the slip that go with a letter.
ALTER TABLE sheets
    DROP CONSTRAINT sheets_kind_check,
    ADD CONSTRAINT sheets_kind_check CHECK (kind IN ('agenda', 'notice', 'invitation', 'dissent_cover', 'extract', 'copy', 'delivery_sheet', 'remand_order', 'label'));
