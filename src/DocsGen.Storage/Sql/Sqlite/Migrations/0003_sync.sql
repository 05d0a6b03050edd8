-- Spaces, their documents and changesets. What is immutable is kept so by triggers, and the state machine by CHECKs.

CREATE TABLE spaces (
  id          INTEGER NOT NULL PRIMARY KEY,
  slug        TEXT    NOT NULL UNIQUE CHECK (length(slug) BETWEEN 1 AND 64),
  name        TEXT    NOT NULL CHECK (name <> ''),
  policy      TEXT    NOT NULL,
  epoch       INTEGER NOT NULL DEFAULT 0 CHECK (epoch >= 0),
  -- The counter that gives documents their numbers: the row is taken by whoever writes in the space, and so numbers are given in the order of commits (S8).
  sequence    INTEGER NOT NULL DEFAULT 1 CHECK (sequence >= 1),
  pushes      INTEGER NOT NULL DEFAULT 0 CHECK (pushes >= 0),
  events      INTEGER NOT NULL DEFAULT 0 CHECK (events >= 0),
  last_hash   TEXT    NOT NULL DEFAULT '',
  created_by  TEXT    NOT NULL,
  created_utc TEXT    NOT NULL
);

CREATE TABLE space_events (
  space_id  INTEGER NOT NULL REFERENCES spaces (id),
  seq       INTEGER NOT NULL CHECK (seq >= 1),
  type      TEXT    NOT NULL,
  body      TEXT    NOT NULL,
  prev_hash TEXT    NOT NULL CHECK (length(prev_hash) IN (0, 64) AND (length(prev_hash) = 0) = (seq = 1)),
  hash      TEXT    NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (space_id, seq)
) WITHOUT ROWID;

CREATE TABLE changesets (
  id             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  space_id       INTEGER NOT NULL REFERENCES spaces (id),
  number         INTEGER NOT NULL CHECK (number >= 1),
  client_id      TEXT    NOT NULL CHECK (client_id <> ''),
  payload        TEXT    NOT NULL CHECK (length(payload) = 64),
  message        TEXT    NOT NULL,
  merge_prompt   TEXT    NULL,
  pushed_by      TEXT    NOT NULL,
  created_utc    TEXT    NOT NULL,
  status         TEXT    NOT NULL CHECK (status IN ('proposed', 'reviewing', 'ready', 'rejected', 'publishing', 'published', 'superseded')),
  -- The claim: times are milliseconds of the database's clock; the fence only ever rises.
  fence          INTEGER NOT NULL DEFAULT 0 CHECK (fence >= 0),
  claimed_by     TEXT    NULL,
  claim_process  TEXT    NULL,
  claim_since    INTEGER NULL,
  claim_until    INTEGER NULL,
  status_before  TEXT    NULL CHECK (status_before IN ('proposed', 'reviewing', 'ready', 'rejected')),
  report         TEXT    NULL,
  published_by   TEXT    NULL,
  published_utc  TEXT    NULL,
  superseded_by  INTEGER NULL REFERENCES changesets (id),
  withdrawn_by   TEXT    NULL,
  UNIQUE (space_id, client_id),
  UNIQUE (space_id, number),
  CHECK ((status = 'publishing') = (claimed_by IS NOT NULL) AND (claimed_by IS NULL) = (claim_until IS NULL) AND (claimed_by IS NULL) = (status_before IS NULL)),
  CHECK ((status = 'published') = (published_by IS NOT NULL) AND (published_by IS NULL) = (published_utc IS NULL)),
  CHECK ((status = 'superseded') = (superseded_by IS NOT NULL OR withdrawn_by IS NOT NULL)),
  CHECK (status <> 'published' OR report IS NOT NULL)
);
CREATE INDEX changesets_by_space ON changesets (space_id, id);

CREATE TABLE changeset_files (
  id               INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  changeset_id     INTEGER NOT NULL REFERENCES changesets (id),
  file_id          TEXT    NOT NULL CHECK (file_id <> ''),
  operation        TEXT    NOT NULL CHECK (operation IN ('upsert', 'delete')),
  path             TEXT    NOT NULL,
  path_fold        TEXT    NOT NULL,
  base_version     INTEGER NOT NULL CHECK (base_version >= 0),
  base_hash        TEXT    NULL REFERENCES blobs (hash),
  base_path        TEXT    NULL,
  hash             TEXT    NULL REFERENCES blobs (hash),
  size             INTEGER NOT NULL CHECK (size >= 0),
  additions        INTEGER NULL,
  deletions        INTEGER NULL,
  provenance       TEXT    NULL,
  applied_version  INTEGER NULL,
  applied_sequence INTEGER NULL,
  UNIQUE (changeset_id, file_id),
  CHECK ((hash IS NULL) = (operation = 'delete')),
  CHECK ((applied_version IS NULL) = (applied_sequence IS NULL))
);
CREATE INDEX changeset_files_by_hash ON changeset_files (hash);
CREATE INDEX changeset_files_by_base ON changeset_files (base_hash);

CREATE TABLE decisions (
  id           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  changeset_id INTEGER NOT NULL REFERENCES changesets (id),
  file         INTEGER NOT NULL REFERENCES changeset_files (id),
  kind         TEXT    NOT NULL CHECK (kind IN ('accept', 'reject', 'amend')),
  amended_hash TEXT    NULL REFERENCES blobs (hash),
  amended_size INTEGER NULL,
  bound        TEXT    NOT NULL,
  decided_by   TEXT    NOT NULL,
  decided_utc  TEXT    NOT NULL,
  comment      TEXT    NULL,
  carried_from TEXT    NULL,
  CHECK ((kind = 'amend') = (amended_hash IS NOT NULL) AND (amended_hash IS NULL) = (amended_size IS NULL))
);
CREATE INDEX decisions_by_changeset ON decisions (changeset_id, id);
CREATE INDEX decisions_by_hash ON decisions (amended_hash) WHERE amended_hash IS NOT NULL;
CREATE INDEX decisions_by_file ON decisions (file);

