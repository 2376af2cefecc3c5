-- What a lower commission was ordered to do or sent down, under control until it is done.

-- +goose Up
CREATE TABLE remands (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind          text NOT NULL CHECK (kind IN ('ruling', 'sent_down')), -- R-095, R-036
    complaint_id  bigint NOT NULL REFERENCES complaints,
    ruling_id     bigint UNIQUE REFERENCES rulings, -- that ordered it; null of what was sent down
    commission_id bigint NOT NULL REFERENCES commissions, -- that watches
    respondent_id bigint NOT NULL REFERENCES commissions, -- that has to act
    duty          text NOT NULL CHECK (duty IN ('', 'reconsider', 'act')),
    task          text NOT NULL, -- the act to be done, or what was found not considered
    since         timestamptz NOT NULL,
    until         date NOT NULL, -- as set; nothing that is counted anew moves it
    state         text NOT NULL CHECK (state IN ('open', 'received', 'accepted', 'taken_over', 'lapsed')),
    closed_at     timestamptz,
    note          text NOT NULL DEFAULT '', -- why it was taken over, or put away without a report
    taken_as      bigint REFERENCES complaints, -- the complaint under which it was taken over (R-096)
    carried       boolean NOT NULL DEFAULT false, -- of before this table: the docket does not say that its control began
    UNIQUE (complaint_id, kind),
    CHECK ((kind = 'ruling') = (ruling_id IS NOT NULL)),
    CHECK ((kind = 'ruling') = (duty <> '')),
    CHECK (commission_id <> respondent_id), -- R-022
    CHECK ((state IN ('open', 'received')) = (closed_at IS NULL)),
    CHECK ((state = 'taken_over') = (taken_as IS NOT NULL))
);
-- The list of what stands under control, by keyset, from either side.
CREATE INDEX remands_watched ON remands (commission_id, until, id) WHERE closed_at IS NULL;
CREATE INDEX remands_ordered ON remands (respondent_id, until, id) WHERE closed_at IS NULL;
-- What was, the latest first.
CREATE INDEX remands_watched_once ON remands (commission_id, closed_at DESC, id DESC) WHERE closed_at IS NOT NULL;
CREATE INDEX remands_ordered_once ON remands (respondent_id, closed_at DESC, id DESC) WHERE closed_at IS NOT NULL;
CREATE TRIGGER remands_are_never_deleted BEFORE DELETE OR TRUNCATE ON remands
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
CREATE FUNCTION refuse_other_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL
       OR (NEW.kind, NEW.complaint_id, NEW.commission_id, NEW.respondent_id, NEW.duty, NEW.task, NEW.since, NEW.until, NEW.carried)
          IS DISTINCT FROM (OLD.kind, OLD.complaint_id, OLD.commission_id, OLD.respondent_id, OLD.duty, OLD.task, OLD.since, OLD.until, OLD.carried) THEN
        RAISE EXCEPTION 'what was ordered, and what is closed, is kept as it is' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER remands_are_kept BEFORE UPDATE ON remands
    FOR EACH ROW EXECUTE FUNCTION refuse_other_order();

-- What the lower commission says it has done. The docket holds the digest.
CREATE TABLE remand_reports (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    remand_id  bigint NOT NULL REFERENCES remands,
    at         timestamptz NOT NULL,
    by_id      bigint NOT NULL REFERENCES people,
    office     text NOT NULL,
    on_paper   boolean NOT NULL,
    arrived_on date, -- of a paper
    text       text NOT NULL,
    number     text NOT NULL, -- of the new decision
    decided_on date,
    verdict    text CHECK (verdict IN ('done', 'not_done', 'otherwise')), -- null until it was checked
    reason     text NOT NULL DEFAULT '',
    checked_at timestamptz,
    checked_by bigint REFERENCES people,
    CHECK (on_paper = (arrived_on IS NOT NULL)),
    CHECK ((verdict IS NULL) = (checked_at IS NULL)),
    CHECK ((verdict IS NULL) = (checked_by IS NULL))
);
CREATE INDEX remand_reports_of ON remand_reports (remand_id, id);
-- One report at a time waits to be checked.
CREATE UNIQUE INDEX remand_reports_waiting ON remand_reports (remand_id) WHERE verdict IS NULL;
CREATE TRIGGER remand_reports_are_never_deleted BEFORE DELETE OR TRUNCATE ON remand_reports
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
CREATE FUNCTION refuse_other_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.verdict IS NOT NULL
       OR (NEW.remand_id, NEW.at, NEW.by_id, NEW.office, NEW.on_paper, NEW.arrived_on, NEW.text, NEW.number, NEW.decided_on)
          IS DISTINCT FROM (OLD.remand_id, OLD.at, OLD.by_id, OLD.office, OLD.on_paper, OLD.arrived_on, OLD.text, OLD.number, OLD.decided_on) THEN
        RAISE EXCEPTION 'a report is kept as it came, and is checked once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER remand_reports_are_kept BEFORE UPDATE ON remand_reports
    FOR EACH ROW EXECUTE FUNCTION refuse_other_report();

