-- Elections and releases of the deputy and the secretary by the commission itself.

-- +goose Up
ALTER TABLE items
    ADD COLUMN office text NOT NULL DEFAULT '' CHECK (office IN ('', 'deputy', 'secretary')), -- that the item fills or vacates (R-006)
    ADD COLUMN own_request boolean NOT NULL DEFAULT false, -- to be released: then the vote is open
    DROP CONSTRAINT items_about,
    ADD CONSTRAINT items_about CHECK ((about_id IS NOT NULL) = (question IN ('court_claim_member_inactive', 'release_deputy_or_secretary'))),
    ADD CONSTRAINT items_office CHECK ((office <> '') = (question IN ('elect_deputy_or_secretary', 'release_deputy_or_secretary'))),
    ADD CONSTRAINT items_own_request CHECK (NOT own_request OR question = 'release_deputy_or_secretary');

-- Who was put forward for an office, in that order. Nothing of it is changed but that the
-- member declines, once.
CREATE TABLE nominees (
    item_id      bigint NOT NULL REFERENCES items,
    ordinal      int NOT NULL CHECK (ordinal > 0),
    cycle        int NOT NULL CHECK (cycle > 0), -- how often nominations began
    person_id    bigint NOT NULL REFERENCES people,
    nominated_by bigint NOT NULL REFERENCES people,
    entered_by   bigint REFERENCES people, -- who wrote it down; NULL: who nominated
    at           timestamptz NOT NULL,
    declined_at  timestamptz CHECK (declined_at >= at),
    PRIMARY KEY (item_id, ordinal),
    UNIQUE (item_id, cycle, person_id)
);
CREATE TRIGGER nominees_stay BEFORE UPDATE ON nominees
    FOR EACH ROW WHEN (OLD.declined_at IS NOT NULL OR (NEW.item_id, NEW.ordinal, NEW.cycle, NEW.person_id, NEW.nominated_by, NEW.entered_by, NEW.at)
        IS DISTINCT FROM (OLD.item_id, OLD.ordinal, OLD.cycle, OLD.person_id, OLD.nominated_by, OLD.entered_by, OLD.at))
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER nominees_are_kept BEFORE DELETE OR TRUNCATE ON nominees
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What is decided secretly has no votes by member: because the commission decided so, or
-- because the law says so of the office.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION refuse_secret_vote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM polls WHERE item_id = NEW.item_id AND motion = 'secrecy' AND result->>'Fate' = 'adopted')
        OR EXISTS (SELECT 1 FROM items WHERE id = NEW.item_id AND office <> '' AND NOT own_request) THEN
        RAISE EXCEPTION 'the vote is secret: no member''s vote is kept' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
