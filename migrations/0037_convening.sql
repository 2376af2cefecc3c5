-- Convening: how each member was told of a sitting, what he answered, and the demand of
-- members that a sitting be held.

-- +goose Up
-- How each member was told (R-063). Rows are added; a letter is marked once the mail took
-- or refused it. Of the rows that a person entered the last holds.
CREATE TABLE sitting_notices (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sitting_id bigint NOT NULL REFERENCES sittings,
    person_id  bigint NOT NULL REFERENCES people,
    way        text NOT NULL CHECK (way IN ('email', 'phone', 'paper', 'in_person', 'desk')),
    told_at    timestamptz,                    -- NULL while a letter is on its way
    note       text NOT NULL DEFAULT '',
    entered_by bigint REFERENCES people,       -- NULL: the mail
    made_at    timestamptz NOT NULL,
    failed     boolean NOT NULL DEFAULT false, -- the mail will not take the letter
    message_id text NOT NULL DEFAULT '',
    CHECK (told_at IS NOT NULL OR way = 'email'),
    CHECK ((way = 'email') = (entered_by IS NULL)),
    CHECK (NOT failed OR told_at IS NULL)
);
CREATE INDEX sitting_notices_of_sitting ON sitting_notices (sitting_id, id);
CREATE TRIGGER sitting_notices_stay BEFORE UPDATE OF sitting_id, person_id, way, note, entered_by, made_at ON sitting_notices
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sitting_notices_are_kept BEFORE DELETE OR TRUNCATE ON sitting_notices
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Whether a member was told in time follows from the rows above and this day alone. Of
-- sittings convened before, the secretary was taken to have told everybody that day: so it
-- is written down, with the day before it as the last one where that was marked as late.
ALTER TABLE sittings ADD COLUMN tell_by date; -- last day to tell members; NULL: no term runs (R-065)
INSERT INTO sitting_notices (sitting_id, person_id, way, told_at, note, entered_by, made_at)
    SELECT a.sitting_id, a.person_id, 'in_person', min(a.at), 'как считалось до учёта извещений: в день созыва', s.secretary_id, min(a.at)
    FROM attendance a JOIN sittings s ON s.id = a.sitting_id GROUP BY a.sitting_id, a.person_id, s.secretary_id;
UPDATE sittings s SET tell_by = (c.told_at AT TIME ZONE (SELECT p.profile->>'TimeZone' FROM profiles p
        WHERE p.commission_id = s.commission_id ORDER BY p.version LIMIT 1))::date - CASE WHEN s.short_notice THEN 1 ELSE 0 END
    FROM (SELECT sitting_id, min(told_at) AS told_at FROM sitting_notices GROUP BY sitting_id) c WHERE c.sitting_id = s.id AND NOT s.urgent;
ALTER TABLE sittings DROP COLUMN short_notice;

-- What a member last said about coming; it is no presence (R-014).
ALTER TABLE attendance
    ADD COLUMN said text NOT NULL DEFAULT '' CHECK (said IN ('', 'hall', 'video', 'absent')),
    ADD COLUMN said_at timestamptz,
    ADD CHECK ((said = '') = (said_at IS NULL));

-- The demand of members that a sitting be held (R-064).
CREATE TABLE petitions (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    commission_id bigint NOT NULL REFERENCES commissions,
    person_id     bigint NOT NULL REFERENCES people, -- who began it
    reason        text NOT NULL CHECK (reason <> ''),
    questions     jsonb NOT NULL,                    -- sitting.Proposal, in order
    made_at       timestamptz NOT NULL,
    reached_at    timestamptz, -- enough have signed: from then on the chair must convene
    needed        int CHECK (needed > 0),
    established   int CHECK (established > 0),
    sitting_id    bigint UNIQUE REFERENCES sittings, -- convened on it
    CHECK ((reached_at IS NULL) = (needed IS NULL) AND (reached_at IS NULL) = (established IS NULL)),
    CHECK (sitting_id IS NULL OR reached_at IS NOT NULL)
);
CREATE INDEX petitions_of_commission ON petitions (commission_id, id DESC);
CREATE INDEX petitions_open ON petitions (commission_id, id) WHERE sitting_id IS NULL;
CREATE TRIGGER petitions_stay BEFORE UPDATE OF commission_id, person_id, reason, questions, made_at ON petitions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Nobody dismisses what enough members have demanded, or convenes on it twice.
CREATE TRIGGER petitions_reached BEFORE UPDATE ON petitions
    FOR EACH ROW WHEN (OLD.reached_at IS NOT NULL AND (NEW.reached_at, NEW.needed, NEW.established) IS DISTINCT FROM (OLD.reached_at, OLD.needed, OLD.established)
        OR OLD.sitting_id IS NOT NULL AND NEW.sitting_id IS DISTINCT FROM OLD.sitting_id) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER petitions_are_kept BEFORE DELETE OR TRUNCATE ON petitions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One standing signature for each member; withdrawn it stays here with the instant.
CREATE TABLE petition_signatures (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    petition_id  bigint NOT NULL REFERENCES petitions,
    person_id    bigint NOT NULL REFERENCES people,
    at           timestamptz NOT NULL,
    withdrawn_at timestamptz
);
CREATE UNIQUE INDEX petition_signatures_once ON petition_signatures (petition_id, person_id) WHERE withdrawn_at IS NULL;
CREATE TRIGGER petition_signatures_stay BEFORE UPDATE OF petition_id, person_id, at ON petition_signatures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER petition_signatures_are_kept BEFORE DELETE OR TRUNCATE ON petition_signatures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE sittings ADD COLUMN petition_id bigint REFERENCES petitions; -- that the sitting answers
ALTER TABLE items ADD COLUMN petition_id bigint REFERENCES petitions,    -- that put the question on the agenda
    ADD CONSTRAINT items_petition CHECK (petition_id IS NULL OR complaint_id IS NULL AND demander_id IS NULL AND demanded_by = '');
CREATE TRIGGER petitioned_questions_stay BEFORE UPDATE OF petition_id ON items
    FOR EACH ROW WHEN (OLD.complaint_id IS NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER petitioned_items_stay BEFORE DELETE ON items
    FOR EACH ROW WHEN (OLD.petition_id IS NOT NULL) EXECUTE FUNCTION refuse_change();

-- A member's own calendar of the sittings: whoever knows its address reads it, so that
-- only a hash of the address is kept. A new one ends the one before.
CREATE TABLE calendar_feeds (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    person_id  bigint NOT NULL REFERENCES people,
    made_at    timestamptz NOT NULL,
    ended_at   timestamptz
);
CREATE UNIQUE INDEX calendar_feeds_once ON calendar_feeds (person_id) WHERE ended_at IS NULL;
