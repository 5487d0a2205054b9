-- Applied by `migrate`, as often as one likes.

CREATE TABLE IF NOT EXISTS jobs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  queue text NOT NULL,
  kind text NOT NULL,
  payload jsonb NOT NULL,
  -- A job with a key is put into its queue once, however often it is asked for.
  key text,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'taken', 'done', 'dead')),
  attempts integer NOT NULL DEFAULT 0,
  -- Waiting: not to be taken before. Taken: whoever took it has until then, and after that anyone may take it.
  due timestamptz NOT NULL DEFAULT now(),
  error text,
  created timestamptz NOT NULL DEFAULT now(),
  finished timestamptz,
  UNIQUE (queue, key)
);

CREATE INDEX IF NOT EXISTS jobs_due ON jobs (queue, due, id) WHERE state IN ('waiting', 'taken');

-- What the job `count_words` writes: put your own in its place.
CREATE TABLE IF NOT EXISTS word_counts (
  document text PRIMARY KEY,
  words integer NOT NULL
);
