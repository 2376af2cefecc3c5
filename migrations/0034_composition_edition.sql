-- What a commission is (its people, offices, regulation, campaigns) is read for every
-- page of its staff and changes a few times a year. Redress keeps it in memory and reads
-- it anew when this number has grown.

-- +goose Up
CREATE TABLE composition_edition (
    single boolean PRIMARY KEY DEFAULT true CHECK (single), -- there is one row
    number bigint NOT NULL
);
INSERT INTO composition_edition (number) VALUES (1);

-- It fires when the transaction commits, as the last thing: the row is locked for no
-- longer than that, and whoever waits for it holds it for nobody. Once a transaction.
-- +goose StatementBegin
CREATE FUNCTION composition_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('redress.composition_changed', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM set_config('redress.composition_changed', pg_current_xact_id()::text, true);
        UPDATE composition_edition SET number = number + 1;
    END IF;
    RETURN NULL;
END
$$;
-- +goose StatementEnd

-- Every table of postgres.compositionQuery; a test compares.
CREATE CONSTRAINT TRIGGER composition_changes AFTER INSERT OR UPDATE OR DELETE ON commissions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION composition_changes();
CREATE CONSTRAINT TRIGGER composition_changes AFTER INSERT OR UPDATE OR DELETE ON seats
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION composition_changes();
CREATE CONSTRAINT TRIGGER composition_changes AFTER INSERT OR UPDATE OR DELETE ON acting_chairs
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION composition_changes();
CREATE CONSTRAINT TRIGGER composition_changes AFTER INSERT OR UPDATE OR DELETE ON established_numbers
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION composition_changes();
CREATE CONSTRAINT TRIGGER composition_changes AFTER INSERT OR UPDATE OR DELETE ON convocations
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION composition_changes();
CREATE CONSTRAINT TRIGGER composition_changes AFTER INSERT OR UPDATE OR DELETE ON profiles
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION composition_changes();
CREATE CONSTRAINT TRIGGER composition_changes AFTER INSERT OR UPDATE OR DELETE ON campaigns
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION composition_changes();
CREATE CONSTRAINT TRIGGER composition_changes AFTER INSERT OR UPDATE OR DELETE ON campaign_results
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION composition_changes();
CREATE CONSTRAINT TRIGGER composition_changes AFTER INSERT OR UPDATE OR DELETE ON calendar_years
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION composition_changes();
CREATE CONSTRAINT TRIGGER composition_changes AFTER INSERT OR UPDATE OR DELETE ON working_groups
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION composition_changes();
-- A person whom nobody has seated yet is in no composition; a new one changes nothing.
CREATE CONSTRAINT TRIGGER composition_changes AFTER UPDATE ON people
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION composition_changes();
-- Of sittings only when the first was opened is in it.
CREATE CONSTRAINT TRIGGER composition_changes AFTER UPDATE ON sittings
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.opened_at IS DISTINCT FROM NEW.opened_at)
    EXECUTE FUNCTION composition_changes();
