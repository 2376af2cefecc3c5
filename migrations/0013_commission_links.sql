-- Which commission stands directly above which, and from what day to what day.

-- +goose Up
CREATE TABLE commission_links (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    child_id    bigint NOT NULL REFERENCES commissions,
    parent_id   bigint NOT NULL REFERENCES commissions,
    valid_from  date, -- NULL: since before it was recorded here
    valid_until date, -- the last day included; NULL while it lasts
    campaign_id bigint REFERENCES campaigns, -- NULL for a standing link; else the link holds in this campaign only (R-002)
    CHECK (parent_id <> child_id),
    CHECK (valid_until >= valid_from),
    -- On any day one commission is directly higher, and one more in each campaign. A
    -- number compared as a range of itself needs no extension.
    CONSTRAINT commission_links_one_at_a_time EXCLUDE USING gist (
        int8range(child_id, child_id, '[]') WITH &&,
        int8range(coalesce(campaign_id, 0), coalesce(campaign_id, 0), '[]') WITH &&,
        daterange(valid_from, valid_until, '[]') WITH &&)
);
CREATE INDEX commission_links_by_child ON commission_links (child_id);

INSERT INTO commission_links (child_id, parent_id) SELECT id, parent_id FROM commissions WHERE parent_id IS NOT NULL;

-- commissions.parent_id is the standing link in force, so that reading a commission
-- needs one join. It is kept true here and nowhere else: a link that begins or ends
-- sets it, a commission stored with a parent gets its link, and nothing but a link
-- changes it. Links that begin later than today are not stored, so no midnight makes
-- it false.
-- +goose StatementBegin
CREATE FUNCTION follow_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE commissions c SET parent_id = l.parent_id
    FROM commissions same LEFT JOIN commission_links l ON l.child_id = same.id AND l.campaign_id IS NULL AND l.valid_until IS NULL
    WHERE c.id = coalesce(NEW.child_id, OLD.child_id) AND same.id = c.id AND c.parent_id IS DISTINCT FROM l.parent_id;
    RETURN NULL;
END $$;

CREATE FUNCTION begin_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO commission_links (child_id, parent_id) VALUES (NEW.id, NEW.parent_id);
    RETURN NULL;
END $$;

CREATE FUNCTION refuse_unlinked_parent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS DISTINCT FROM (SELECT parent_id FROM commission_links
        WHERE child_id = NEW.id AND campaign_id IS NULL AND valid_until IS NULL) THEN
        RAISE EXCEPTION 'commission % is put under another by a row of commission_links only', NEW.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd

CREATE TRIGGER commission_links_are_followed AFTER INSERT OR UPDATE OR DELETE ON commission_links
    FOR EACH ROW EXECUTE FUNCTION follow_link();
CREATE TRIGGER commissions_begin_links AFTER INSERT ON commissions
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION begin_link();
CREATE TRIGGER commissions_keep_links BEFORE UPDATE OF parent_id ON commissions
    FOR EACH ROW EXECUTE FUNCTION refuse_unlinked_parent();

-- The first day without the commission. It stays readable, and nothing new is
-- addressed to it.
ALTER TABLE commissions ADD COLUMN dissolved_on date;
