-- Votes on parts of a draft, on postponing it, on returning it for rework.

-- +goose Up
-- The vote on a draft as a whole stands in its item; the others are polls, in the order
-- in which they were taken (R-074, R-079).
CREATE TABLE polls (
    item_id     bigint NOT NULL REFERENCES items,
    ordinal     int NOT NULL CHECK (ordinal > 0),
    motion      text NOT NULL CHECK (motion IN ('part', 'postpone', 'return')),
    question    text NOT NULL,
    clauses     jsonb NOT NULL DEFAULT '[]', -- numbers of the clauses of the operative part; of a part only
    text_sha256 text NOT NULL DEFAULT '', -- of those clauses
    parts       int NOT NULL DEFAULT 0,   -- how many parts the draft is voted on in
    members     jsonb NOT NULL DEFAULT '[]', -- who is to rework the draft; none: its authors
    reason      text NOT NULL DEFAULT '', -- what is to be reworked
    result      jsonb, -- sitting.Result; none while the vote is open, and of a void one
    closed_at   timestamptz,
    PRIMARY KEY (item_id, ordinal),
    CHECK ((motion = 'part') = (parts > 1)),
    CHECK ((motion = 'part') = (text_sha256 <> '')),
    CHECK ((motion = 'return') = (reason <> '')),
    CHECK (result IS NULL OR closed_at IS NOT NULL)
);
CREATE UNIQUE INDEX polls_one_open ON polls (item_id) WHERE closed_at IS NULL;

-- One member, one vote in a poll (R-005, P7).
CREATE TABLE poll_votes (
    item_id   bigint NOT NULL,
    ordinal   int NOT NULL,
    person_id bigint NOT NULL REFERENCES people,
    choice    text NOT NULL CHECK (choice IN ('for', 'against', 'abstain', 'not_voting')),
    at        timestamptz NOT NULL,
    PRIMARY KEY (item_id, ordinal, person_id),
    FOREIGN KEY (item_id, ordinal) REFERENCES polls
);

-- +goose StatementBegin
CREATE FUNCTION refuse_closed_poll() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'the vote is closed: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION refuse_late_poll_vote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM polls WHERE item_id = COALESCE(NEW.item_id, OLD.item_id) AND ordinal = COALESCE(NEW.ordinal, OLD.ordinal)
            AND closed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the vote is closed: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
-- +goose StatementEnd
CREATE TRIGGER polls_as_closed BEFORE UPDATE OR DELETE ON polls
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_poll();
CREATE TRIGGER poll_votes_while_open BEFORE INSERT OR UPDATE OR DELETE ON poll_votes
    FOR EACH ROW EXECUTE FUNCTION refuse_late_poll_vote();

-- What a sitting gave a draft back for, until the next one is ready: complaint.Rework.
ALTER TABLE complaints ADD COLUMN rework jsonb NOT NULL DEFAULT '{}';
CREATE INDEX complaints_to_rework ON complaints (commission_id, due_sort) WHERE state = 'in_review' AND rework->>'Cause' <> '';
