-- Who was invited to a question, record by record; the time of the agenda; extracts of the
-- minutes, and what minutes state.

-- +goose Up
-- That somebody was invited to the consideration of a complaint at a sitting (R-066). It is
-- of the complaint, not of the item: taken off the agenda and put on it again, a complaint
-- keeps the invitations that were sent. A second attempt is another row.
CREATE TABLE party_invitations (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sitting_id   bigint NOT NULL REFERENCES sittings,
    complaint_id bigint NOT NULL REFERENCES complaints,
    whom         text NOT NULL CHECK (whom IN ('complainant', 'respondent', 'representative', 'candidate', 'candidate_proxy',
        'party', 'initiative', 'lower_member', 'invited')),
    name         text NOT NULL DEFAULT '', -- of whoever is no party of the complaint
    way          text NOT NULL CHECK (way IN ('email', 'post', 'phone', 'in_person', 'tracking', 'noted')),
    email        text NOT NULL DEFAULT '', -- where the program sends it
    state        text NOT NULL CHECK (state IN ('owed', 'sent', 'delivered', 'failed')),
    sent_at      timestamptz, -- NULL while the mail server has not taken it
    done_at      timestamptz, -- it was delivered, or the attempt failed
    note         text NOT NULL DEFAULT '',
    by_id        bigint REFERENCES people, -- who wrote it down; NULL of what was noted before
    at           timestamptz NOT NULL,
    CHECK ((whom IN ('complainant', 'respondent')) = (name = '')),
    CHECK ((way = 'email') = (email <> '')),
    CHECK (way <> 'tracking' OR whom = 'complainant'),
    CHECK (state = 'owed' OR sent_at IS NOT NULL),
    CHECK ((state IN ('delivered', 'failed')) = (done_at IS NOT NULL)),
    CHECK ((way = 'noted') = (by_id IS NULL))
);
CREATE INDEX party_invitations_of_sitting ON party_invitations (sitting_id, id);

-- What the parties were invited by was one line for both of them.
INSERT INTO party_invitations (sitting_id, complaint_id, whom, way, state, sent_at, note, at)
    SELECT i.sitting_id, i.complaint_id, p.whom, 'noted', 'sent', s.starts_at, i.invitation, s.starts_at
    FROM items i JOIN sittings s ON s.id = i.sitting_id CROSS JOIN (VALUES (1, 'complainant'), (2, 'respondent')) AS p(n, whom)
    WHERE i.invitation <> '' AND i.complaint_id IS NOT NULL ORDER BY i.id, p.n;

CREATE TRIGGER party_invitations_stay BEFORE UPDATE OF sitting_id, complaint_id, whom, name, way, email, by_id, at ON party_invitations
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER party_invitations_are_settled_once BEFORE UPDATE ON party_invitations
    FOR EACH ROW WHEN (OLD.state IN ('delivered', 'failed')) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER party_invitations_are_never_deleted BEFORE DELETE OR TRUNCATE ON party_invitations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE items
    DROP CONSTRAINT items_parties_invited,
    DROP COLUMN invitation,
    ADD COLUMN planned int NOT NULL DEFAULT 0 CHECK (planned BETWEEN 0 AND 480); -- minutes; 0: by the limits of the regulation

-- No vote on a complaint before the invitation of each party was delivered or its delivery
-- attempted (R-066).
-- +goose StatementBegin
CREATE FUNCTION refuse_uninvited_vote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(DISTINCT whom) FROM party_invitations p WHERE p.sitting_id = NEW.sitting_id AND p.complaint_id = NEW.complaint_id
            AND p.whom IN ('complainant', 'respondent')
            AND (p.state IN ('delivered', 'failed') OR p.state = 'sent' AND p.way <> 'post')) < 2 THEN
        RAISE EXCEPTION 'the parties were not invited to item %', NEW.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER items_parties_invited BEFORE INSERT OR UPDATE OF state ON items
    FOR EACH ROW WHEN (NEW.state = 'voting' AND NEW.complaint_id IS NOT NULL) EXECUTE FUNCTION refuse_uninvited_vote();

-- A complainant may be represented at a sitting (R-067).
ALTER TABLE attendees
    DROP CONSTRAINT attendees_status_check,
    ADD CONSTRAINT attendees_status_check CHECK (status IN ('higher_member', 'higher_staff', 'lower_member', 'candidate', 'candidate_proxy',
        'party', 'initiative', 'media', 'observer', 'complainant', 'representative', 'respondent', 'invited'));

-- An extract of signed minutes, one item complete, as a member took it (R-010).
CREATE TABLE extracts (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    commission_id bigint NOT NULL REFERENCES commissions,
    sitting_id    bigint NOT NULL REFERENCES sittings,
    item_id       bigint NOT NULL REFERENCES items,
    by_id         bigint NOT NULL REFERENCES people,
    made_at       timestamptz NOT NULL,
    template      text NOT NULL,
    data          jsonb NOT NULL, -- document.Paper
    pdf_key       text NOT NULL,
    pdf_sha256    bytea NOT NULL CHECK (length(pdf_sha256) = 32),
    pdf_size      bigint NOT NULL,
    docx_key      text NOT NULL,
    docx_sha256   bytea NOT NULL CHECK (length(docx_sha256) = 32),
    docx_size     bigint NOT NULL
);
CREATE INDEX extracts_of_item ON extracts (item_id, id DESC);
CREATE INDEX extracts_by_pdf ON extracts (pdf_key);
CREATE INDEX extracts_by_docx ON extracts (docx_key);
CREATE TRIGGER extracts_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON extracts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Digests of what printed minutes state, by item: they are signed only while it is stored
-- so (R-085). NULL of minutes printed before.
ALTER TABLE papers ADD COLUMN facts jsonb CHECK (facts IS NULL OR kind = 'minutes');
