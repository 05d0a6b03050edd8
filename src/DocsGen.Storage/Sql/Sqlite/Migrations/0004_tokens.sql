-- API tokens: the SHA-256 of each secret, and what it opens. A token is made and revoked, and never changes otherwise.

CREATE TABLE tokens (
  id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name        TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  secret      TEXT    NOT NULL UNIQUE CHECK (length(secret) = 64),
  actor       TEXT    NOT NULL CHECK (actor <> ''),
  -- JSON lists of words; no list of spaces means all of them.
  scopes      TEXT    NOT NULL,
  spaces      TEXT    NULL,
  created_by  TEXT    NOT NULL,
  created_utc TEXT    NOT NULL,
  expires_utc TEXT    NULL,
  revoked_by  TEXT    NULL,
  revoked_utc TEXT    NULL,
  CHECK ((revoked_by IS NULL) = (revoked_utc IS NULL))
);
CREATE UNIQUE INDEX tokens_by_name ON tokens (name) WHERE revoked_utc IS NULL;

CREATE TRIGGER tokens_only_end BEFORE UPDATE ON tokens
WHEN OLD.revoked_utc IS NOT NULL OR NEW.secret <> OLD.secret OR NEW.actor <> OLD.actor OR NEW.scopes <> OLD.scopes OR NEW.spaces IS NOT OLD.spaces OR NEW.expires_utc IS NOT OLD.expires_utc OR NEW.name <> OLD.name
BEGIN SELECT RAISE(ABORT, 'a token is only revoked'); END;
CREATE TRIGGER tokens_never_go BEFORE DELETE ON tokens BEGIN SELECT RAISE(ABORT, 'a token is only revoked'); END;
