-- The dictionary of names a commission keeps: how they decline in its papers.

-- +goose Up
-- The latest row of a name holds; those before it say who wrote down what, and when.
CREATE TABLE name_forms (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    commission_id bigint NOT NULL REFERENCES commissions,
    name          text COLLATE "C" NOT NULL CHECK (name <> ''), -- in the nominative
    forms         text[] NOT NULL CHECK (cardinality(forms) = 6 AND forms[1] = name),
    by_id         bigint NOT NULL REFERENCES people,
    at            timestamptz NOT NULL
);
CREATE INDEX name_forms_of_commission ON name_forms (commission_id, name, id DESC);
CREATE TRIGGER name_forms_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON name_forms
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
