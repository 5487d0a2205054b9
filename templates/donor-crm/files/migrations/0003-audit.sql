-- Who did what to whom, and when. Each entry seals the one before it (src/audit.ts). It names fields and never holds what
-- is in them, so that a person can be erased while the log stays whole.
CREATE TABLE audit (
  seq      INTEGER PRIMARY KEY,
  at       TEXT NOT NULL,
  actor    TEXT NOT NULL,
  action   TEXT NOT NULL,
  donor_id TEXT NOT NULL,
  entity   TEXT NOT NULL,
  fields   TEXT NOT NULL,
  hash     TEXT NOT NULL
) STRICT;

CREATE INDEX audit_by_donor ON audit (donor_id);

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
