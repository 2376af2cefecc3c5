-- The floor at a sitting: who asked for it and spoke, what was proposed, breaks, and who
-- presided and kept the minutes from when.

-- +goose Up
-- One row for each request for the floor, in the order in which they came (R-069). A
-- speech that has ended stays as it was; only the line about it for the minutes is written
-- until they are signed.
CREATE TABLE speeches (
    sitting_id  bigint NOT NULL REFERENCES sittings,
    item_id     bigint NOT NULL REFERENCES items,
    ordinal     int NOT NULL CHECK (ordinal > 0),
    person_id   bigint REFERENCES people,
    attendee_id bigint REFERENCES attendees, -- of whoever is no member
    kind        text NOT NULL CHECK (kind IN ('report', 'co_report', 'debate')),
    entered_by  bigint REFERENCES people,    -- who wrote the request down; NULL: the speaker
    asked_at    timestamptz NOT NULL,
    minutes     int NOT NULL DEFAULT 0 CHECK (minutes >= 0), -- allowed when the floor was given; 0 until then
    stretches   jsonb NOT NULL DEFAULT '[]', -- sitting.Stretch: from when to when was spoken
    grants      jsonb NOT NULL DEFAULT '[]', -- sitting.Grant: what the sitting allowed beyond the limits
    ended_at    timestamptz,
    abuse       text NOT NULL DEFAULT '',    -- for which the floor was withdrawn
    summary     text NOT NULL DEFAULT '',
    PRIMARY KEY (item_id, ordinal),
    CHECK ((person_id IS NULL) <> (attendee_id IS NULL)),
    CHECK ((minutes > 0) = (stretches <> '[]')),
    CHECK (abuse = '' OR minutes > 0 AND ended_at IS NOT NULL),
    CHECK (summary = '' OR minutes > 0)
);
CREATE INDEX speeches_of_sitting ON speeches (sitting_id);
-- One person speaks at a time, and asks once at a time.
CREATE UNIQUE INDEX speeches_one_at_a_time ON speeches (sitting_id) WHERE minutes > 0 AND ended_at IS NULL;
CREATE UNIQUE INDEX speeches_asked_once ON speeches (item_id, coalesce(person_id, -attendee_id)) WHERE ended_at IS NULL;

-- What was proposed in the debate, in the order in which it came in.
CREATE TABLE suggestions (
    sitting_id   bigint NOT NULL REFERENCES sittings,
    item_id      bigint NOT NULL REFERENCES items,
    ordinal      int NOT NULL CHECK (ordinal > 0),
    person_id    bigint REFERENCES people,
    attendee_id  bigint REFERENCES attendees,
    text         text NOT NULL CHECK (text <> ''),
    entered_by   bigint REFERENCES people, -- who wrote it down; NULL: the proposer
    at           timestamptz NOT NULL,
    withdrawn_at timestamptz,              -- by the proposer
    PRIMARY KEY (item_id, ordinal),
    CHECK ((person_id IS NULL) <> (attendee_id IS NULL))
);

-- Times in which an open sitting did not go on; with a place, until another day. until_at
-- is NULL while it lasts.
CREATE TABLE breaks (
    sitting_id  bigint NOT NULL REFERENCES sittings,
    ordinal     int NOT NULL CHECK (ordinal > 0),
    from_at     timestamptz NOT NULL,
    expected_at timestamptz NOT NULL CHECK (expected_at > from_at),
    place       text NOT NULL DEFAULT '',
    reason      text NOT NULL DEFAULT '',
    until_at    timestamptz CHECK (until_at >= from_at),
    took        jsonb NOT NULL DEFAULT '[]', -- sitting.Presence: how the members took part before
    PRIMARY KEY (sitting_id, ordinal),
    CHECK ((place = '') = (reason = ''))
);
CREATE UNIQUE INDEX breaks_one_at_a_time ON breaks (sitting_id) WHERE until_at IS NULL;

-- Who presided and who kept the minutes, from when (R-007, R-009): the last of each still does.
CREATE TABLE duties (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sitting_id bigint NOT NULL REFERENCES sittings,
    duty       text NOT NULL CHECK (duty IN ('presided', 'kept')),
    person_id  bigint NOT NULL REFERENCES people,
    title      text NOT NULL,
    ground     text NOT NULL DEFAULT '',
    since      timestamptz NOT NULL
);
CREATE INDEX duties_of_sitting ON duties (sitting_id, id);
INSERT INTO duties (sitting_id, duty, person_id, title, ground, since)
    SELECT id, 'presided', presiding_id, presiding_title, presiding_ground, opened_at FROM sittings WHERE opened_at IS NOT NULL
    UNION ALL SELECT id, 'kept', secretary_id, secretary_title, '', opened_at FROM sittings WHERE opened_at IS NOT NULL;

-- Added, never taken away; what has ended stays as it was.
CREATE TRIGGER speeches_are_never_deleted BEFORE DELETE OR TRUNCATE ON speeches
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER speeches_stay BEFORE UPDATE OF sitting_id, item_id, ordinal, person_id, attendee_id, kind, entered_by, asked_at, minutes, stretches, grants, ended_at, abuse ON speeches
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER speeches_as_signed BEFORE INSERT OR UPDATE ON speeches
    FOR EACH ROW EXECUTE FUNCTION refuse_other_minutes();
CREATE TRIGGER suggestions_are_never_deleted BEFORE DELETE OR TRUNCATE ON suggestions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER suggestions_stay BEFORE UPDATE OF sitting_id, item_id, ordinal, person_id, attendee_id, text, entered_by, at ON suggestions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER suggestions_withdrawn_once BEFORE UPDATE ON suggestions
    FOR EACH ROW WHEN (OLD.withdrawn_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER breaks_are_never_deleted BEFORE DELETE OR TRUNCATE ON breaks
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER breaks_stay BEFORE UPDATE ON breaks
    FOR EACH ROW WHEN (OLD.until_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER duties_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON duties
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
