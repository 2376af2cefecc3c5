-- The record around a sitting: dissenting opinions, who attended besides the members,
-- when an absence was told.

-- +goose Up
-- What a member who disagrees handed in (R-082). It is never edited; withdrawn it stays
-- here, with the instant.
CREATE TABLE dissents (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sitting_id   bigint NOT NULL REFERENCES sittings,
    item_id      bigint NOT NULL REFERENCES items,
    person_id    bigint NOT NULL REFERENCES people,
    text         text NOT NULL CHECK (text <> ''),
    at           timestamptz NOT NULL,
    withdrawn_at timestamptz,
    told_at      timestamptz,                 -- the higher commission was told
    told_how     text NOT NULL DEFAULT '',
    told_to      bigint REFERENCES commissions, -- the one directly above that day; NULL if none works here
    CHECK ((told_at IS NULL) = (told_how = '')),
    CHECK (told_to IS NULL OR told_at IS NOT NULL)
);
CREATE UNIQUE INDEX dissents_once ON dissents (item_id, person_id) WHERE withdrawn_at IS NULL;
CREATE INDEX dissents_of_sitting ON dissents (sitting_id);
CREATE INDEX dissents_told ON dissents (told_to, id DESC) WHERE told_to IS NOT NULL;

-- +goose StatementBegin
CREATE FUNCTION refuse_other_dissent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a dissenting opinion stays as it was handed in' USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
CREATE TRIGGER dissents_stay BEFORE UPDATE OF sitting_id, item_id, person_id, text, at ON dissents
    FOR EACH ROW EXECUTE FUNCTION refuse_other_dissent();
CREATE TRIGGER dissents_are_never_deleted BEFORE DELETE OR TRUNCATE ON dissents
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Handed in and withdrawn until the first signature on the minutes.
CREATE TRIGGER dissents_as_signed BEFORE INSERT OR UPDATE OF withdrawn_at ON dissents
    FOR EACH ROW EXECUTE FUNCTION refuse_other_minutes();

-- The instants of the opinions that the higher commission must be told of: complaint.Dissent.
ALTER TABLE complaints ADD COLUMN dissents jsonb NOT NULL DEFAULT '[]';
CREATE INDEX deadlines_of_dissents ON deadlines (complaint_id) WHERE clock = 'dissent_forwarding' AND met_at IS NULL;

-- Who attended besides the members, with the status by which they may (R-067). Who was
-- written down by mistake is struck off, not deleted.
CREATE TABLE attendees (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sitting_id bigint NOT NULL REFERENCES sittings,
    name       text NOT NULL CHECK (name <> ''),
    status     text NOT NULL CHECK (status IN ('higher_member', 'higher_staff', 'lower_member', 'candidate', 'candidate_proxy',
        'party', 'initiative', 'media', 'observer', 'complainant', 'respondent', 'invited')),
    whose      text NOT NULL DEFAULT '', -- whom they are from: a commission, a party, a newspaper
    at         timestamptz NOT NULL,
    struck_at  timestamptz
);
CREATE INDEX attendees_of_sitting ON attendees (sitting_id, id) WHERE struck_at IS NULL;
CREATE TRIGGER attendees_as_signed BEFORE INSERT OR UPDATE ON attendees
    FOR EACH ROW EXECUTE FUNCTION refuse_other_minutes();

ALTER TABLE attendance
    ADD COLUMN told_at timestamptz, -- when the member said that he cannot come (R-014)
    ADD CHECK (told_at IS NULL OR mode = 'absent');

-- A period of a commission's sittings, for the reports (R-015, R-105).
CREATE INDEX sittings_opened ON sittings (commission_id, opened_at) WHERE opened_at IS NOT NULL;
