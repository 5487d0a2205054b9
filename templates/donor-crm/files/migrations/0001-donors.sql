-- People who give, and what they allow. Erasing a person empties these columns; the id stays, for the books.
CREATE TABLE donor (
  id             TEXT PRIMARY KEY,
  name           TEXT,
  email          TEXT,
  phone          TEXT,
  address        TEXT,
  do_not_contact INTEGER NOT NULL DEFAULT 0 CHECK (do_not_contact IN (0, 1)),
  created_at     TEXT NOT NULL,
  erased_at      TEXT,
  CHECK ((name IS NULL) = (erased_at IS NOT NULL)),
  CHECK (erased_at IS NULL OR (email IS NULL AND phone IS NULL AND address IS NULL AND do_not_contact = 1))
) STRICT;

CREATE INDEX donor_by_email ON donor (email COLLATE NOCASE) WHERE email IS NOT NULL;

-- What a person agreed to or refused, for each way to reach them, and where they said so. No row is no consent.
CREATE TABLE consent (
  donor_id    TEXT NOT NULL REFERENCES donor (id),
  channel     TEXT NOT NULL CHECK (channel IN ('email', 'phone', 'post')),
  granted     INTEGER NOT NULL CHECK (granted IN (0, 1)),
  source      TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (donor_id, channel)
) STRICT, WITHOUT ROWID;
