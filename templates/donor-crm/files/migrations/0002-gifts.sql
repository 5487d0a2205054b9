-- Money is counted in the smallest unit of its currency: 2500 is 25.00 USD.
CREATE TABLE pledge (
  id           TEXT PRIMARY KEY,
  donor_id     TEXT NOT NULL REFERENCES donor (id),
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  currency     TEXT NOT NULL CHECK (length(currency) = 3),
  due_on       TEXT NOT NULL CHECK (due_on IS date(due_on)),
  created_at   TEXT NOT NULL
) STRICT;

CREATE INDEX pledge_by_donor ON pledge (donor_id);

CREATE TABLE gift (
  id           TEXT PRIMARY KEY,
  donor_id     TEXT NOT NULL REFERENCES donor (id),
  pledge_id    TEXT REFERENCES pledge (id),
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  currency     TEXT NOT NULL CHECK (length(currency) = 3),
  received_on  TEXT NOT NULL CHECK (received_on IS date(received_on)),
  reference    TEXT UNIQUE, -- the bank's or payment provider's: what is sent twice is recorded once
  created_at   TEXT NOT NULL
) STRICT;

CREATE INDEX gift_by_donor ON gift (donor_id, received_on);
CREATE INDEX gift_by_pledge ON gift (pledge_id) WHERE pledge_id IS NOT NULL;

-- Numbers are never used twice. The letter is written from gift and donor when it is asked for, and kept nowhere.
CREATE TABLE receipt (
  number    INTEGER PRIMARY KEY AUTOINCREMENT,
  gift_id   TEXT NOT NULL UNIQUE REFERENCES gift (id),
  issued_at TEXT NOT NULL
) STRICT;
