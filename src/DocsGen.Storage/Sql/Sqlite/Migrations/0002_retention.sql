-- Runs can be archived, pinned and deleted; blobs that nothing names are condemned first and freed later.

ALTER TABLE runs ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));
ALTER TABLE runs ADD COLUMN pinned   INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1));
ALTER TABLE runs ADD COLUMN deleted  INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1));

-- Rows of artifacts and issues go with their run, and not otherwise. Events never go.
DROP TRIGGER artifacts_never_go;
CREATE TRIGGER artifacts_go_with_their_run BEFORE DELETE ON artifacts
WHEN NOT EXISTS (SELECT 1 FROM runs WHERE id = OLD.run_id AND deleted = 1)
BEGIN SELECT RAISE(ABORT, 'artifacts are immutable'); END;
DROP TRIGGER issues_never_go;
CREATE TRIGGER issues_go_with_their_run BEFORE DELETE ON issues
WHEN NOT EXISTS (SELECT 1 FROM runs WHERE id = OLD.run_id AND deleted = 1)
BEGIN SELECT RAISE(ABORT, 'issues are immutable'); END;
CREATE TRIGGER a_deleted_run_stays_deleted BEFORE UPDATE OF deleted ON runs WHEN OLD.deleted = 1 AND NEW.deleted = 0
BEGIN SELECT RAISE(ABORT, 'a deleted run stays deleted'); END;

-- Since when nothing names a blob, by the database's clock (milliseconds).
CREATE TABLE condemned (
  hash  TEXT    NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
  since INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX artifacts_by_hash ON artifacts (hash);
