-- What complainants took back, and what waits for the chair's admission, in the order of
-- the desks. Without it the way to a short list led past everything a commission owes.

-- +goose Up
DROP INDEX complaints_retracted;
CREATE INDEX complaints_retracted ON complaints (commission_id, due_sort, id)
    WHERE retraction ->> 'at' IS NOT NULL AND state IN ('filed', 'letter_due');
DROP INDEX complaints_to_admit;
CREATE INDEX complaints_to_admit ON complaints (commission_id, due_sort, id)
    WHERE state = 'filed' AND admission ->> 'asked_at' IS NOT NULL AND admission ->> 'at' IS NULL;
