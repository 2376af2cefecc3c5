-- Questions on the agenda that are no complaints, and the demand of a vote.

-- +goose Up
ALTER TABLE items
    ALTER COLUMN complaint_id DROP NOT NULL, -- NULL: a question of the commission's own, decided in the minutes
    ADD COLUMN proposal text NOT NULL DEFAULT '', -- the decision proposed on it, as it is put to the vote
    ADD COLUMN about_id bigint REFERENCES people, -- whom a court is to be asked about (R-015)
    ADD COLUMN demander_id bigint REFERENCES people, -- the member who demanded the vote (R-011)
    ADD COLUMN demanded_by text NOT NULL DEFAULT '', -- or the name of the member of the higher commission who did
    DROP CONSTRAINT items_state_check,
    ADD CONSTRAINT items_state_check CHECK (state IN ('pending', 'voting', 'adopted', 'rejected', 'postponed', 'returned', 'withdrawn')),
    DROP CONSTRAINT items_check2,
    ADD CONSTRAINT items_parties_invited CHECK (state <> 'voting' OR invitation <> '' OR complaint_id IS NULL), -- R-066
    ADD CONSTRAINT items_of_one_kind CHECK ((complaint_id IS NULL) = (proposal <> '')),
    ADD CONSTRAINT items_about CHECK ((about_id IS NOT NULL) = (question = 'court_claim_member_inactive')),
    ADD CONSTRAINT items_demand CHECK (demander_id IS NULL OR demanded_by = '' AND complaint_id IS NULL),
    ADD CONSTRAINT items_demand_from_above CHECK (demanded_by = '' OR complaint_id IS NULL),
    ADD CONSTRAINT items_withdrawn CHECK (state <> 'withdrawn' OR demander_id IS NOT NULL);

-- What members are told will be put to the vote stays as it was written.
CREATE TRIGGER questions_stay BEFORE UPDATE OF title, question, proposal, about_id, demander_id, demanded_by ON items
    FOR EACH ROW WHEN (OLD.complaint_id IS NULL) EXECUTE FUNCTION refuse_change();
-- Nobody takes off the agenda what a member demanded a vote on (R-011).
CREATE TRIGGER demands_stay BEFORE DELETE ON items
    FOR EACH ROW WHEN (OLD.demander_id IS NOT NULL OR OLD.demanded_by <> '') EXECUTE FUNCTION refuse_change();
