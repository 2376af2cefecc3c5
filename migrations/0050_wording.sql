-- How commissions word their letters, notices and orders, in versions. A paper keeps the version it was written
-- by, so none is ever changed; an empty text is the one that is built in.

-- +goose Up
CREATE TABLE wordings (
    commission_id bigint NOT NULL REFERENCES commissions,
    kind          text COLLATE "C" NOT NULL CHECK (kind <> ''), -- of the letter
    version       int NOT NULL CHECK (version > 0), -- numbered without gaps
    in_force_from date NOT NULL,
    text          text NOT NULL,
    ground        text NOT NULL CHECK (ground <> ''),
    by_id         bigint NOT NULL REFERENCES people,
    at            timestamptz NOT NULL,
    PRIMARY KEY (commission_id, kind, version)
);

-- +goose StatementBegin
CREATE FUNCTION refuse_wording_gap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version > 1 AND NOT EXISTS (SELECT 1 FROM wordings w WHERE w.commission_id = NEW.commission_id AND w.kind = NEW.kind
            AND w.version = NEW.version - 1 AND w.in_force_from <= NEW.in_force_from) THEN
        RAISE EXCEPTION 'version % of a wording does not follow the one before it', NEW.version USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER wordings_follow BEFORE INSERT ON wordings
    FOR EACH ROW EXECUTE FUNCTION refuse_wording_gap();
CREATE TRIGGER wordings_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON wordings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What is printed for a hand to sign includes the receipt of a paper (R-027).
ALTER TABLE sheets
    DROP CONSTRAINT sheets_kind_check,
    ADD CONSTRAINT sheets_kind_check CHECK (kind IN ('agenda', 'notice', 'invitation', 'dissent_cover', 'extract', 'copy', 'delivery_sheet', 'remand_order', 'label', 'receipt'));
