CREATE TABLE IF NOT EXISTS runs (
  id TEXT PRIMARY KEY,
  -- staging and published are on their way, and are resumed; complete and failed are over.
  state TEXT NOT NULL CHECK (state IN ('staging', 'published', 'complete', 'failed')),
  started TEXT NOT NULL,
  ended TEXT,
  resumed INTEGER NOT NULL DEFAULT 0,
  checks TEXT NOT NULL DEFAULT '[]',
  outputs TEXT NOT NULL DEFAULT '[]'
) STRICT;

-- What a run reads. `read` is the checkpoint: how many rows of it are staged or rejected.
CREATE TABLE IF NOT EXISTS sources (
  run TEXT NOT NULL REFERENCES runs,
  sha256 TEXT NOT NULL,
  name TEXT NOT NULL,
  read INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run, sha256)
) STRICT;

-- Why a row was not taken. Never what stood in it: that may name people.
CREATE TABLE IF NOT EXISTS rejected (
  run TEXT NOT NULL REFERENCES runs,
  source TEXT NOT NULL,
  row INTEGER NOT NULL,
  faults TEXT NOT NULL,
  PRIMARY KEY (run, source, row)
) STRICT;

CREATE TABLE IF NOT EXISTS staged_visits (
  id TEXT NOT NULL,
  clinic TEXT NOT NULL,
  day TEXT NOT NULL,
  minutes INTEGER NOT NULL,
  person TEXT NOT NULL,
  run TEXT NOT NULL REFERENCES runs,
  source TEXT NOT NULL,
  row INTEGER NOT NULL,
  PRIMARY KEY (run, source, row)
) STRICT;

-- What is published. Each row knows the run, the source and the row of it that it comes from.
CREATE TABLE IF NOT EXISTS visits (
  id TEXT PRIMARY KEY,
  clinic TEXT NOT NULL,
  day TEXT NOT NULL,
  minutes INTEGER NOT NULL,
  person TEXT NOT NULL,
  run TEXT NOT NULL REFERENCES runs,
  source TEXT NOT NULL,
  row INTEGER NOT NULL
) STRICT;
