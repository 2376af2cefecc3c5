-- Complaints: forms being filled in, complaints filed, their files and deadlines.

-- +goose Up
CREATE TABLE complaints (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    commission_id  bigint NOT NULL REFERENCES commissions,
    year           int NOT NULL,
    number         int NOT NULL CHECK (number > 0),
    state          text NOT NULL CHECK (state IN ('filed', 'registered', 'in_review', 'ready', 'scheduled', 'decided', 'signed', 'delivered')),
    version        int NOT NULL,
    code_hash      bytea NOT NULL UNIQUE CHECK (length(code_hash) = 32),
    salt           bytea NOT NULL CHECK (length(salt) = 16), -- of the commitment in the docket
    filed_at       timestamptz NOT NULL,
    channel        text NOT NULL CHECK (channel IN ('portal', 'in_person', 'post', 'email')),
    assurance      text NOT NULL CHECK (assurance IN ('unconfirmed', 'seen')),

    contested_decision boolean NOT NULL,
    contested_action   boolean NOT NULL,
    contested_inaction boolean NOT NULL,
    respondent_id  bigint REFERENCES commissions,
    answers        json NOT NULL,  -- byte for byte as filed, never changed; the docket holds its commitment
    complainant    text NOT NULL,  -- short name for lists
    substance      text NOT NULL,  -- one line for lists

    registered_at    timestamptz,
    register_year    int,
    register_number  int CHECK (register_number > 0),
    regime           text CHECK (regime IN ('campaign', 'ordinary')),
    campaign_id      bigint REFERENCES campaigns,
    title            text NOT NULL DEFAULT '',
    category         text NOT NULL DEFAULT '',
    article          text NOT NULL DEFAULT '',
    additional_check boolean NOT NULL DEFAULT false,
    checks           jsonb NOT NULL DEFAULT '[]',
    rapporteur_id    bigint REFERENCES people,

    decided_at timestamptz,
    outcome    text CHECK (outcome IN ('dismiss', 'decide_on_merits', 'remand')), -- R-070
    signed_at  timestamptz,
    closed_at  timestamptz,

    -- The deadline that comes first, kept for lists.
    due_clock  text,
    due_kind   text CHECK (due_kind IN ('by_date', 'immediate')),
    due_from   timestamptz,
    due_on     date,
    due_work_by date,
    due_clause text,
    due_sort   text,

    UNIQUE (commission_id, year, number),
    UNIQUE (commission_id, register_year, register_number),
    CHECK (respondent_id IS DISTINCT FROM commission_id OR state IN ('filed')), -- R-022
    CHECK ((state = 'filed') = (registered_at IS NULL)),
    CHECK ((registered_at IS NULL) = (register_number IS NULL)),
    CHECK ((registered_at IS NULL) = (regime IS NULL)),
    CHECK (regime <> 'campaign' OR campaign_id IS NOT NULL),
    CHECK (state IN ('filed', 'registered') OR rapporteur_id IS NOT NULL),
    CHECK ((state IN ('decided', 'signed', 'delivered')) = (outcome IS NOT NULL)),
    CHECK ((state IN ('signed', 'delivered')) = (signed_at IS NOT NULL)),
    CHECK ((state = 'delivered') = (closed_at IS NOT NULL))
);
-- Lists of what is open, in the order of what is due, by keyset.
CREATE INDEX complaints_due ON complaints (commission_id, due_sort, id) WHERE due_sort IS NOT NULL;
CREATE INDEX complaints_intake ON complaints (commission_id, due_sort, id) WHERE state = 'filed';
CREATE INDEX complaints_of_rapporteur ON complaints (rapporteur_id, due_sort, id) WHERE due_sort IS NOT NULL;
CREATE INDEX complaints_by_state ON complaints (commission_id, state, id);
CREATE INDEX complaints_newest ON complaints (commission_id, id);
CREATE INDEX complaints_filed ON complaints (commission_id, filed_at);
CREATE INDEX complaints_decided ON complaints (commission_id, decided_at) WHERE decided_at IS NOT NULL;

-- +goose StatementBegin
CREATE FUNCTION refuse_other_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.answers::text IS DISTINCT FROM OLD.answers::text OR NEW.filed_at <> OLD.filed_at OR NEW.salt <> OLD.salt
       OR NEW.code_hash <> OLD.code_hash OR NEW.number <> OLD.number OR NEW.year <> OLD.year
       OR (OLD.outcome IS NOT NULL AND NEW.outcome IS DISTINCT FROM OLD.outcome)
       OR (OLD.register_number IS NOT NULL AND NEW.register_number IS DISTINCT FROM OLD.register_number) THEN
        RAISE EXCEPTION 'what was filed, numbered or decided is kept as it is' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER complaints_are_kept BEFORE UPDATE ON complaints
    FOR EACH ROW EXECUTE FUNCTION refuse_other_answers();

-- A form being filled in. The browser holds the token, this table its hash.
CREATE TABLE filings (
    token_hash   bytea PRIMARY KEY CHECK (length(token_hash) = 32),
    answers      jsonb NOT NULL,
    expires_at   timestamptz NOT NULL,
    complaint_id bigint UNIQUE REFERENCES complaints, -- set once, when it was sent
    code_kept    boolean NOT NULL DEFAULT false
);
CREATE INDEX filings_by_expiry ON filings (expires_at);

CREATE TABLE attachments (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    filing_hash   bytea REFERENCES filings ON DELETE CASCADE, -- while the form is being filled in
    complaint_id  bigint REFERENCES complaints,
    vault_key     text NOT NULL UNIQUE,
    name          text NOT NULL,
    original_name text NOT NULL,
    media_type    text NOT NULL,
    size          bigint NOT NULL CHECK (size > 0),
    sha256        bytea NOT NULL CHECK (length(sha256) = 32),
    description   text NOT NULL DEFAULT '',
    CHECK ((filing_hash IS NULL) <> (complaint_id IS NULL))
);
CREATE INDEX attachments_of_filing ON attachments (filing_hash) WHERE filing_hash IS NOT NULL;
CREATE INDEX attachments_of_complaint ON attachments (complaint_id) WHERE complaint_id IS NOT NULL;

-- +goose StatementBegin
CREATE FUNCTION refuse_evidence_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.complaint_id IS NOT NULL THEN
        RAISE EXCEPTION 'a file of a complaint is evidence: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
-- +goose StatementEnd
CREATE TRIGGER attachments_are_evidence BEFORE UPDATE OR DELETE ON attachments
    FOR EACH ROW EXECUTE FUNCTION refuse_evidence_change();

-- All clocks of a complaint or a sitting, with their working.
CREATE TABLE deadlines (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    commission_id bigint NOT NULL REFERENCES commissions,
    complaint_id  bigint REFERENCES complaints,
    sitting_id    bigint,
    clock         text NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('by_date', 'immediate')),
    due_on        date NOT NULL,
    clause        text NOT NULL,
    value         jsonb NOT NULL, -- the whole deadline with its explanation
    met_at        timestamptz,
    CHECK ((complaint_id IS NULL) <> (sitting_id IS NULL)),
    UNIQUE (complaint_id, clock),
    UNIQUE (sitting_id, clock)
);
CREATE INDEX deadlines_unmet ON deadlines (commission_id, due_on) WHERE met_at IS NULL;
