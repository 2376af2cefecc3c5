-- The clock of legal acts. Every act takes its instant from here, once, inside
-- its transaction, so that the clocks of replicas cannot reorder evidence.
--
-- It looks at no setting and no table: whoever could set one could backdate an
-- act. Tests that need a date of their own replace the whole function in their
-- own database, which only the owner of the schema can do.

-- +goose Up
CREATE FUNCTION legal_now() RETURNS timestamptz
    LANGUAGE sql VOLATILE
    RETURN clock_timestamp();

COMMENT ON FUNCTION legal_now() IS 'the instant of a legal act; replaced by tests only';
