-- What requests were answered, under the keys that their callers chose.

CREATE TABLE answers (
  caller   TEXT   COLLATE "C" NOT NULL CHECK (caller <> ''),
  -- 0 for what lies outside of any space.
  space_id BIGINT NOT NULL,
  key      TEXT   COLLATE "C" NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  request  TEXT   COLLATE "C" NOT NULL CHECK (length(request) = 64),
  -- Who does it, until when; by the database's clock, in milliseconds. Nobody once it is answered.
  holder   TEXT   COLLATE "C" NULL,
  until    BIGINT NULL,
  at       BIGINT NOT NULL,
  status   BIGINT NULL CHECK (status BETWEEN 200 AND 499),
  type     TEXT   NULL,
  body     BYTEA  NULL,
  PRIMARY KEY (caller, space_id, key),
  CHECK ((holder IS NULL) = (status IS NOT NULL) AND (holder IS NULL) = (until IS NULL) AND (status IS NULL) = (body IS NULL) AND (status IS NULL) = (type IS NULL))
);
CREATE INDEX answers_by_age ON answers (at);
