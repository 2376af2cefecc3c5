-- Minutes that agree with the docket, that can be signed anew, and that are supplemented.

-- +goose Up
-- What the docket of a sitting says of people it says under this salt: who attended, why
-- somebody was absent.
ALTER TABLE sittings ADD COLUMN salt bytea NOT NULL DEFAULT uuid_send(gen_random_uuid()) CHECK (length(salt) = 16);
