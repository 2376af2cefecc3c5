-- Secret ballots: held by a counting commission, counted and never recorded by member.

-- +goose Up
-- Three more open votes on an item: on voting secretly, on the counting commission and the
-- ballot, on the results (R-078).
ALTER TABLE polls DROP CONSTRAINT polls_motion_check;
ALTER TABLE polls ADD CONSTRAINT polls_motion_check
    CHECK (motion IN ('part', 'postpone', 'return', 'secrecy', 'counting', 'ballot'));
ALTER TABLE polls
    ADD COLUMN counting jsonb, -- sitting.Counting: who counts, how many ballots, their text
    ADD COLUMN protocol jsonb; -- sitting.Protocol: counts alone, and who signed them
ALTER TABLE polls ADD CONSTRAINT polls_counting CHECK ((motion IN ('counting', 'ballot')) = (counting IS NOT NULL));
ALTER TABLE polls ADD CONSTRAINT polls_protocol CHECK ((motion = 'ballot') = (protocol IS NOT NULL));

-- What is decided secretly has no votes by member, whoever tries to write one.
-- +goose StatementBegin
CREATE FUNCTION refuse_secret_vote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM polls WHERE item_id = NEW.item_id AND motion = 'secrecy' AND result->>'Fate' = 'adopted') THEN
        RAISE EXCEPTION 'the vote is secret: no member''s vote is kept' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER votes_never_of_a_secret_ballot BEFORE INSERT OR UPDATE ON votes
    FOR EACH ROW EXECUTE FUNCTION refuse_secret_vote();
