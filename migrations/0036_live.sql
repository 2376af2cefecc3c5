-- What happens at a sitting is told to whoever watches it, in every replica.

-- +goose Up
-- Every act on a sitting raises its version. Whoever listens on "sittings" is told the
-- number of the row and the version, and nothing of anybody; what it means they read.
-- Told when the transaction commits, and not at all when it does not.
-- +goose StatementBegin
CREATE FUNCTION tell_sitting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('sittings', NEW.id || ' ' || NEW.version);
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER sittings_are_told AFTER INSERT ON sittings
    FOR EACH ROW EXECUTE FUNCTION tell_sitting();
CREATE TRIGGER sittings_changes_are_told AFTER UPDATE OF version ON sittings
    FOR EACH ROW WHEN (NEW.version > OLD.version) EXECUTE FUNCTION tell_sitting();

-- The public list of what goes on and what is planned, of all commissions (R-067).
CREATE INDEX sittings_ahead ON sittings (starts_at, id) WHERE state <> 'closed';
