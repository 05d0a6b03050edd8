-- What a publish of 10,000 files spends its time on, taken away; figures in docs/decisions/0013.

-- Compressing contents cost a third of a push, and half of what is pushed is compressed already.
ALTER TABLE blobs ALTER COLUMN bytes SET STORAGE EXTERNAL;
ALTER TABLE blob_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- A file is written twice, when it is pushed and when it goes live. With room beside it for the second, no index is touched again.
ALTER TABLE changeset_files SET (fillfactor = 50);

-- The same promises as the foreign keys, kept once a statement instead of once a row. Contents that a version names are named by its changeset as well, or were
-- written in the same transaction under the lock that keeps the collector away: none goes while a check runs.
ALTER TABLE document_versions DROP CONSTRAINT document_versions_space_id_fkey, DROP CONSTRAINT document_versions_hash_fkey, DROP CONSTRAINT document_versions_changeset_id_fkey;
ALTER TABLE documents DROP CONSTRAINT documents_space_id_fkey, DROP CONSTRAINT documents_hash_fkey;

CREATE FUNCTION require_version_sources() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM added a WHERE a.hash IS NOT NULL AND NOT EXISTS (SELECT 1 FROM blobs b WHERE b.hash = a.hash)) THEN
    RAISE EXCEPTION 'a version names content that is not stored';
  END IF;
  IF EXISTS (SELECT 1 FROM (SELECT DISTINCT changeset_id, space_id FROM added) a WHERE NOT EXISTS (SELECT 1 FROM changesets c WHERE c.id = a.changeset_id AND c.space_id = a.space_id)) THEN
    RAISE EXCEPTION 'a version names a changeset that its space does not have';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER versions_have_sources AFTER INSERT ON document_versions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION require_version_sources();

CREATE FUNCTION require_document_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM added a LEFT JOIN document_versions v USING (space_id, file_id, version)
             WHERE v.sequence IS DISTINCT FROM a.sequence OR v.hash IS DISTINCT FROM a.hash OR v.path IS DISTINCT FROM a.path OR v.size IS DISTINCT FROM a.size) THEN
    RAISE EXCEPTION 'a document is what its version says';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER documents_have_versions AFTER INSERT ON documents REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION require_document_version();
CREATE TRIGGER documents_keep_versions AFTER UPDATE ON documents REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION require_document_version();

CREATE FUNCTION require_unnamed_blob() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM gone g JOIN document_versions v ON v.hash = g.hash) THEN
    RAISE EXCEPTION 'a version names this content';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER versions_keep_blobs AFTER DELETE ON blobs REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION require_unnamed_blob();
