-- What is decided about a sitting between its convening and its opening: moved, called off,
-- by videoconference or not; and of which day its members and the parties were told.

-- +goose Up
ALTER TABLE sittings
    ADD COLUMN away boolean NOT NULL DEFAULT false, -- not where the commission sits
    DROP CONSTRAINT sittings_state_check,
    ADD CONSTRAINT sittings_state_check CHECK (state IN ('planned', 'open', 'closed', 'cancelled')),
    DROP CONSTRAINT sittings_check,
    ADD CONSTRAINT sittings_opened_check CHECK ((state IN ('planned', 'cancelled')) = (opened_at IS NULL));

-- What was convened changes until the opening alone, and what was called off stays so.
CREATE TRIGGER sittings_called_stay BEFORE UPDATE OF starts_at, place, away, video ON sittings
    FOR EACH ROW WHEN (OLD.state <> 'planned' AND (NEW.starts_at, NEW.place, NEW.away, NEW.video) IS DISTINCT FROM (OLD.starts_at, OLD.place, OLD.away, OLD.video))
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sittings_cancelled_stay BEFORE UPDATE OF state ON sittings
    FOR EACH ROW WHEN (OLD.state = 'cancelled' AND NEW.state <> 'cancelled' OR NEW.state = 'cancelled' AND OLD.state NOT IN ('planned', 'cancelled'))
    EXECUTE FUNCTION refuse_change();

-- One row for each decision, with what held before it.
CREATE TABLE sitting_changes (
    sitting_id    bigint NOT NULL REFERENCES sittings,
    ordinal       int NOT NULL CHECK (ordinal > 0),
    kind          text NOT NULL CHECK (kind IN ('moved', 'video', 'cancelled')),
    reason        text NOT NULL DEFAULT '' CHECK (kind = 'video' OR reason <> ''),
    by_id         bigint NOT NULL REFERENCES people,
    at            timestamptz NOT NULL,
    was_starts_at timestamptz NOT NULL,
    was_place     text NOT NULL,
    was_away      boolean NOT NULL,
    was_video     boolean NOT NULL,
    PRIMARY KEY (sitting_id, ordinal)
);
CREATE TRIGGER sitting_changes_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON sitting_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Of which call a notice or an invitation tells: 0 is the convening, then one more for each
-- time the sitting was moved, called off or adjourned. Who is present when a sitting is
-- adjourned hears it there.
ALTER TABLE sitting_notices
    ADD COLUMN summons int NOT NULL DEFAULT 0 CHECK (summons >= 0),
    DROP CONSTRAINT sitting_notices_way_check,
    ADD CONSTRAINT sitting_notices_way_check CHECK (way IN ('email', 'phone', 'paper', 'in_person', 'desk', 'at_sitting'));
CREATE TRIGGER sitting_notices_summons_stays BEFORE UPDATE OF summons ON sitting_notices
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE party_invitations ADD COLUMN summons int NOT NULL DEFAULT 0 CHECK (summons >= 0);
CREATE TRIGGER party_invitations_summons_stays BEFORE UPDATE OF summons ON party_invitations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- An invitation that was recorded by mistake stays, with the reason why it counts for nothing.
CREATE TABLE invitation_strikes (
    invitation_id bigint PRIMARY KEY REFERENCES party_invitations,
    reason        text NOT NULL CHECK (reason <> ''),
    by_id         bigint NOT NULL REFERENCES people,
    at            timestamptz NOT NULL
);
CREATE TRIGGER invitation_strikes_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON invitation_strikes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- An invitation to a day on which the sitting is not held counts for nothing either (R-066).
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION refuse_uninvited_vote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(DISTINCT whom) FROM party_invitations p WHERE p.sitting_id = NEW.sitting_id AND p.complaint_id = NEW.complaint_id
            AND p.whom IN ('complainant', 'respondent')
            AND p.summons >= (SELECT count(*) FROM sitting_changes c WHERE c.sitting_id = NEW.sitting_id AND c.kind <> 'video')
            AND NOT EXISTS (SELECT 1 FROM invitation_strikes k WHERE k.invitation_id = p.id)
            AND (p.state IN ('delivered', 'failed') OR p.state = 'sent' AND p.way <> 'post')) < 2 THEN
        RAISE EXCEPTION 'the parties were not invited to item %', NEW.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd

-- What was demanded at a sitting that was called off stands on another agenda, once (R-011).
ALTER TABLE items ADD COLUMN from_item bigint UNIQUE REFERENCES items;
