-- Runs can be archived, pinned and deleted; blobs that nothing names are condemned first and freed later.

ALTER TABLE runs ADD COLUMN archived BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE runs ADD COLUMN pinned   BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE runs ADD COLUMN deleted  BOOLEAN NOT NULL DEFAULT false;

-- Rows of artifacts and issues go with their run, and not otherwise. Events never go.
CREATE FUNCTION go_with_their_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM runs WHERE id = OLD.run_id AND deleted) THEN RAISE EXCEPTION '%', TG_ARGV[0]; END IF;
  RETURN OLD;
END $$;
DROP TRIGGER artifacts_never_change ON artifacts;
CREATE TRIGGER artifacts_never_change BEFORE UPDATE ON artifacts FOR EACH ROW EXECUTE FUNCTION refuse_change('artifacts are immutable');
CREATE TRIGGER artifacts_go_with_their_run BEFORE DELETE ON artifacts FOR EACH ROW EXECUTE FUNCTION go_with_their_run('artifacts are immutable');
DROP TRIGGER issues_never_change ON issues;
CREATE TRIGGER issues_never_change BEFORE UPDATE ON issues FOR EACH ROW EXECUTE FUNCTION refuse_change('issues are immutable');
CREATE TRIGGER issues_go_with_their_run BEFORE DELETE ON issues FOR EACH ROW EXECUTE FUNCTION go_with_their_run('issues are immutable');
CREATE TRIGGER a_deleted_run_stays_deleted BEFORE UPDATE OF deleted ON runs FOR EACH ROW WHEN (OLD.deleted AND NOT NEW.deleted)
EXECUTE FUNCTION refuse_change('a deleted run stays deleted');

-- Since when nothing names a blob, by the database's clock (milliseconds).
CREATE TABLE condemned (
  hash  TEXT   COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
  since BIGINT NOT NULL
);
