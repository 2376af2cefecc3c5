-- Offices and terms with what they rest on; the established number with its dates;
-- compositions that are dissolved and formed anew; why a link holds in one campaign.

-- +goose Up

-- The established number as decided after the one a commission was entered with,
-- which holds for all days before (R-004).
CREATE TABLE established_numbers (
    commission_id   bigint NOT NULL REFERENCES commissions,
    held_from       date NOT NULL,
    number          int NOT NULL CHECK (number BETWEEN 1 AND 100),
    decision_number text NOT NULL DEFAULT '', -- empty where a file of commissions brought it
    decision_on     date,
    entered_at      timestamptz NOT NULL DEFAULT legal_now(),
    PRIMARY KEY (commission_id, held_from)
);

-- What each term rests on, and what ended it before its time (R-006, R-008).
ALTER TABLE seats
    ADD COLUMN decision_number text NOT NULL DEFAULT '', -- of the appointment or the election; empty where a file brought it
    ADD COLUMN decision_on     date,
    ADD COLUMN release_number  text NOT NULL DEFAULT '', -- of the decision that ended the term early; empty for one that ran out
    ADD COLUMN release_on      date,
    ADD CHECK (release_on IS NULL OR held_until IS NOT NULL);

-- What was entered before, when only terms without an end were kept apart: a term that
-- ended on the first day of the next one ends the day before. Where both began on one
-- day the earlier entry was put right by the later: it gives up its office, or the seat
-- of a person who was entered twice.
UPDATE seats a SET held_until = b.held_from - 1 FROM seats b
WHERE b.commission_id = a.commission_id AND b.id <> a.id AND (b.office = a.office AND a.office <> 'member' OR b.person_id = a.person_id)
    AND a.held_from < b.held_from AND (a.held_until IS NULL OR a.held_until >= b.held_from);
DELETE FROM seats a USING seats b
WHERE b.commission_id = a.commission_id AND a.id < b.id AND b.person_id = a.person_id AND b.held_from = a.held_from;
UPDATE seats a SET office = 'member' FROM seats b
WHERE b.commission_id = a.commission_id AND a.id < b.id AND b.office = a.office AND a.office <> 'member' AND b.held_from = a.held_from;

-- On any day an office is held by one member (R-006), and a member holds one seat
-- (R-005). Numbers compared as ranges of themselves need no extension. Checked after
-- each statement, so that two officers may change places in one.
DROP INDEX seats_one_of_an_office;
DROP INDEX seats_one_for_a_person;
ALTER TABLE seats
    ADD CONSTRAINT seats_one_of_an_office_a_day EXCLUDE USING gist (
        int8range(commission_id, commission_id, '[]') WITH &&,
        int4range(ascii(office), ascii(office), '[]') WITH &&, -- chair, deputy and secretary begin with letters of their own
        daterange(held_from, held_until, '[]') WITH &&) WHERE (office <> 'member') DEFERRABLE,
    ADD CONSTRAINT seats_one_for_a_person_a_day EXCLUDE USING gist (
        int8range(commission_id, commission_id, '[]') WITH &&,
        int8range(person_id, person_id, '[]') WITH &&,
        daterange(held_from, held_until, '[]') WITH &&) DEFERRABLE;

-- Of two who acted on one day the one entered first did.
UPDATE acting_chairs b SET held_until = a.held_from - 1 FROM acting_chairs a
WHERE a.commission_id = b.commission_id AND a.id < b.id AND b.held_from < a.held_from AND (b.held_until IS NULL OR b.held_until >= a.held_from);
UPDATE acting_chairs b SET held_from = a.held_until + 1 FROM acting_chairs a
WHERE a.commission_id = b.commission_id AND a.id < b.id AND b.held_from BETWEEN a.held_from AND a.held_until AND (b.held_until IS NULL OR b.held_until > a.held_until);
DELETE FROM acting_chairs b USING acting_chairs a
WHERE a.commission_id = b.commission_id AND a.id < b.id AND daterange(a.held_from, a.held_until, '[]') && daterange(b.held_from, b.held_until, '[]');

-- Duties of the chair (R-007), and of the deputy or the secretary (R-009), laid on
-- another member. Lines entered before this migration have their ground as a text only.
ALTER TABLE acting_chairs
    ADD COLUMN office       text NOT NULL DEFAULT 'chair' CHECK (office IN ('chair', 'deputy', 'secretary')),
    ADD COLUMN basis        text NOT NULL DEFAULT '' CHECK (basis IN ('', 'order', 'decision', 'release')),
    ADD COLUMN paper_number text NOT NULL DEFAULT '', -- of the order or the decision
    ADD COLUMN paper_on     date,
    ADD CONSTRAINT acting_chairs_one_a_day EXCLUDE USING gist (
        int8range(commission_id, commission_id, '[]') WITH &&,
        int4range(ascii(office), ascii(office), '[]') WITH &&,
        daterange(held_from, held_until, '[]') WITH &&) DEFERRABLE;

-- The compositions of a commission one after another. One that was neither formed
-- nor dissolved here has no row.
CREATE TABLE convocations (
    commission_id    bigint NOT NULL REFERENCES commissions,
    number           int NOT NULL CHECK (number > 0),
    begins_on        date, -- NULL: since before it was recorded
    formed_number    text NOT NULL DEFAULT '', -- of the decision that formed it, from whose day the first sitting is due (R-060)
    formed_on        date,
    ends_on          date, -- the last day included; NULL while it lasts
    dissolved_number text NOT NULL DEFAULT '', -- of the decision that dissolved it
    dissolved_on     date,
    PRIMARY KEY (commission_id, number),
    CHECK (ends_on >= begins_on),
    CHECK ((ends_on IS NULL) = (dissolved_on IS NULL))
);

-- Why one commission stands below another in a campaign (R-002).
ALTER TABLE commission_links ADD COLUMN reason text NOT NULL DEFAULT '';
CREATE INDEX commission_links_by_campaign ON commission_links (campaign_id, parent_id) WHERE campaign_id IS NOT NULL;
