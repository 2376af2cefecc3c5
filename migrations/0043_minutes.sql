-- Minutes that agree with the docket, that can be signed anew, and that are supplemented.

-- +goose Up
-- What the docket of a sitting says of people it says under this salt: who attended, why
-- somebody was absent.
ALTER TABLE sittings ADD COLUMN salt bytea NOT NULL DEFAULT uuid_send(gen_random_uuid()) CHECK (length(salt) = 16);

-- A supplement to signed minutes is a paper of its own, signed as they are.
ALTER TABLE papers
    DROP CONSTRAINT papers_kind_check,
    ADD CONSTRAINT papers_kind_check CHECK (kind IN ('ruling', 'minutes', 'letter', 'supplement')),
    DROP CONSTRAINT papers_check1,
    ADD CONSTRAINT papers_of_a_sitting CHECK ((kind IN ('minutes', 'supplement')) = (sitting_id IS NOT NULL));
DROP INDEX papers_of_sitting;
CREATE UNIQUE INDEX papers_of_sitting ON papers (sitting_id) WHERE kind = 'minutes' AND NOT replaced;

-- What was found wrong in signed minutes, and what is to be read. Numbered within the sitting.
CREATE TABLE supplements (
    paper_id   bigint PRIMARY KEY REFERENCES papers,
    sitting_id bigint NOT NULL REFERENCES sittings,
    number     int NOT NULL CHECK (number > 0),
    item       int NOT NULL CHECK (item >= 0), -- its number on the agenda; zero is the introduction
    reason     text NOT NULL CHECK (reason <> ''),
    text       text NOT NULL CHECK (text <> ''),
    by_id      bigint NOT NULL REFERENCES people,
    at         timestamptz NOT NULL,
    UNIQUE (sitting_id, number)
);
CREATE TRIGGER supplements_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON supplements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Why minutes signed by one, or a supplement not signed by both, were withdrawn. They stay
-- on file with the signature they bear; nobody signs them any more.
CREATE TABLE withdrawn_papers (
    paper_id bigint PRIMARY KEY REFERENCES papers,
    by_id    bigint NOT NULL REFERENCES people,
    reason   text NOT NULL CHECK (reason <> ''),
    at       timestamptz NOT NULL
);
CREATE TRIGGER withdrawn_papers_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON withdrawn_papers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- +goose StatementBegin
CREATE FUNCTION refuse_withdrawal_of_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM papers WHERE id = NEW.paper_id AND kind IN ('minutes', 'supplement') AND NOT replaced)
        OR (SELECT count(*) FROM signatures WHERE paper_id = NEW.paper_id) > 1 THEN
        RAISE EXCEPTION 'a paper with both signatures is kept as it is' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- A signed paper changes in nothing but this: withdrawn, it makes place for the next edition.
CREATE OR REPLACE FUNCTION refuse_signed_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.replaced AND NOT OLD.replaced AND to_jsonb(NEW) - 'replaced' = to_jsonb(OLD) - 'replaced'
        AND EXISTS (SELECT 1 FROM withdrawn_papers WHERE paper_id = OLD.id) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR EXISTS (SELECT 1 FROM signatures WHERE paper_id = OLD.id) THEN
        RAISE EXCEPTION 'a signed paper is kept as it is: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER withdrawn_before_both BEFORE INSERT ON withdrawn_papers
    FOR EACH ROW EXECUTE FUNCTION refuse_withdrawal_of_whole();
