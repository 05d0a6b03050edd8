-- Who is told of the events of a space, and what became of it.

CREATE TABLE webhooks (
  id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  space_id    BIGINT NOT NULL REFERENCES spaces (id),
  url         TEXT   NOT NULL CHECK (url <> ''),
  -- As it is: a signature is made with it. It also says after a lost connection whether the row is ours.
  secret      TEXT   COLLATE "C" NOT NULL UNIQUE CHECK (secret LIKE 'whsec\_%'),
  types       TEXT   NULL,
  created_by  TEXT   NOT NULL,
  created_utc TEXT   NOT NULL,
  removed_by  TEXT   NULL,
  removed_utc TEXT   NULL,
  -- The last event that was made into deliveries.
  enqueued    BIGINT NOT NULL CHECK (enqueued >= 0),
  CHECK ((removed_by IS NULL) = (removed_utc IS NULL))
);
CREATE INDEX webhooks_by_space ON webhooks (space_id);

CREATE TABLE deliveries (
  id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  webhook_id  BIGINT NOT NULL REFERENCES webhooks (id),
  seq         BIGINT NOT NULL,
  state       TEXT   COLLATE "C" NOT NULL CHECK (state IN ('pending', 'delivered', 'given_up')),
  attempts    BIGINT NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  -- Not before, by the database's clock in milliseconds; while it is tried, when others may take it over.
  due         BIGINT NOT NULL,
  last_at     BIGINT NULL,
  last_answer TEXT   NULL,
  UNIQUE (webhook_id, seq)
);
CREATE INDEX deliveries_due ON deliveries (due) WHERE state = 'pending';
