import { PIN_KINDS } from '../../pins/definition.ts';
import type {
  DecidedPin,
  PinChange,
  PinDecision,
  PinDraft,
  PinKey,
  PinStore,
  PinWrite,
} from '../pinStore.ts';
import type { Journal } from './journal.ts';
import { type PinFeed, pinRevisionOf } from './pinFeed.ts';
import type { Sql, SqlDatabase, SqlRow } from './sql.ts';
import { storable } from './values.ts';

/** A decision that was taken back. Its row stays, so that others learn of it. */
const TAKEN_BACK = '';

export class SqlPins implements PinStore {
  readonly #database: SqlDatabase;
  readonly #journal: Journal;
  readonly #feed: PinFeed;

  constructor(database: SqlDatabase, journal: Journal, feed: PinFeed) {
    this.#database = database;
    this.#journal = journal;
    this.#feed = feed;
  }

  decide(
    drafts: readonly PinDraft[],
    decision: PinDecision | undefined,
    { actor, ...options }: PinWrite,
  ): Promise<PinChange> {
    const wanted = decision ?? TAKEN_BACK;
    return this.#journal.write({
      ...options,
      // All of them count on from the same number.
      subject: 'pins',
      read: async (sql) => ({
        revision: await pinRevisionOf(sql),
        decisions: await Promise.all(drafts.map((draft) => decisionOf(sql, draft))),
      }),
      apply: ({ revision, decisions }, { sql }) => {
        const changed = drafts.filter((_, i) => (decisions[i] ?? TAKEN_BACK) !== wanted);
        const decidedAt = new Date().toISOString();
        for (const [i, draft] of changed.entries()) {
          const definition = wanted === TAKEN_BACK ? '{}' : JSON.stringify(draft.definition);
          sql.send(
            `INSERT INTO pin (server, kind, name, hash, decision, definition, actor, decided_at, revision)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (server, kind, name, hash) DO UPDATE SET decision = excluded.decision,
               definition = excluded.definition, actor = excluded.actor, decided_at = excluded.decided_at,
               revision = excluded.revision`,
            [...keyValues(draft), wanted, storable(definition), storable(actor), decidedAt, revision + 1 + i],
          );
        }
        return { changed: changed.length };
      },
    });
  }

  async list({ server, after, limit }: Parameters<PinStore['list']>[0]): Promise<DecidedPin[]> {
    const conditions = ['decision <> ?'];
    const values: (string | number)[] = [TAKEN_BACK];
    if (server !== undefined) {
      conditions.push('server = ?');
      values.push(storable(server));
    }
    if (after) {
      conditions.push('(server, kind, name, hash) > (?, ?, ?, ?)');
      values.push(...keyValues(after));
    }
    const rows = await this.#database.all(
      `SELECT * FROM pin WHERE ${conditions.join(' AND ')} ORDER BY server, kind, name, hash LIMIT ?`,
      [...values, limit],
    );
    return rows.flatMap(pinOf);
  }

  watch(listener: (servers: readonly string[]) => void): () => void {
    return this.#feed.watch(listener);
  }
}

async function decisionOf(sql: Sql, key: PinKey): Promise<string | undefined> {
  const row = await sql.get(
    'SELECT decision FROM pin WHERE server = ? AND kind = ? AND name = ? AND hash = ?',
    keyValues(key),
  );
  return row && String(row.decision);
}

function keyValues({ server, kind, name, hash }: PinKey): [string, string, string, string] {
  return [storable(server), kind, storable(name), hash];
}

function pinOf(row: SqlRow): DecidedPin[] {
  const kind = PIN_KINDS.find((each) => each === row.kind);
  if (!kind) return [];
  return [
    {
      kind,
      server: String(row.server),
      name: String(row.name),
      hash: String(row.hash),
      decision: row.decision === 'rejected' ? 'rejected' : 'approved',
      definition: JSON.parse(String(row.definition)) as DecidedPin['definition'],
      actor: String(row.actor),
      decidedAt: String(row.decided_at),
    },
  ];
}
