-- What the members do with a draft ruling: comments among themselves, amendments put to the vote.

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

-- Amendments that members propose to the draft of an item (R-011, R-079). What one
-- changes stays as it was written; its fate is given once.
CREATE TABLE amendments (
    sitting_id   bigint NOT NULL REFERENCES sittings, -- and not its item, which may be taken off the agenda
    complaint_id bigint NOT NULL REFERENCES complaints,
    number       int NOT NULL CHECK (number > 0), -- in the order of arrival
    author_id    bigint NOT NULL REFERENCES people,
    at           timestamptz NOT NULL,
    content      text NOT NULL CHECK (content <> ''), -- ruling.Amendment, byte for byte as the docket has its digest
    state        text NOT NULL CHECK (state IN ('proposed', 'accepted', 'declined', 'withdrawn', 'lapsed')),
    version      int NOT NULL DEFAULT 0, -- of the draft it was woven into
    PRIMARY KEY (sitting_id, complaint_id, number),
    CHECK ((state = 'accepted') = (version > 0))
);
CREATE TRIGGER amendments_stay BEFORE UPDATE ON amendments
    FOR EACH ROW WHEN (OLD.state <> 'proposed' OR (NEW.content, NEW.author_id, NEW.at) IS DISTINCT FROM (OLD.content, OLD.author_id, OLD.at))
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER amendments_are_kept BEFORE DELETE OR TRUNCATE ON amendments
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One more vote on an item: on an amendment.
ALTER TABLE polls
    DROP CONSTRAINT polls_motion_check,
    ADD CONSTRAINT polls_motion_check CHECK (motion IN ('draft', 'part', 'postpone', 'return', 'secrecy', 'counting', 'ballot', 'agenda', 'amend')),
    ADD COLUMN amendment int NOT NULL DEFAULT 0, -- its number on the item
    ADD CONSTRAINT polls_amendment CHECK ((motion = 'amend') = (amendment > 0)),
    DROP CONSTRAINT polls_text,
    ADD CONSTRAINT polls_text CHECK (CASE WHEN motion IN ('part', 'agenda', 'amend') THEN text_sha256 <> '' WHEN motion <> 'draft' THEN text_sha256 = '' ELSE true END);
