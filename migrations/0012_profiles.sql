-- The regulation of each commission in dated versions (part L of the rules). What was
-- decided under a version can be checked against it later, so none is ever changed.

-- +goose Up
CREATE TABLE profiles (
    commission_id   bigint NOT NULL REFERENCES commissions,
    version         int NOT NULL CHECK (version > 0), -- numbered without gaps
    in_force_from   date,                -- NULL for the first, which holds for all days before the second
    decision_number text NOT NULL DEFAULT '', -- of the commission's decision (Reg. 9.1); the first version was entered with the commission
    decision_on     date,
    adopted_at      timestamptz NOT NULL DEFAULT legal_now(), -- when it was entered
    adopted_by      bigint REFERENCES people, -- who entered it; NULL where the installation did
    profile         jsonb NOT NULL,
    PRIMARY KEY (commission_id, version),
    UNIQUE (commission_id, in_force_from),
    CHECK ((version = 1) = (in_force_from IS NULL)),
    CHECK (version = 1 OR decision_number <> '' AND decision_on IS NOT NULL AND decision_on <= in_force_from),
    -- a zone the database does not know would break every reading of the commission
    CHECK ((timestamptz 'epoch' AT TIME ZONE (profile ->> 'TimeZone')) IS NOT NULL)
);

INSERT INTO profiles (commission_id, version, profile) SELECT id, 1, profile FROM commissions ORDER BY id;
ALTER TABLE commissions DROP COLUMN profile;

-- +goose StatementBegin
CREATE FUNCTION refuse_gap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version > 1 AND NOT EXISTS (SELECT 1 FROM profiles p WHERE p.commission_id = NEW.commission_id AND p.version = NEW.version - 1
            AND (p.in_force_from IS NULL OR p.in_force_from < NEW.in_force_from)) THEN
        RAISE EXCEPTION 'version % of the regulation does not follow the one before it', NEW.version USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER profiles_follow BEFORE INSERT ON profiles
    FOR EACH ROW EXECUTE FUNCTION refuse_gap();
CREATE TRIGGER profiles_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON profiles
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
