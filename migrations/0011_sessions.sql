-- Sessions say whose they are, so that one statement answers who acts. Those of before
-- cannot be read any more: whoever is signed in signs in once more.

-- +goose Up
DROP TABLE web_sessions;
CREATE TABLE web_sessions (
    token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
    data       jsonb NOT NULL, -- as web.sessionCodec writes it
    person_id  bigint GENERATED ALWAYS AS ((data ->> 'person')::bigint) STORED REFERENCES people,
    seen_at    timestamptz NOT NULL DEFAULT now(), -- when it was last put off
    expires_at timestamptz NOT NULL
);
CREATE INDEX web_sessions_by_expiry ON web_sessions (expires_at);
