-- Terms that are extended, and complaints that stand while a court has the matter.

-- +goose Up
ALTER TABLE complaints
    ADD COLUMN extended boolean NOT NULL DEFAULT false,       -- R-042, once
    ADD COLUMN extension_reason text NOT NULL DEFAULT '',     -- told to the complainant, of R-042 and R-053
    ADD COLUMN stays jsonb NOT NULL DEFAULT '[]',             -- complaint.Stay, the last one may last (R-058)
    DROP CONSTRAINT complaints_state_check,
    ADD CONSTRAINT complaints_state_check CHECK (state IN ('filed', 'registered', 'in_review', 'ready', 'suspended', 'scheduled',
        'decided', 'signed', 'delivered', 'terminated')),
    DROP CONSTRAINT complaints_check8,
    ADD CONSTRAINT complaints_check8 CHECK ((state IN ('delivered', 'terminated')) = (closed_at IS NOT NULL)),
    ADD CHECK (NOT extended OR regime = 'ordinary'),
    ADD CHECK (state <> 'suspended' OR jsonb_array_length(stays) > 0);
