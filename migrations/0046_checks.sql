-- Anybody finds a paper by its code, or by the digest of a file of it. The code is the end of
-- the address that stands in the data of the paper.

-- +goose Up
CREATE INDEX papers_by_code ON papers ((substring(data ->> 'code' FROM '[^/]+$'))) WHERE data ->> 'code' IS NOT NULL;
CREATE INDEX papers_by_pdf_digest ON papers (pdf_sha256);
CREATE INDEX papers_by_docx_digest ON papers (docx_sha256);
CREATE INDEX publications_by_pdf_digest ON publications (pdf_sha256);
CREATE INDEX rulings_by_number ON rulings (lower(number));
