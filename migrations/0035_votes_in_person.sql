-- Votes on own screens, hands that are counted, votes broken off, the vote on the agenda.

-- +goose Up
-- The agenda is the item before the first: its votes are polls, it is no question of its own.
ALTER TABLE items
    DROP CONSTRAINT items_ordinal_check,
    ADD CONSTRAINT items_ordinal_check CHECK (ordinal >= 0),
    DROP CONSTRAINT items_of_one_kind,
    ADD CONSTRAINT items_of_one_kind CHECK ((complaint_id IS NULL) = (proposal <> '' OR ordinal = 0)),
    ADD CONSTRAINT items_agenda CHECK (ordinal > 0 OR state IN ('pending', 'voting', 'adopted')),
    ADD COLUMN hands jsonb; -- sitting.Hands of the vote on the draft as a whole: counted, without names

-- What was counted stands as the votes do: once the vote is closed.
CREATE TRIGGER hands_while_open BEFORE UPDATE OF hands ON items
    FOR EACH ROW WHEN (OLD.hands IS DISTINCT FROM NEW.hands AND OLD.state <> 'voting') EXECUTE FUNCTION refuse_change();

-- Given by the member on an own screen; else recorded from a raised hand (R-005).
ALTER TABLE votes ADD COLUMN personal boolean NOT NULL DEFAULT false;
ALTER TABLE poll_votes ADD COLUMN personal boolean NOT NULL DEFAULT false;

-- A vote on the draft as a whole is a poll only if it was broken off.
ALTER TABLE polls
    DROP CONSTRAINT polls_motion_check,
    ADD CONSTRAINT polls_motion_check CHECK (motion IN ('draft', 'part', 'postpone', 'return', 'secrecy', 'counting', 'ballot', 'agenda')),
    DROP CONSTRAINT polls_check,
    ADD CONSTRAINT polls_parts CHECK (CASE motion WHEN 'part' THEN parts > 1 WHEN 'agenda' THEN parts >= 0 ELSE parts = 0 END),
    DROP CONSTRAINT polls_check1,
    ADD CONSTRAINT polls_text CHECK (CASE WHEN motion IN ('part', 'agenda') THEN text_sha256 <> '' WHEN motion <> 'draft' THEN text_sha256 = '' ELSE true END),
    ADD COLUMN hands jsonb, -- sitting.Hands, counted besides the votes
    ADD COLUMN broken text NOT NULL DEFAULT '', -- why it was broken off: no quorum, or nobody presiding (R-062)
    ADD CONSTRAINT polls_broken CHECK (broken = '' OR closed_at IS NOT NULL AND result IS NULL),
    ADD CONSTRAINT polls_of_a_draft CHECK (motion <> 'draft' OR closed_at IS NULL OR broken <> '');
