-- Letters owed after an act, kept until they are delivered (R-086).

-- +goose Up
CREATE TABLE letters (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    commission_id bigint NOT NULL REFERENCES commissions,
    complaint_id  bigint NOT NULL REFERENCES complaints,
    paper_id      bigint NOT NULL REFERENCES papers,
    addressee     text NOT NULL CHECK (addressee IN ('complainant', 'respondent')),
    way           text NOT NULL CHECK (way IN ('email', 'post', 'in_person')),
    address       text NOT NULL, -- e-mail or postal address
    name          text NOT NULL,
    state         text NOT NULL CHECK (state IN ('owed', 'sent', 'failed', 'handed_over')),
    message_id    text NOT NULL DEFAULT '',
    due_on        date NOT NULL,
    tries         int NOT NULL DEFAULT 0,
    trouble       text NOT NULL DEFAULT '', -- why the last try failed, without personal data
    made_at       timestamptz NOT NULL,
    done_at       timestamptz,
    proof         text NOT NULL DEFAULT '', -- how it was handed over
    UNIQUE (complaint_id, addressee),
    CHECK ((state IN ('sent', 'handed_over')) = (done_at IS NOT NULL))
);
CREATE INDEX letters_open ON letters (commission_id, due_on, id) WHERE done_at IS NULL;
CREATE INDEX letters_newest ON letters (commission_id, id);
