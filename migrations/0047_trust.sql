-- The trust store: authorities whose word on signatures is believed, until they are
-- retired, and the lists of what they took back. Nothing of it is changed or removed:
-- a signature is held against what was believed when it came in.

-- +goose Up
-- Rows of all three are added one after the other, so the greatest ids say what is held.
CREATE TABLE authorities (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    der      bytea NOT NULL,
    sha256   bytea NOT NULL CHECK (length(sha256) = 32),
    added_by bigint REFERENCES people, -- NULL: the operator, from the command line
    added_at timestamptz NOT NULL
);
CREATE TRIGGER authorities_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON authorities
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE authority_retirements (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    authority_id bigint NOT NULL UNIQUE REFERENCES authorities,
    reason       text NOT NULL CHECK (reason <> ''),
    retired_by   bigint REFERENCES people,
    retired_at   timestamptz NOT NULL
);
CREATE TRIGGER authority_retirements_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON authority_retirements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE revocation_lists (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    authority_id bigint NOT NULL REFERENCES authorities, -- whose key signed it
    der          bytea NOT NULL,
    sha256       bytea NOT NULL UNIQUE CHECK (length(sha256) = 32),
    this_update  timestamptz NOT NULL,
    next_update  timestamptz,
    revoked      int NOT NULL CHECK (revoked >= 0),
    partial      boolean NOT NULL, -- it speaks of some certificates only
    added_by     bigint REFERENCES people,
    added_at     timestamptz NOT NULL
);
CREATE INDEX revocation_lists_of_authority ON revocation_lists (authority_id, this_update DESC);
CREATE TRIGGER revocation_lists_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON revocation_lists
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
