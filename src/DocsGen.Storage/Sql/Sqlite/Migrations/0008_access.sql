-- People, how they sign in, and the chain of events that tells who gave what to whom.

CREATE TABLE users (
  id           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name         TEXT    NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100),
  -- JSON list of words such as "reviewer@docs".
  roles        TEXT    NOT NULL,
  password     TEXT    NULL CHECK (password <> ''),
  created_by   TEXT    NOT NULL,
  created_utc  TEXT    NOT NULL,
  disabled_utc TEXT    NULL
);
CREATE TRIGGER users_keep_their_names BEFORE UPDATE ON users WHEN NEW.name <> OLD.name OR NEW.id <> OLD.id BEGIN SELECT RAISE(ABORT, 'a user is never renamed'); END;
CREATE TRIGGER users_never_go BEFORE DELETE ON users BEGIN SELECT RAISE(ABORT, 'a user is only disabled'); END;

-- Of sessions and links only the SHA-256 of the secret. What ended or was used goes when its user signs in again.
CREATE TABLE sessions (
  id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  secret      TEXT    NOT NULL UNIQUE CHECK (length(secret) = 64),
  user_id     INTEGER NOT NULL REFERENCES users (id),
  created_utc TEXT    NOT NULL,
  expires_utc TEXT    NOT NULL,
  ended_utc   TEXT    NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE sign_in_links (
  id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  secret      TEXT    NOT NULL UNIQUE CHECK (length(secret) = 64),
  user_id     INTEGER NOT NULL REFERENCES users (id),
  created_utc TEXT    NOT NULL,
  expires_utc TEXT    NOT NULL,
  used_utc    TEXT    NULL
);
CREATE INDEX sign_in_links_by_user ON sign_in_links (user_id);

-- One row: whoever changes anything of this takes it, and so the events have one order.
CREATE TABLE access_log (
  id        INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  events    INTEGER NOT NULL CHECK (events >= 0),
  last_hash TEXT    NOT NULL
);
INSERT INTO access_log (id, events, last_hash) VALUES (1, 0, '');
CREATE TRIGGER access_log_never_falls BEFORE UPDATE ON access_log WHEN NEW.events < OLD.events BEGIN SELECT RAISE(ABORT, 'the counters of a log never fall'); END;
CREATE TRIGGER access_log_never_goes BEFORE DELETE ON access_log BEGIN SELECT RAISE(ABORT, 'the counters of a log never fall'); END;

CREATE TABLE access_events (
  seq       INTEGER NOT NULL PRIMARY KEY CHECK (seq >= 1),
  type      TEXT    NOT NULL,
  body      TEXT    NOT NULL,
  prev_hash TEXT    NOT NULL CHECK (length(prev_hash) IN (0, 64) AND (length(prev_hash) = 0) = (seq = 1)),
  hash      TEXT    NOT NULL CHECK (length(hash) = 64)
);
CREATE TRIGGER access_events_never_change BEFORE UPDATE ON access_events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER access_events_never_go BEFORE DELETE ON access_events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER access_events_without_gaps BEFORE INSERT ON access_events
WHEN NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM access_events WHERE seq = NEW.seq - 1 AND hash = NEW.prev_hash)
BEGIN SELECT RAISE(ABORT, 'an event must follow the one before'); END;
