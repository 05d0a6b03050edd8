-- The embedded store. What is immutable is kept so by triggers, whatever the code above believes.

CREATE TABLE blobs (
  hash  TEXT    NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
  size  INTEGER NOT NULL CHECK (size >= 0),
  -- NULL: a file of its own holds the bytes.
  bytes BLOB    NULL CHECK (bytes IS NULL OR length(bytes) = size),
  CHECK (bytes IS NOT NULL OR size > 65536)
);

CREATE TABLE artifacts (
  path        TEXT    NOT NULL,
  -- The path under NFC and case fold: two names that one file system could confuse are one name here.
  path_fold   TEXT    NOT NULL,
  generation  INTEGER NOT NULL CHECK (generation >= 1),
  run_id      TEXT    NOT NULL CHECK (length(run_id) >= 19),
  hash        TEXT    NOT NULL REFERENCES blobs (hash),
  size        INTEGER NOT NULL CHECK (size >= 0),
  type        TEXT    NOT NULL CHECK (type IN ('Input', 'CoreDoc', 'Report', 'Plan', 'Index', 'Manifest', 'Bundle', 'Attestation')),
  created_by  TEXT    NOT NULL,
  created_utc TEXT    NOT NULL,
  PRIMARY KEY (path, generation)
);
CREATE UNIQUE INDEX artifacts_by_fold ON artifacts (path_fold, generation);
CREATE INDEX artifacts_by_run ON artifacts (run_id, path);

CREATE TABLE overwrite_tokens (
  id          TEXT NOT NULL PRIMARY KEY,
  path        TEXT NOT NULL,
  reason      TEXT NOT NULL CHECK (reason <> ''),
  issuer      TEXT NOT NULL,
  expires_utc TEXT NOT NULL,
  used_utc    TEXT NULL
);

CREATE TABLE run_days (
  day  TEXT    NOT NULL PRIMARY KEY,
  last INTEGER NOT NULL CHECK (last >= 1)
);

CREATE TABLE runs (
  id              TEXT    NOT NULL PRIMARY KEY,
  slug            TEXT    NOT NULL,
  name            TEXT    NOT NULL,
  status          TEXT    NOT NULL CHECK (status IN ('running', 'awaiting_approval', 'failed', 'complete', 'canceled')),
  version         INTEGER NOT NULL CHECK (version >= 1),
  phase           INTEGER NULL CHECK (phase >= 0),
  stopped_because TEXT    NOT NULL,
  created_utc     TEXT    NOT NULL,
  changed_utc     TEXT    NOT NULL,
  -- The lease: times are milliseconds of the database's clock; the fence only ever rises.
  fence           INTEGER NOT NULL DEFAULT 0 CHECK (fence >= 0),
  driver          TEXT    NULL,
  driver_process  TEXT    NULL,
  driver_since    INTEGER NULL,
  driver_until    INTEGER NULL,
  CHECK ((driver IS NULL) = (driver_until IS NULL) AND (driver IS NULL) = (driver_since IS NULL))
);

CREATE TABLE run_events (
  run_id    TEXT    NOT NULL REFERENCES runs (id),
  seq       INTEGER NOT NULL CHECK (seq >= 1),
  type      TEXT    NOT NULL,
  body      TEXT    NOT NULL,
  prev_hash TEXT    NOT NULL CHECK (length(prev_hash) IN (0, 64) AND (length(prev_hash) = 0) = (seq = 1)),
  hash      TEXT    NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (run_id, seq)
) WITHOUT ROWID;

CREATE TABLE issues (
  run_id       TEXT    NOT NULL REFERENCES runs (id),
  execution_id TEXT    NOT NULL,
  ordinal      INTEGER NOT NULL CHECK (ordinal >= 0),
  rule         TEXT    NOT NULL,
  severity     TEXT    NOT NULL CHECK (severity IN ('Error', 'Warning', 'Info')),
  file         TEXT    NULL,
  line         INTEGER NOT NULL CHECK (line >= 0),
  col          INTEGER NOT NULL CHECK (col >= 0),
  message      TEXT    NOT NULL,
  fingerprint  TEXT    NOT NULL,
  PRIMARY KEY (run_id, execution_id, ordinal)
) WITHOUT ROWID;

CREATE TRIGGER blobs_never_change BEFORE UPDATE ON blobs BEGIN SELECT RAISE(ABORT, 'blobs are immutable'); END;
CREATE TRIGGER artifacts_never_change BEFORE UPDATE ON artifacts BEGIN SELECT RAISE(ABORT, 'artifacts are immutable'); END;
CREATE TRIGGER artifacts_never_go BEFORE DELETE ON artifacts BEGIN SELECT RAISE(ABORT, 'artifacts are immutable'); END;
CREATE TRIGGER events_never_change BEFORE UPDATE ON run_events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_never_go BEFORE DELETE ON run_events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
-- No gaps: an event's predecessor is there.
CREATE TRIGGER events_without_gaps BEFORE INSERT ON run_events
WHEN NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM run_events WHERE run_id = NEW.run_id AND seq = NEW.seq - 1 AND hash = NEW.prev_hash)
BEGIN SELECT RAISE(ABORT, 'an event must follow the one before'); END;
CREATE TRIGGER issues_never_change BEFORE UPDATE ON issues BEGIN SELECT RAISE(ABORT, 'issues are immutable'); END;
CREATE TRIGGER issues_never_go BEFORE DELETE ON issues BEGIN SELECT RAISE(ABORT, 'issues are immutable'); END;
CREATE TRIGGER fences_never_fall BEFORE UPDATE OF fence ON runs WHEN NEW.fence < OLD.fence
BEGIN SELECT RAISE(ABORT, 'a fence never falls'); END;