CREATE TABLE comments (
  id           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  changeset_id INTEGER NOT NULL REFERENCES changesets (id),
  file         INTEGER NULL REFERENCES changeset_files (id),
  line_from    INTEGER NULL CHECK (line_from >= 1),
  line_to      INTEGER NULL CHECK (line_to >= line_from),
  outdated     INTEGER NOT NULL DEFAULT 0 CHECK (outdated IN (0, 1)),
  text         TEXT    NOT NULL CHECK (text <> ''),
  written_by   TEXT    NOT NULL,
  written_utc  TEXT    NOT NULL,
  resolved_by  TEXT    NULL,
  reply_to     INTEGER NULL REFERENCES comments (id),
  CHECK ((line_from IS NULL) = (line_to IS NULL) AND (line_from IS NULL OR file IS NOT NULL))
);
CREATE INDEX comments_by_changeset ON comments (changeset_id, id);

CREATE TABLE documents (
  space_id  INTEGER NOT NULL REFERENCES spaces (id),
  file_id   TEXT    NOT NULL,
  path      TEXT    NOT NULL,
  -- NULL while it is deleted: its path is free then.
  path_fold TEXT    NULL,
  version   INTEGER NOT NULL CHECK (version >= 1),
  hash      TEXT    NULL REFERENCES blobs (hash),
  size      INTEGER NOT NULL CHECK (size >= 0),
  sequence  INTEGER NOT NULL CHECK (sequence >= 2),
  PRIMARY KEY (space_id, file_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX documents_by_path ON documents (space_id, path_fold) WHERE path_fold IS NOT NULL;
CREATE UNIQUE INDEX documents_by_sequence ON documents (space_id, sequence);
CREATE INDEX documents_by_hash ON documents (hash);

CREATE TABLE document_versions (
  space_id      INTEGER NOT NULL REFERENCES spaces (id),
  file_id       TEXT    NOT NULL,
  version       INTEGER NOT NULL CHECK (version >= 1),
  path          TEXT    NOT NULL,
  hash          TEXT    NULL REFERENCES blobs (hash),
  size          INTEGER NOT NULL CHECK (size >= 0),
  sequence      INTEGER NOT NULL CHECK (sequence >= 2),
  changeset_id  INTEGER NOT NULL REFERENCES changesets (id),
  pushed_by     TEXT    NOT NULL,
  reviewers     TEXT    NOT NULL,
  publisher     TEXT    NOT NULL,
  published_utc TEXT    NOT NULL,
  run_slug      TEXT    NULL,
  run_prefix    TEXT    NULL,
  provenance    TEXT    NULL,
  PRIMARY KEY (space_id, file_id, version),
  UNIQUE (space_id, sequence),
  CHECK ((provenance IS NULL) = (run_slug IS NULL) AND (provenance IS NULL) = (run_prefix IS NULL))
) WITHOUT ROWID;
CREATE INDEX document_versions_by_hash ON document_versions (hash);
CREATE INDEX document_versions_by_run ON document_versions (space_id, run_slug, run_prefix) WHERE run_slug IS NOT NULL;

CREATE TRIGGER space_events_never_change BEFORE UPDATE ON space_events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER space_events_never_go BEFORE DELETE ON space_events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER space_events_without_gaps BEFORE INSERT ON space_events
WHEN NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM space_events WHERE space_id = NEW.space_id AND seq = NEW.seq - 1 AND hash = NEW.prev_hash)
BEGIN SELECT RAISE(ABORT, 'an event must follow the one before'); END;
CREATE TRIGGER counters_never_fall BEFORE UPDATE ON spaces
WHEN NEW.sequence < OLD.sequence OR NEW.epoch < OLD.epoch OR NEW.events < OLD.events OR NEW.pushes < OLD.pushes
BEGIN SELECT RAISE(ABORT, 'the counters of a space never fall'); END;
CREATE TRIGGER versions_never_change BEFORE UPDATE ON document_versions BEGIN SELECT RAISE(ABORT, 'versions are immutable'); END;
CREATE TRIGGER versions_never_go BEFORE DELETE ON document_versions BEGIN SELECT RAISE(ABORT, 'versions are immutable'); END;
CREATE TRIGGER decisions_never_change BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are immutable'); END;
CREATE TRIGGER decisions_never_go BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are immutable'); END;
CREATE TRIGGER documents_move_on BEFORE UPDATE ON documents WHEN NEW.version < OLD.version OR NEW.sequence < OLD.sequence
BEGIN SELECT RAISE(ABORT, 'a document only moves on'); END;
CREATE TRIGGER changesets_end BEFORE UPDATE ON changesets
WHEN OLD.status IN ('published', 'superseded') AND (NEW.status <> OLD.status OR NEW.report IS NOT OLD.report)
BEGIN SELECT RAISE(ABORT, 'a changeset that ended stays as it is'); END;
CREATE TRIGGER changeset_fences_never_fall BEFORE UPDATE OF fence ON changesets WHEN NEW.fence < OLD.fence
BEGIN SELECT RAISE(ABORT, 'a fence never falls'); END;
CREATE TRIGGER applied_files_are_frozen BEFORE UPDATE ON changeset_files WHEN OLD.applied_version IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a file that is live is frozen'); END;
