-- Commissions, the people in them, and the campaigns they work in.

-- +goose Up
CREATE TABLE installation (
    one       boolean PRIMARY KEY DEFAULT true CHECK (one),
    kind      text NOT NULL CHECK (kind IN ('working', 'demonstration')),
    made_at   timestamptz NOT NULL DEFAULT legal_now(),
    complete  boolean NOT NULL DEFAULT true
);

CREATE TABLE commissions (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code        text NOT NULL UNIQUE CHECK (code <> ''),
    kind        text NOT NULL CHECK (kind IN ('precinct', 'territorial', 'district', 'regional', 'central')),
    name        text NOT NULL CHECK (name <> ''),
    short_name  text NOT NULL DEFAULT '',
    number      text NOT NULL DEFAULT '',
    parent_id   bigint REFERENCES commissions,
    established int NOT NULL DEFAULT 0 CHECK (established BETWEEN 0 AND 100),
    convocation int NOT NULL DEFAULT 1 CHECK (convocation > 0),
    address     text NOT NULL DEFAULT '',
    place       text NOT NULL DEFAULT '',
    phone       text NOT NULL DEFAULT '',
    hours       text NOT NULL DEFAULT '',
    email       text NOT NULL DEFAULT '',
    profile     jsonb NOT NULL,
    CHECK (parent_id <> id)
);
CREATE INDEX commissions_by_parent ON commissions (parent_id);
CREATE INDEX commissions_by_number ON commissions (number text_pattern_ops);

CREATE TABLE people (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    surname    text NOT NULL CHECK (surname <> ''),
    given      text NOT NULL,
    patronymic text NOT NULL DEFAULT '',
    email      text NOT NULL DEFAULT ''
);

-- Who holds a seat with a deciding vote, and in which office (R-005).
CREATE TABLE seats (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    commission_id bigint NOT NULL REFERENCES commissions,
    person_id     bigint NOT NULL REFERENCES people,
    office        text NOT NULL CHECK (office IN ('chair', 'deputy', 'secretary', 'member')),
    held_from     date NOT NULL,
    held_until    date CHECK (held_until >= held_from)
);
CREATE INDEX seats_by_commission ON seats (commission_id);
CREATE INDEX seats_by_person ON seats (person_id);
CREATE UNIQUE INDEX seats_one_of_an_office ON seats (commission_id, office)
    WHERE held_until IS NULL AND office IN ('chair', 'deputy', 'secretary');
CREATE UNIQUE INDEX seats_one_for_a_person ON seats (commission_id, person_id) WHERE held_until IS NULL;

-- Who acts as chair, and on what ground (R-007).
CREATE TABLE acting_chairs (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    commission_id bigint NOT NULL REFERENCES commissions,
    person_id     bigint NOT NULL REFERENCES people,
    held_from     date NOT NULL,
    held_until    date CHECK (held_until >= held_from),
    ground        text NOT NULL CHECK (ground <> '')
);
CREATE INDEX acting_chairs_by_commission ON acting_chairs (commission_id);

CREATE TABLE campaigns (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code         text NOT NULL UNIQUE,
    title        text NOT NULL CHECK (title <> ''),
    organiser_id bigint NOT NULL REFERENCES commissions,
    starts_on    date NOT NULL,
    ends_on      date NOT NULL CHECK (ends_on >= starts_on),
    voting_days  date[] NOT NULL CHECK (cardinality(voting_days) BETWEEN 1 AND 3)
);

-- Numbers without gaps come from here, locked in the transaction of the act.
CREATE TABLE counters (
    commission_id bigint NOT NULL REFERENCES commissions,
    series        text NOT NULL CHECK (series IN ('complaint', 'register', 'ruling', 'sitting')),
    year          int NOT NULL, -- 0 where the numbers do not begin anew each year
    last          int NOT NULL CHECK (last >= 0),
    PRIMARY KEY (commission_id, series, year)
);
