-- Calls to officers of a commission: a complaint came in that is due at once (R-052,
-- R-114), or deadlines of the commission were moved. No personal data stand here.

-- +goose Up
CREATE TABLE calls (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    commission_id bigint NOT NULL REFERENCES commissions,
    person_id     bigint NOT NULL REFERENCES people,
    kind          text NOT NULL CHECK (kind IN ('at_once', 'moved')),
    complaint_id  bigint REFERENCES complaints,  -- that is due at once
    cause         jsonb NOT NULL DEFAULT '{}',   -- deadline.Recompute that moved the deadlines
    title         text NOT NULL DEFAULT '',      -- of the campaign that was changed, if one was
    complaints    int NOT NULL DEFAULT 0 CHECK (complaints >= 0), -- so many have another date
    minutes       int NOT NULL DEFAULT 0 CHECK (minutes >= 0),    -- and so many sittings' minutes
    made_at       timestamptz NOT NULL,
    told_at       timestamptz, -- from then on it is shown and sent; NULL while a walk still counts
    sent_at       timestamptz, -- the mail server took it
    message_id    text NOT NULL DEFAULT '',
    tries         int NOT NULL DEFAULT 0,
    seen_at       timestamptz, -- the officer has put it away
    CHECK ((kind = 'at_once') = (complaint_id IS NOT NULL)),
    CHECK (sent_at IS NULL OR told_at IS NOT NULL)
);
-- A complaint calls an officer once. What one change moves is counted in one row, which
-- a walk that is broken off and begun again goes on with.
CREATE UNIQUE INDEX calls_once ON calls (complaint_id, person_id) WHERE kind = 'at_once';
CREATE UNIQUE INDEX calls_counted ON calls (commission_id, person_id, cause) WHERE kind = 'moved' AND told_at IS NULL;
CREATE INDEX calls_unseen ON calls (person_id, commission_id, id) WHERE kind = 'moved' AND told_at IS NOT NULL AND seen_at IS NULL;

-- What is due at once, for the board above the desks of chair and secretary.
CREATE INDEX complaints_at_once ON complaints (commission_id, due_sort, id) WHERE due_kind = 'immediate' AND due_sort IS NOT NULL;
