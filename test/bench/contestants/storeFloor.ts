// What a database takes for the bare statements, with no store around them: the floor. usage: node storeFloor.ts STORE SIZES
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { alone, ENVIRONMENTS, entry, pick } from './storeEntries.ts';

/** How often each thing is measured. */
const REPEATS = 200;
const PAGE = 100;

/** One table with an index on what is looked for; every insert is durable by itself. */
interface Bare {
  fill(from: number, to: number): Promise<void>;
  insert(i: number): Promise<unknown>;
  get(i: number): Promise<unknown>;
  page(environment: string): Promise<unknown>;
  close(): Promise<void>;
}

const CREATE = 'CREATE TABLE bare (name TEXT PRIMARY KEY, environment TEXT NOT NULL, manifest TEXT NOT NULL)';
const INDEX = 'CREATE INDEX bare_by_environment ON bare (environment, name)';

function rowOf(i: number): [name: string, environment: string, manifest: string] {
  const { name, environment = '', manifest } = entry(i);
  return [name, environment, JSON.stringify(manifest)];
}

function openSqlite(path: string): Bare {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${CREATE}; ${INDEX}`);
  const insert = database.prepare('INSERT INTO bare VALUES (?, ?, ?)');
  const get = database.prepare('SELECT manifest FROM bare WHERE name = ?');
  const page = database.prepare(`SELECT * FROM bare WHERE environment = ? ORDER BY name LIMIT ${PAGE}`);
  return {
    fill: async (from, to) => {
      database.exec('BEGIN');
      for (let i = from; i < to; i++) insert.run(...rowOf(i));
      database.exec('COMMIT');
    },
    insert: async (i) => insert.run(...rowOf(i)),
    get: async (i) => JSON.parse(String(get.get(rowOf(i)[0])?.manifest)),
    page: async (environment) => page.all(environment).map(({ manifest }) => JSON.parse(String(manifest))),
    close: async () => database.close(),
  };
}

async function openPostgres(dsn: string): Promise<Bare> {
  const client = new pg.Client({ connectionString: dsn });
  await client.connect();
  await client.query(`${CREATE}; ${INDEX}`);
  const run = (name: string, text: string, values: unknown[]) => client.query({ name, text, values });
  const insert = (i: number) => run('insert', 'INSERT INTO bare VALUES ($1, $2, $3)', rowOf(i));
  return {
    fill: async (from, to) => {
      await client.query('BEGIN');
      for (let i = from; i < to; i++) await insert(i);
      await client.query('COMMIT');
    },
    insert,
    get: async (i) => {
      const { rows } = await run('get', 'SELECT manifest FROM bare WHERE name = $1', [rowOf(i)[0]]);
      return JSON.parse(rows[0].manifest);
    },
    page: async (environment) => {
      const text = `SELECT * FROM bare WHERE environment = $1 ORDER BY name LIMIT ${PAGE}`;
      return (await run('page', text, [environment])).rows.map(({ manifest }) => JSON.parse(manifest));
    },
    close: () => client.end(),
  };
}

const [address = '', sizes = ''] = process.argv.slice(2);
const bare = address.startsWith('sqlite:')
  ? openSqlite(address.slice('sqlite:'.length))
  : await openPostgres(address);
const steps: unknown[] = [];
let filled = 0;
for (const size of sizes.split(',').map(Number)) {
  // The last ones are what is measured.
  const last = size - REPEATS;
  await bare.fill(filled, last);
  filled = size;
  steps.push({
    size,
    register: await alone(REPEATS, (i) => bare.insert(last + i)),
    get: await alone(REPEATS, (i) => bare.get((i * 7_919) % size)),
    page: await alone(REPEATS, (i) => bare.page(pick(ENVIRONMENTS, i))),
  });
}
process.stdout.write(JSON.stringify(steps));
await bare.close();
