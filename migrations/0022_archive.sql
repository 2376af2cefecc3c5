-- How long papers are kept: holds while a case lasts, and the archive list by day.

-- +goose Up
ALTER TABLE complaints
    ADD COLUMN holds jsonb NOT NULL DEFAULT '[]'; -- complaint.Hold, the last one may last (R-104)

-- Nothing that was filed or held is deleted, by whomever (R-104).
CREATE TRIGGER complaints_are_never_deleted BEFORE DELETE OR TRUNCATE ON complaints
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sittings_are_never_deleted BEFORE DELETE OR TRUNCATE ON sittings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER letters_are_never_deleted BEFORE DELETE OR TRUNCATE ON letters
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The archive list reads each kind of record in the order in which it was finished.
CREATE INDEX complaints_closed ON complaints (commission_id, closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX rulings_adopted ON rulings (commission_id, adopted_at, id);
CREATE INDEX sittings_closed ON sittings (commission_id, closed_at, id) WHERE closed_at IS NOT NULL;

-- A member may declare an interest in an item; the minutes say so (R-016).
ALTER TABLE items ADD COLUMN interest text NOT NULL DEFAULT '';

-- The minutes are signed: what they say of an item stays (R-085).
-- +goose StatementBegin
CREATE FUNCTION refuse_other_minutes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM papers WHERE sitting_id = NEW.sitting_id AND NOT replaced FOR SHARE; -- waits for a signature under way
    IF EXISTS (SELECT 1 FROM papers p JOIN signatures s ON s.paper_id = p.id WHERE p.sitting_id = NEW.sitting_id AND NOT p.replaced) THEN
        RAISE EXCEPTION 'the minutes are signed and say what they say' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER items_as_signed BEFORE UPDATE OF heard, spoke, interest ON items
    FOR EACH ROW WHEN (NEW.heard <> OLD.heard OR NEW.spoke <> OLD.spoke OR NEW.interest <> OLD.interest)
    EXECUTE FUNCTION refuse_other_minutes();
