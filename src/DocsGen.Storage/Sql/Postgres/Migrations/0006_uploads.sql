-- Contents that somebody uploaded into a space, ahead of the push that names them.

CREATE TABLE uploads (
  space_id BIGINT NOT NULL REFERENCES spaces (id),
  actor    TEXT   COLLATE "C" NOT NULL CHECK (actor <> ''),
  hash     TEXT   COLLATE "C" NOT NULL REFERENCES blobs (hash),
  size     BIGINT NOT NULL CHECK (size >= 0),
  -- By the database's clock, in milliseconds: it counts for a day.
  at       BIGINT NOT NULL,
  PRIMARY KEY (space_id, actor, hash)
);
CREATE INDEX uploads_by_hash ON uploads (hash);
