-- Papers printed for a hand to sign: agendas, notices, invitations, letters with dissenting
-- opinions, certified copies, delivery sheets, orders to a lower commission. Extracts of
-- minutes, which had a table of their own, are among them.

-- +goose Up
ALTER TABLE extracts RENAME TO sheets;
ALTER TABLE sheets
    ADD COLUMN kind text NOT NULL DEFAULT 'extract' CHECK (kind IN ('agenda', 'notice', 'invitation', 'dissent_cover', 'extract', 'copy', 'delivery_sheet', 'remand_order')),
    ADD COLUMN complaint_id bigint REFERENCES complaints,
    ADD COLUMN addressee text NOT NULL DEFAULT '', -- to whom it goes by name
    ALTER COLUMN sitting_id DROP NOT NULL,
    ALTER COLUMN item_id DROP NOT NULL, -- NULL of the sitting as a whole
    ADD CHECK ((sitting_id IS NULL) <> (complaint_id IS NULL)),
    ADD CHECK (item_id IS NULL OR sitting_id IS NOT NULL);
ALTER TABLE sheets ALTER COLUMN kind DROP DEFAULT;

DROP INDEX extracts_of_item;
CREATE INDEX sheets_of_sitting ON sheets (sitting_id, id DESC) WHERE sitting_id IS NOT NULL;
CREATE INDEX sheets_of_complaint ON sheets (complaint_id, id DESC) WHERE complaint_id IS NOT NULL;
ALTER INDEX extracts_by_pdf RENAME TO sheets_by_pdf;
ALTER INDEX extracts_by_docx RENAME TO sheets_by_docx;
ALTER TRIGGER extracts_stay ON sheets RENAME TO sheets_stay;
