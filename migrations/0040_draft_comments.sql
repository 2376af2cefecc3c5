-- What the members say of a draft ruling, among themselves.

-- +goose Up
-- Everything said of the drafts on a complaint in its order: remarks, answers, and who
-- resolved a remark or opened it anew. Nothing is changed or taken back, only followed.
CREATE TABLE draft_comments (
    complaint_id bigint NOT NULL REFERENCES complaints,
    number       int NOT NULL CHECK (number > 0), -- 1, 2, 3 … within the complaint
    saying       text NOT NULL CHECK (saying IN ('comment', 'answer', 'resolve', 'reopen')),
    thread       int NOT NULL,            -- the remark it belongs to; of a remark its own number
    version      int NOT NULL,            -- of the draft that was read
    section      text NOT NULL DEFAULT '' CHECK (section IN ('', 'facts', 'reasons', 'demands', 'law', 'operative')),
    paragraph    int NOT NULL DEFAULT 0,  -- within the section, from 1
    quote        text NOT NULL DEFAULT '', -- that paragraph as it stood, for versions that no longer have it
    author_id    bigint NOT NULL REFERENCES people,
    at           timestamptz NOT NULL,
    body         text NOT NULL DEFAULT '',
    PRIMARY KEY (complaint_id, number),
    FOREIGN KEY (complaint_id, version) REFERENCES drafts,
    FOREIGN KEY (complaint_id, thread) REFERENCES draft_comments,
    CHECK ((saying = 'comment') = (thread = number)),
    CHECK (CASE saying WHEN 'comment' THEN section <> '' AND paragraph > 0 AND quote <> '' ELSE section = '' AND paragraph = 0 AND quote = '' END),
    CHECK ((saying IN ('comment', 'answer')) = (body <> ''))
);
CREATE TRIGGER draft_comments_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON draft_comments
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
