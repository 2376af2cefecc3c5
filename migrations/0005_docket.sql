-- The docket: one hash chain for each complaint and each sitting. Rows are only
-- ever added; the triggers stop accidents, the hashes show the rest.

-- +goose Up
CREATE TABLE docket_heads (
    chain text PRIMARY KEY,
    seq   bigint NOT NULL CHECK (seq > 0),
    hash  bytea NOT NULL CHECK (length(hash) = 32)
);

CREATE TABLE docket (
    chain   text NOT NULL,
    seq     bigint NOT NULL CHECK (seq > 0),
    at      timestamptz NOT NULL,
    actor   bigint NOT NULL,
    office  text NOT NULL,
    act     text NOT NULL,
    clause  text NOT NULL,
    payload text NOT NULL, -- JSON, byte for byte as hashed
    prev    bytea NOT NULL CHECK (length(prev) = 32),
    hash    bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (chain, seq)
);

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is kept for good: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd

CREATE TRIGGER docket_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON docket
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER docket_heads_are_kept BEFORE DELETE OR TRUNCATE ON docket_heads
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