CREATE TABLE remand_files (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id     bigint NOT NULL REFERENCES remand_reports,
    vault_key     text NOT NULL UNIQUE,
    name          text NOT NULL,
    original_name text NOT NULL,
    media_type    text NOT NULL,
    size          bigint NOT NULL CHECK (size > 0),
    sha256        bytea NOT NULL CHECK (length(sha256) = 32)
);
CREATE INDEX remand_files_of ON remand_files (report_id);
CREATE TRIGGER remand_files_are_evidence BEFORE UPDATE OR DELETE OR TRUNCATE ON remand_files
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A complaint against a ruling, linked to it (R-100).
CREATE TABLE appeals (
    complaint_id bigint PRIMARY KEY REFERENCES complaints,
    ruling_id    bigint NOT NULL REFERENCES rulings,
    linked_at    timestamptz NOT NULL,
    linked_by    bigint NOT NULL REFERENCES people
);
CREATE INDEX appeals_of_ruling ON appeals (ruling_id);
CREATE TRIGGER appeals_are_never_deleted BEFORE DELETE OR TRUNCATE ON appeals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A complaint that was taken over is followed with the code of the one it was.
ALTER TABLE complaints
    DROP CONSTRAINT complaints_channel_check,
    ADD CONSTRAINT complaints_channel_check CHECK (channel IN ('portal', 'in_person', 'post', 'email', 'forwarded', 'taken_over'));
DROP INDEX complaints_code;
CREATE UNIQUE INDEX complaints_code ON complaints (code_hash) WHERE channel NOT IN ('forwarded', 'taken_over');

-- What was signed or sent down before comes under control as well.
INSERT INTO remands (kind, complaint_id, ruling_id, commission_id, respondent_id, duty, task, since, until, state, carried)
SELECT 'ruling', c.id, r.id, c.commission_id, c.respondent_id, d.selection->>'Duty', coalesce(d.selection->>'Action', ''), c.signed_at,
       (d.selection->>'Until')::date, 'open', true
FROM complaints c JOIN rulings r ON r.complaint_id = c.id JOIN drafts d ON d.complaint_id = c.id AND d.version = r.draft_version
WHERE c.outcome = 'remand' AND c.signed_at IS NOT NULL
UNION ALL
SELECT 'sent_down', c.id, NULL, c.commission_id, c.respondent_id, '', coalesce(c.sent_down->>'finding', ''), (c.sent_down->>'at')::timestamptz,
       (c.sent_down->>'control_on')::date, 'open', true
FROM complaints c WHERE c.sent_down ? 'at' AND c.state IN ('registered', 'in_review', 'ready', 'scheduled', 'suspended');

INSERT INTO deadlines (commission_id, complaint_id, clock, kind, due_on, clause, value)
SELECT m.commission_id, m.complaint_id, clock, 'by_date', m.until, clause, jsonb_build_object('clock', clock, 'kind', 'by_date', 'due_on', m.until, 'clause', clause,
    'working', jsonb_build_object('event', jsonb_build_object('at', m.since, 'on', (m.since AT TIME ZONE zone)::date, 'zone', zone), 'regime', c.regime,
        'period', '{}'::jsonb, 'term_ends_on', m.until))
FROM remands m JOIN complaints c ON c.id = m.complaint_id,
    LATERAL (SELECT CASE m.kind WHEN 'ruling' THEN 'remand_term' ELSE 'sent_down_control' END AS clock,
        CASE m.kind WHEN 'ruling' THEN 'R-095' ELSE 'R-036' END AS clause,
        (SELECT p.profile->>'TimeZone' FROM profiles p WHERE p.commission_id = m.commission_id ORDER BY p.version DESC LIMIT 1) AS zone) AS named;
