-- Years of the production calendar that an administrator loads, and when commissions
-- fixed their results of a campaign.

-- +goose Up

-- A row is one version of one year, never changed: the latest of a year is in force,
-- before the year that the program carries. Rows are added one after the other, so the
-- greatest id says which calendar is in force, on every replica.
CREATE TABLE calendar_years (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    year       int NOT NULL CHECK (year BETWEEN 2000 AND 2100),
    decree     text NOT NULL CHECK (decree <> ''), -- what the table was made from
    days       jsonb NOT NULL,                     -- calendar.Year: holidays, moved days, working weekends, decreed days
    entered_by bigint NOT NULL REFERENCES people,
    entered_at timestamptz NOT NULL
);
CREATE INDEX calendar_years_latest ON calendar_years (year, id DESC);
CREATE TRIGGER calendar_years_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON calendar_years
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- When a commission fixed its own results of the voting: from then on only a court
-- annuls a lower commission's decision on them (R-057).
CREATE TABLE campaign_results (
    campaign_id   bigint NOT NULL REFERENCES campaigns,
    commission_id bigint NOT NULL REFERENCES commissions,
    fixed_at      timestamptz NOT NULL,
    PRIMARY KEY (campaign_id, commission_id)
);
