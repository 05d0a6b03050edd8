-- Contents that somebody uploaded into a space, ahead of the push that names them.

CREATE TABLE uploads (
  space_id INTEGER NOT NULL REFERENCES spaces (id),
  actor    TEXT    NOT NULL CHECK (actor <> ''),
  hash     TEXT    NOT NULL REFERENCES blobs (hash),
  size     INTEGER NOT NULL CHECK (size >= 0),
  -- By the database's clock, in milliseconds: it counts for a day.
  at       INTEGER NOT NULL,
  PRIMARY KEY (space_id, actor, hash)
) WITHOUT ROWID;
CREATE INDEX uploads_by_hash ON uploads (hash);
