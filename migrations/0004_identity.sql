-- Sign-in: accounts, sessions, invitations, and counts of attempts. Secrets and
-- tokens are kept only as hashes.

-- +goose Up
CREATE TABLE accounts (
    person_id     bigint PRIMARY KEY REFERENCES people,
    login         text NOT NULL UNIQUE CHECK (login = lower(login) AND login <> ''),
    password      text NOT NULL DEFAULT '', -- argon2id; empty until the invitation is taken up
    administrator boolean NOT NULL DEFAULT false,
    disabled      boolean NOT NULL DEFAULT false
);

CREATE TABLE invitations (
    token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
    person_id  bigint NOT NULL REFERENCES people,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);

CREATE TABLE web_sessions (
    token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
    data       bytea NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX web_sessions_by_expiry ON web_sessions (expires_at);

CREATE TABLE attempts (
    bucket     bytea NOT NULL CHECK (length(bucket) = 32), -- hash of what is limited: an account, a network, a number
    began_at   timestamptz NOT NULL,
    count      int NOT NULL,
    PRIMARY KEY (bucket)
);
CREATE INDEX attempts_by_age ON attempts (began_at);
