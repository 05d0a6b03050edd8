-- The store for many machines: PostgreSQL 15 and later. The tables are those of the embedded store. What is immutable is kept so by triggers,
-- whatever the code above believes. Texts sort by their bytes, as they do in SQLite, whatever the cluster's locale. Times are texts as in SQLite:
-- no type of an engine comes between what was hashed and what is stored.

CREATE TABLE blobs (
  hash   TEXT   COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
  size   BIGINT NOT NULL CHECK (size >= 0),
  bytes  BYTEA  NULL CHECK (bytes IS NULL OR octet_length(bytes) = size),
  -- Of a large blob: which chunks hold its bytes.
  upload TEXT   COLLATE "C" NULL UNIQUE,
  CHECK ((bytes IS NULL) = (upload IS NOT NULL)),
  CHECK (bytes IS NOT NULL OR size > 65536)
);

CREATE TABLE blob_chunks (
  upload  TEXT   COLLATE "C" NOT NULL,
  ordinal BIGINT NOT NULL CHECK (ordinal >= 0),
  bytes   BYTEA  NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 1048576),
  PRIMARY KEY (upload, ordinal)
);
-- Out of line and not compressed: a chunk is read and written as it is.
ALTER TABLE blob_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE artifacts (
  path        TEXT   COLLATE "C" NOT NULL,
  -- The path under NFC and case fold: two names that one file system could confuse are one name here.
  path_fold   TEXT   COLLATE "C" NOT NULL,
  generation  BIGINT NOT NULL CHECK (generation >= 1),
  run_id      TEXT   COLLATE "C" NOT NULL CHECK (length(run_id) >= 19),
  hash        TEXT   COLLATE "C" NOT NULL REFERENCES blobs (hash),
  size        BIGINT NOT NULL CHECK (size >= 0),
  type        TEXT   COLLATE "C" NOT NULL CHECK (type IN ('Input', 'CoreDoc', 'Report', 'Plan', 'Index', 'Manifest', 'Bundle', 'Attestation')),
  created_by  TEXT   NOT NULL,
  created_utc TEXT   COLLATE "C" NOT NULL,
  PRIMARY KEY (path, generation)
);
CREATE UNIQUE INDEX artifacts_by_fold ON artifacts (path_fold, generation);
CREATE INDEX artifacts_by_run ON artifacts (run_id, path);
CREATE INDEX artifacts_by_hash ON artifacts (hash);

CREATE TABLE overwrite_tokens (
  id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  path        TEXT COLLATE "C" NOT NULL,
  reason      TEXT NOT NULL CHECK (reason <> ''),
  issuer      TEXT NOT NULL,
  expires_utc TEXT COLLATE "C" NOT NULL,
  used_utc    TEXT COLLATE "C" NULL
);

CREATE TABLE run_days (
  day  TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
  last BIGINT NOT NULL CHECK (last >= 1)
);

CREATE TABLE runs (
  id              TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
  slug            TEXT   NOT NULL,
  name            TEXT   NOT NULL,
  status          TEXT   COLLATE "C" NOT NULL CHECK (status IN ('running', 'awaiting_approval', 'failed', 'complete', 'canceled')),
  version         BIGINT NOT NULL CHECK (version >= 1),
  phase           BIGINT NULL CHECK (phase >= 0),
  stopped_because TEXT   NOT NULL,
  created_utc     TEXT   COLLATE "C" NOT NULL,
  changed_utc     TEXT   COLLATE "C" NOT NULL,
  -- The lease: times are milliseconds of the database's clock; the fence only ever rises.
  fence           BIGINT NOT NULL DEFAULT 0 CHECK (fence >= 0),
  driver          TEXT   NULL,
  driver_process  TEXT   NULL,
  driver_since    BIGINT NULL,
  driver_until    BIGINT NULL,
  CHECK ((driver IS NULL) = (driver_until IS NULL) AND (driver IS NULL) = (driver_since IS NULL))
);

CREATE TABLE run_events (
  run_id    TEXT   COLLATE "C" NOT NULL REFERENCES runs (id),
  seq       BIGINT NOT NULL CHECK (seq >= 1),
  type      TEXT   COLLATE "C" NOT NULL,
  body      TEXT   NOT NULL,
  prev_hash TEXT   COLLATE "C" NOT NULL CHECK (length(prev_hash) IN (0, 64) AND (length(prev_hash) = 0) = (seq = 1)),
  hash      TEXT   COLLATE "C" NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (run_id, seq)
);

CREATE TABLE issues (
  run_id       TEXT   COLLATE "C" NOT NULL REFERENCES runs (id),
  execution_id TEXT   COLLATE "C" NOT NULL,
  ordinal      BIGINT NOT NULL CHECK (ordinal >= 0),
  rule         TEXT   NOT NULL,
  severity     TEXT   COLLATE "C" NOT NULL CHECK (severity IN ('Error', 'Warning', 'Info')),
  file         TEXT   NULL,
  line         BIGINT NOT NULL CHECK (line >= 0),
  col          BIGINT NOT NULL CHECK (col >= 0),
  message      TEXT   NOT NULL,
  fingerprint  TEXT   COLLATE "C" NOT NULL,
  PRIMARY KEY (run_id, execution_id, ordinal)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;

CREATE TRIGGER blobs_never_change BEFORE UPDATE ON blobs FOR EACH ROW EXECUTE FUNCTION refuse_change('blobs are immutable');
CREATE TRIGGER chunks_never_change BEFORE UPDATE ON blob_chunks FOR EACH ROW EXECUTE FUNCTION refuse_change('blobs are immutable');
CREATE TRIGGER artifacts_never_change BEFORE UPDATE OR DELETE ON artifacts FOR EACH ROW EXECUTE FUNCTION refuse_change('artifacts are immutable');
CREATE TRIGGER artifacts_never_go BEFORE TRUNCATE ON artifacts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('artifacts are immutable');
CREATE TRIGGER events_never_change BEFORE UPDATE OR DELETE ON run_events FOR EACH ROW EXECUTE FUNCTION refuse_change('events are append-only');
CREATE TRIGGER events_never_go BEFORE TRUNCATE ON run_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('events are append-only');
CREATE TRIGGER issues_never_change BEFORE UPDATE OR DELETE ON issues FOR EACH ROW EXECUTE FUNCTION refuse_change('issues are immutable');
CREATE TRIGGER issues_never_go BEFORE TRUNCATE ON issues FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('issues are immutable');

-- No gaps: an event's predecessor is there.
CREATE FUNCTION require_predecessor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM run_events WHERE run_id = NEW.run_id AND seq = NEW.seq - 1 AND hash = NEW.prev_hash) THEN
    RAISE EXCEPTION 'an event must follow the one before';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER events_without_gaps BEFORE INSERT ON run_events FOR EACH ROW EXECUTE FUNCTION require_predecessor();

CREATE TRIGGER fences_never_fall BEFORE UPDATE OF fence ON runs FOR EACH ROW WHEN (NEW.fence < OLD.fence) EXECUTE FUNCTION refuse_change('a fence never falls');
