-- Draft rulings, rulings, papers and signatures.

-- +goose Up
CREATE TABLE drafts (
    complaint_id bigint NOT NULL REFERENCES complaints,
    version      int NOT NULL CHECK (version > 0),
    author_id    bigint NOT NULL REFERENCES people,
    saved_at     timestamptz NOT NULL,
    facts        text NOT NULL,
    reasons      text NOT NULL,
    law          text NOT NULL,
    selection    jsonb NOT NULL,
    PRIMARY KEY (complaint_id, version)
);
CREATE TRIGGER drafts_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON drafts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE rulings (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    complaint_id  bigint NOT NULL UNIQUE REFERENCES complaints, -- one ruling for a complaint
    commission_id bigint NOT NULL REFERENCES commissions,
    sitting_id    bigint NOT NULL REFERENCES sittings,
    item_id       bigint NOT NULL UNIQUE REFERENCES items,
    year          int NOT NULL,
    serial        int NOT NULL CHECK (serial > 0),
    number        text NOT NULL,
    adopted_at    timestamptz NOT NULL,
    adopted_on    date NOT NULL,
    outcome       text NOT NULL CHECK (outcome IN ('dismiss', 'decide_on_merits', 'remand')), -- R-070
    draft_version int NOT NULL,
    operative     jsonb NOT NULL,
    UNIQUE (commission_id, year, serial),
    FOREIGN KEY (complaint_id, draft_version) REFERENCES drafts
);
CREATE TRIGGER rulings_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON rulings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was printed: the data of the paper, its files and their digests. A paper is
-- made once; minutes may be made anew until somebody has signed them.
CREATE TABLE papers (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    commission_id bigint NOT NULL REFERENCES commissions,
    kind          text NOT NULL CHECK (kind IN ('ruling', 'minutes')),
    ruling_id     bigint REFERENCES rulings,
    sitting_id    bigint REFERENCES sittings,
    made_at       timestamptz NOT NULL,
    template      text NOT NULL,
    data          jsonb NOT NULL,
    pdf_key       text NOT NULL UNIQUE,
    pdf_sha256    bytea NOT NULL CHECK (length(pdf_sha256) = 32),
    pdf_size      bigint NOT NULL CHECK (pdf_size > 0),
    docx_key      text NOT NULL UNIQUE,
    docx_sha256   bytea NOT NULL CHECK (length(docx_sha256) = 32),
    docx_size     bigint NOT NULL CHECK (docx_size > 0),
    replaced      boolean NOT NULL DEFAULT false,
    CHECK ((kind = 'ruling') = (ruling_id IS NOT NULL)),
    CHECK ((kind = 'minutes') = (sitting_id IS NOT NULL))
);
CREATE UNIQUE INDEX papers_of_ruling ON papers (ruling_id) WHERE ruling_id IS NOT NULL AND NOT replaced;
CREATE UNIQUE INDEX papers_of_sitting ON papers (sitting_id) WHERE sitting_id IS NOT NULL AND NOT replaced;

CREATE TABLE signatures (
    paper_id  bigint NOT NULL REFERENCES papers,
    role      text NOT NULL CHECK (role IN ('presiding', 'secretary')),
    signer_id bigint NOT NULL REFERENCES people,
    surname   text NOT NULL,
    given     text NOT NULL,
    patronymic text NOT NULL,
    title     text NOT NULL,
    ground    text NOT NULL DEFAULT '',
    at        timestamptz NOT NULL,
    sha256    bytea NOT NULL CHECK (length(sha256) = 32),
    means     text NOT NULL CHECK (means IN ('password', 'detached', 'pades')),
    certificate jsonb,
    raw       bytea,
    PRIMARY KEY (paper_id, role),
    CHECK ((means = 'password') = (raw IS NULL))
);
CREATE TRIGGER signatures_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON signatures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
CREATE FUNCTION refuse_signed_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR EXISTS (SELECT 1 FROM signatures WHERE paper_id = OLD.id) THEN
        RAISE EXCEPTION 'a signed paper is kept as it is: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION refuse_foreign_digest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM papers WHERE id = NEW.paper_id AND pdf_sha256 = NEW.sha256 AND NOT replaced) THEN
        RAISE EXCEPTION 'the signature is over other bytes than the paper' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER papers_signed_are_kept BEFORE UPDATE OR DELETE ON papers
    FOR EACH ROW EXECUTE FUNCTION refuse_signed_change();
CREATE TRIGGER signatures_over_the_paper BEFORE INSERT ON signatures
    FOR EACH ROW EXECUTE FUNCTION refuse_foreign_digest();
