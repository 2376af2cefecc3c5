-- Requests for information, referrals of materials, and explanations: what goes out
-- over a complaint, what comes back with which files, and by when it is owed.

-- +goose Up
ALTER TABLE complaints
    ADD COLUMN inquiries jsonb NOT NULL DEFAULT '[]',             -- complaint.Inquiry, by number from 1 (R-055, R-090, R-091)
    ADD COLUMN inquiry_to_sign boolean NOT NULL DEFAULT false;    -- one of them waits for the chair's signature
CREATE INDEX complaints_inquiry_to_sign ON complaints (commission_id, id) WHERE inquiry_to_sign;

-- The answer to each inquiry has a term of its own, beside those of the complaint.
ALTER TABLE deadlines
    ADD COLUMN inquiry int NOT NULL DEFAULT 0 CHECK (inquiry >= 0), -- number within the complaint; 0: what the commission itself owes
    ADD CHECK (inquiry = 0 OR complaint_id IS NOT NULL),
    DROP CONSTRAINT deadlines_complaint_id_clock_key,
    ADD UNIQUE (complaint_id, clock, inquiry);
CREATE INDEX deadlines_asked ON deadlines (commission_id, due_on, id) WHERE inquiry > 0 AND met_at IS NULL;
CREATE INDEX deadlines_asked_of ON deadlines (complaint_id) WHERE inquiry > 0 AND met_at IS NULL;

-- Files of an answer are kept like those of the complaint, and apart from them.
ALTER TABLE attachments
    ADD COLUMN inquiry_of bigint REFERENCES complaints,
    ADD COLUMN inquiry    int CHECK (inquiry > 0), -- number within that complaint
    DROP CONSTRAINT attachments_check,
    ADD CONSTRAINT attachments_check CHECK (num_nonnulls(filing_hash, complaint_id, inquiry_of) = 1),
    ADD CHECK ((inquiry_of IS NULL) = (inquiry IS NULL));
CREATE INDEX attachments_of_inquiries ON attachments (inquiry_of, inquiry, id) WHERE inquiry_of IS NOT NULL;

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION refuse_evidence_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.complaint_id IS NOT NULL OR OLD.inquiry_of IS NOT NULL THEN
        RAISE EXCEPTION 'a file of a complaint is evidence: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
-- +goose StatementEnd

ALTER TABLE letters
    DROP CONSTRAINT letters_addressee_check,
    ADD CONSTRAINT letters_addressee_check CHECK (addressee IN ('complainant', 'respondent', 'competent', 'accused', 'asked'));
