-- Sittings: agenda, attendance, votes.

-- +goose Up
CREATE TABLE sittings (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    commission_id   bigint NOT NULL REFERENCES commissions,
    number          int NOT NULL CHECK (number > 0),
    state           text NOT NULL CHECK (state IN ('planned', 'open', 'closed')),
    version         int NOT NULL,
    starts_at       timestamptz NOT NULL,
    place           text NOT NULL,
    video           boolean NOT NULL,
    urgent          boolean NOT NULL,
    urgent_reason   text NOT NULL DEFAULT '',
    short_notice    boolean NOT NULL,
    presiding_id    bigint NOT NULL REFERENCES people,
    presiding_title text NOT NULL,
    presiding_ground text NOT NULL DEFAULT '',
    secretary_id    bigint NOT NULL REFERENCES people,
    secretary_title text NOT NULL,
    established     int NOT NULL CHECK (established > 0),
    opened_at       timestamptz,
    closed_at       timestamptz,
    UNIQUE (commission_id, number),
    CHECK ((state = 'planned') = (opened_at IS NULL)),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK (NOT urgent OR urgent_reason <> '')
);
CREATE INDEX sittings_by_start ON sittings (commission_id, starts_at);

-- Presence is added to, never overwritten: the last record of a member holds.
CREATE TABLE attendance (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sitting_id bigint NOT NULL REFERENCES sittings,
    person_id  bigint NOT NULL REFERENCES people,
    office     text NOT NULL,
    mode       text NOT NULL CHECK (mode IN ('', 'hall', 'video', 'absent')),
    reason     text NOT NULL DEFAULT '',
    at         timestamptz NOT NULL
);
CREATE INDEX attendance_of_member ON attendance (sitting_id, person_id, id DESC);

CREATE TABLE items (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sitting_id    bigint NOT NULL REFERENCES sittings,
    ordinal       int NOT NULL CHECK (ordinal > 0),
    complaint_id  bigint NOT NULL REFERENCES complaints,
    title         text NOT NULL,
    rapporteur_id bigint NOT NULL REFERENCES people,
    draft_version int NOT NULL,
    question      text NOT NULL,
    invitation    text NOT NULL DEFAULT '',
    state         text NOT NULL CHECK (state IN ('pending', 'voting', 'adopted', 'rejected', 'postponed', 'returned')),
    result        jsonb,
    heard         text NOT NULL DEFAULT '',
    spoke         text NOT NULL DEFAULT '',
    settled_at    timestamptz,
    UNIQUE (sitting_id, ordinal) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (sitting_id, complaint_id),
    CHECK ((state IN ('adopted', 'rejected')) = (result IS NOT NULL)),
    CHECK ((state IN ('pending', 'voting')) = (settled_at IS NULL)),
    CHECK (state <> 'voting' OR invitation <> '') -- R-066
);
CREATE INDEX items_of_complaint ON items (complaint_id);
CREATE UNIQUE INDEX items_one_vote_at_a_time ON items (sitting_id) WHERE state = 'voting';

-- One member, one vote on an item (R-005, P7).
CREATE TABLE votes (
    item_id   bigint NOT NULL REFERENCES items,
    person_id bigint NOT NULL REFERENCES people,
    choice    text NOT NULL CHECK (choice IN ('for', 'against', 'abstain', 'not_voting')),
    at        timestamptz NOT NULL,
    PRIMARY KEY (item_id, person_id)
);

-- +goose StatementBegin
CREATE FUNCTION refuse_late_vote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM items WHERE id = COALESCE(NEW.item_id, OLD.item_id) AND state <> 'voting') THEN
        RAISE EXCEPTION 'the vote is closed: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
-- +goose StatementEnd
CREATE TRIGGER votes_while_open BEFORE INSERT OR UPDATE OR DELETE ON votes
    FOR EACH ROW EXECUTE FUNCTION refuse_late_vote();
ALTER TABLE deadlines ADD FOREIGN KEY (sitting_id) REFERENCES sittings;
