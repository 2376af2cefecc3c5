-- Working groups, complainants admitted by the chair, calls of a changed regime, files kept
-- from members, complaints taken back.

-- +goose Up
-- Who prepares complaints together (R-092). A complaint and its docket name the group for
-- good, so it is never deleted.
CREATE TABLE working_groups (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    commission_id bigint NOT NULL REFERENCES commissions,
    name          text NOT NULL CHECK (name <> ''),
    maker         text NOT NULL CHECK (maker IN ('commission', 'chair')), -- a decision, or an order
    ground_number text NOT NULL CHECK (ground_number <> ''),
    ground_on     date NOT NULL,
    held_from     date NOT NULL,
    held_until    date CHECK (held_until >= held_from),
    head_id       bigint NOT NULL REFERENCES people,
    members       jsonb NOT NULL DEFAULT '[]', -- numbers (id) of people, the head among them
    involved      jsonb NOT NULL DEFAULT '[]', -- commission.Involved: they have no vote and no account here
    formed_at     timestamptz NOT NULL
);
CREATE INDEX working_groups_by_commission ON working_groups (commission_id);
CREATE TRIGGER working_groups_are_never_deleted BEFORE DELETE OR TRUNCATE ON working_groups
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE complaints
    ADD COLUMN group_id bigint REFERENCES working_groups, -- that prepares the draft beside the rapporteur
    ADD COLUMN admission jsonb NOT NULL DEFAULT '{}';     -- complaint.Admission: a role outside the list (R-021)
CREATE INDEX complaints_of_group ON complaints (group_id, id) WHERE group_id IS NOT NULL;
-- What waits for the chair's note, for the chair's desk.
CREATE INDEX complaints_to_admit ON complaints (commission_id, id)
    WHERE state = 'filed' AND admission ->> 'asked_at' IS NOT NULL AND admission ->> 'at' IS NULL;

-- A changed regime calls the rapporteur and the secretary (R-031), each time it changes.
ALTER TABLE calls DROP CONSTRAINT calls_kind_check,
    ADD CONSTRAINT calls_kind_check CHECK (kind IN ('at_once', 'moved', 'regime')),
    DROP CONSTRAINT calls_check,
    ADD CONSTRAINT calls_check CHECK ((kind = 'moved') = (complaint_id IS NULL));
DROP INDEX calls_unseen;
CREATE INDEX calls_unseen ON calls (person_id, commission_id, id) WHERE kind IN ('moved', 'regime') AND told_at IS NOT NULL AND seen_at IS NULL;

-- Files that members do not read, with the reason (R-010). A file itself is evidence
-- and never changes, so it stands here.
ALTER TABLE complaints ADD COLUMN withheld jsonb NOT NULL DEFAULT '[]'; -- complaint.Withheld, the last one of a file counts

-- The complainant took the complaint back (R-029); the commission that owes a ruling
-- decides all the same.
ALTER TABLE complaints ADD COLUMN retraction jsonb NOT NULL DEFAULT '{}'; -- complaint.Retraction
CREATE INDEX complaints_retracted ON complaints (commission_id, id)
    WHERE retraction ->> 'at' IS NOT NULL AND state IN ('filed', 'letter_due');
