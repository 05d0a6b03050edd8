-- Who is told of the events of a space, and what became of it.

CREATE TABLE webhooks (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  space_id    INTEGER NOT NULL REFERENCES spaces (id),
  url         TEXT    NOT NULL CHECK (url <> ''),
  -- As it is: a signature is made with it.
  secret      TEXT    NOT NULL CHECK (secret LIKE 'whsec_%'),
  types       TEXT    NULL,
  created_by  TEXT    NOT NULL,
  created_utc TEXT    NOT NULL,
  removed_by  TEXT    NULL,
  removed_utc TEXT    NULL,
  -- The last event that was made into deliveries.
  enqueued    INTEGER NOT NULL CHECK (enqueued >= 0),
  CHECK ((removed_by IS NULL) = (removed_utc IS NULL))
);
CREATE INDEX webhooks_by_space ON webhooks (space_id);

CREATE TABLE deliveries (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  webhook_id INTEGER NOT NULL REFERENCES webhooks (id),
  seq        INTEGER NOT NULL,
  state      TEXT    NOT NULL CHECK (state IN ('pending', 'delivered', 'given_up')),
  attempts   INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  -- Not before, by the database's clock in milliseconds; while it is tried, when others may take it over.
  due        INTEGER NOT NULL,
  last_at    INTEGER NULL,
  last_answer TEXT   NULL,
  UNIQUE (webhook_id, seq)
);
CREATE INDEX deliveries_due ON deliveries (due) WHERE state = 'pending';
