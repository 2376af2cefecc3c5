-- The ways a paper leaves without a ruling: its route, the letter that ends it, and the
-- papers these letters are.

-- +goose Up
ALTER TABLE complaints
    ADD COLUMN route        text NOT NULL DEFAULT '', -- what is done with the paper; empty until registered
    ADD COLUMN recommended  text NOT NULL DEFAULT '', -- what the rules said, where a person chose otherwise
    ADD COLUMN route_clause text NOT NULL DEFAULT '', -- the rule the route stands on
    ADD COLUMN route_reason text NOT NULL DEFAULT '', -- why not the recommended one; told to the complainant
    ADD COLUMN ending       jsonb NOT NULL DEFAULT '{}', -- complaint.Ending: the letter, who has the paper now
    ADD COLUMN sent_down    jsonb NOT NULL DEFAULT '{}', -- complaint.SentDown (R-036)
    ADD COLUMN accused      jsonb NOT NULL DEFAULT '{}', -- complaint.Accused
    DROP CONSTRAINT complaints_state_check,
    ADD CONSTRAINT complaints_state_check CHECK (state IN ('filed', 'registered', 'in_review', 'ready', 'suspended', 'scheduled',
        'decided', 'signed', 'delivered', 'terminated', 'letter_due', 'forwarded', 'returned', 'answered', 'shelved')),
    DROP CONSTRAINT complaints_channel_check,
    ADD CONSTRAINT complaints_channel_check CHECK (channel IN ('portal', 'in_person', 'post', 'email', 'forwarded')),
    -- A commission may have a complaint about itself only to pass it on, never to rule on it (R-022).
    DROP CONSTRAINT complaints_check,
    ADD CONSTRAINT complaints_check CHECK (respondent_id IS DISTINCT FROM commission_id
        OR state IN ('filed', 'letter_due', 'forwarded', 'returned', 'answered', 'shelved')),
    DROP CONSTRAINT complaints_check5,
    ADD CONSTRAINT complaints_check5 CHECK (rapporteur_id IS NOT NULL
        OR state IN ('filed', 'registered', 'letter_due', 'forwarded', 'returned', 'answered', 'shelved')),
    DROP CONSTRAINT complaints_check8,
    ADD CONSTRAINT complaints_check8 CHECK ((state IN ('delivered', 'terminated', 'forwarded', 'returned', 'answered', 'shelved')) = (closed_at IS NOT NULL)),
    -- What was registered before this migration was registered for a ruling, and has no route.
    ADD CONSTRAINT complaints_letter_has_route CHECK (state NOT IN ('letter_due', 'forwarded', 'returned', 'answered', 'shelved') OR route <> ''),
    -- A forwarded complaint is followed with the code of the one it was: the same hash.
    DROP CONSTRAINT complaints_code_hash_key;
CREATE UNIQUE INDEX complaints_code ON complaints (code_hash) WHERE channel <> 'forwarded';

-- A file goes on with a forwarded complaint: two rows name the same bytes.
ALTER TABLE attachments DROP CONSTRAINT attachments_vault_key_key;
CREATE INDEX attachments_by_key ON attachments (vault_key);

-- A letter is a paper of a complaint with one signature.
ALTER TABLE papers
    ADD COLUMN complaint_id bigint REFERENCES complaints,
    ADD COLUMN letter text NOT NULL DEFAULT '', -- complaint.LetterKind
    ADD COLUMN number text NOT NULL DEFAULT '', -- of a letter
    DROP CONSTRAINT papers_kind_check,
    ADD CONSTRAINT papers_kind_check CHECK (kind IN ('ruling', 'minutes', 'letter')),
    ADD CONSTRAINT papers_letter CHECK ((kind = 'letter') = (complaint_id IS NOT NULL) AND (kind = 'letter') = (letter <> ''));
CREATE INDEX papers_of_complaint ON papers (complaint_id) WHERE complaint_id IS NOT NULL;

ALTER TABLE letters
    DROP CONSTRAINT letters_addressee_check,
    ADD CONSTRAINT letters_addressee_check CHECK (addressee IN ('complainant', 'respondent', 'competent', 'accused')),
    DROP CONSTRAINT letters_complaint_id_addressee_key;
CREATE UNIQUE INDEX letters_of_paper ON letters (paper_id, addressee);
CREATE INDEX letters_of_complaint ON letters (complaint_id);
