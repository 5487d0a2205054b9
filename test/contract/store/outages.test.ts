import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { draft } from '../../../server/src/controlPlane/store/contract/storeFixture.ts';
import { Connections } from '../../../server/src/controlPlane/store/postgres/connections.ts';
import { parseDsn } from '../../../server/src/controlPlane/store/postgres/dsn.ts';
import { openPostgresStore } from '../../../server/src/controlPlane/store/postgres/openPostgresStore.ts';
import { runTransaction } from '../../../server/src/controlPlane/store/postgres/transaction.ts';
import type { Transaction, TransactionOptions } from '../../../server/src/controlPlane/store/sql/sql.ts';
import { type Store, StoreBusyError, StoreError } from '../../../server/src/controlPlane/store/store.ts';
import { service } from '../../../server/src/controlPlane/testing.ts';
import { freePort } from '../../freePort.ts';
import { CuttingProxy } from './cuttingProxy.ts';
import { startDyingServer } from './dyingServer.ts';
import { PostgresServer } from './postgresServer.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(() => server?.stop());

async function open(address: string, patience?: number): Promise<Store> {
  const options = patience === undefined ? {} : { patience };
  const store = await openPostgresStore(address, { warn: (message) => expect.fail(message), ...options });
  onTestFinished(() => store.close());
  return store;
}

function register(store: Store, name: string) {
  const audit = ({ outcome }: { outcome: string }) => ({
    actor: 'a',
    action: 'register',
    target: name,
    outcome,
  });
  return store.catalog.put(draft(service(name)), { ifVersion: 0, audit });
}

/** Follows a node's changes by name. */
function follow(store: Store): string[] {
  const seen: string[] = [];
  store.catalog.watch((changes) => seen.push(...changes.map(({ name }) => name)));
  return seen;
}

/** Writers on two nodes, until told to stop; all that was acknowledged. */
function writeOn(nodes: readonly Store[]) {
  const acknowledged: string[] = [];
  let on = true;
  let longest = 0;
  const writers = Array.from({ length: 12 }, async (_, i) => {
    for (let n = 0; on; n++) {
      const node = nodes[i % nodes.length] ?? expect.fail();
      const name = `dev-health-w${i}n${n}`;
      const started = performance.now();
      expect((await register(node, name)).outcome).toBe('created');
      longest = Math.max(longest, performance.now() - started);
      acknowledged.push(name);
    }
  });
  return {
    acknowledged,
    stop: async () => {
      on = false;
      await Promise.all(writers);
      return longest;
    },
  };
}

/** Every acknowledged write took effect once, and nothing else did. */
async function expectOnce(store: Store, acknowledged: readonly string[]): Promise<void> {
  const changes = await store.catalog.changes(0, 1_000_000);
  expect(changes.map(({ name }) => name).sort()).toEqual([...acknowledged].sort());
  expect(await store.audit.verify()).toMatchObject({ valid: true, records: acknowledged.length });
}

describe('a store in PostgreSQL, when', () => {
  it.each(['before', 'after'] as const)(
    'its connection breaks %s COMMIT took effect, writes once',
    async (when) => {
      const proxy = await CuttingProxy.start(server.port);
      onTestFinished(() => proxy.stop());
      const address = new URL(await server.emptySchema());
      address.port = String(proxy.port);
      const store = await open(address.href);
      for (let i = 0; i < 3; i++) {
        const cut = proxy.cutAtNextCommit(when);
        expect(await register(store, `dev-health-n${i}`)).toMatchObject({ outcome: 'created' });
        await cut;
      }
      await expectOnce(store, ['dev-health-n0', 'dev-health-n1', 'dev-health-n2']);
    },
  );

  it('connections are cut in mid-transaction, loses and doubles nothing', async () => {
    const proxy = await CuttingProxy.start(server.port);
    onTestFinished(() => proxy.stop());
    const direct = await server.emptySchema();
    const address = new URL(direct);
    address.port = String(proxy.port);
    const [cut, other] = await Promise.all([open(address.href), open(direct)]);
    const seen = [follow(cut), follow(other)];
    const { acknowledged, stop } = writeOn([cut, other]);
    for (let i = 0; i < 15; i++) {
      await sleep(20 + Math.random() * 80);
      proxy.cut();
    }
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(50), 120_000);
    await stop();
    await expectOnce(other, acknowledged);
    for (const each of seen) await vi.waitFor(() => expect(each).toHaveLength(acknowledged.length), 120_000);
    expect(seen[0]).toEqual(seen[1]);
  });

  it('the server ends its connections, carries on', async () => {
    const store = await open(await server.emptySchema());
    const { acknowledged, stop } = writeOn([store]);
    for (let i = 0; i < 10; i++) {
      await sleep(50);
      await server.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'heady'",
      );
    }
    await stop();
    await expectOnce(store, acknowledged);
  });

  it('the server is restarted, carries on; watchers miss nothing', async () => {
    const address = await server.emptySchema();
    const nodes = await Promise.all([open(address), open(address)]);
    const seen = nodes.map(follow);
    const { acknowledged, stop } = writeOn(nodes);
    await sleep(300);
    const before = acknowledged.length;
    await server.restart();
    const restarted = performance.now();
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(before + 24), {
      timeout: 120_000,
      interval: 10,
    });
    const recovery = performance.now() - restarted;
    await stop();
    console.log(
      `PostgreSQL restarted: writing again after ${recovery.toFixed(0)} ms, ${acknowledged.length} writes`,
    );
    await expectOnce(nodes[0] ?? expect.fail(), acknowledged);
    for (const each of seen) await vi.waitFor(() => expect(each).toHaveLength(acknowledged.length), 120_000);
    expect(seen[0]).toEqual(seen[1]);
  });
});

describe('a transaction in PostgreSQL', () => {
  async function connect() {
    const connections = new Connections(parseDsn(await server.emptySchema()));
    onTestFinished(() => connections.close());
    const run = <T>(work: (sql: Transaction) => Promise<T>, options: TransactionOptions = {}) =>
      runTransaction(connections, 0, options, work);
    await run((sql) => sql.run('CREATE TABLE thing (name TEXT PRIMARY KEY)'));
    const names = () => run(async (sql) => (await sql.all('SELECT name FROM thing')).map(({ name }) => name));
    return { run, names };
  }
  const insert = (sql: Transaction, name: string) => sql.send('INSERT INTO thing (name) VALUES (?)', [name]);

  it('keeps nothing where a statement fails that nobody waited for, and says which', async () => {
    const { run, names } = await connect();
    const failing = run(async (sql) => {
      for (const name of ['a', 'b', 'a', 'c']) insert(sql, name);
    });
    await expect(failing).rejects.toThrow(/duplicate key/);
    // The reason, not that the server refuses all that follows.
    const reading = run(async (sql) => {
      for (const name of ['a', 'a']) insert(sql, name);
      return await sql.all('SELECT name FROM thing');
    });
    await expect(reading).rejects.toThrow(/duplicate key/);
    await run(async (sql) => insert(sql, 'd'));
    expect(await names()).toEqual(['d']);
  });

  it('is refused as busy where others hold its lock for long, and nothing of it is kept', {
    timeout: 600_000,
  }, async () => {
    const { run, names } = await connect();
    const letGo = await server.hold("SELECT pg_advisory_lock(hashtextextended('things', 0))");
    const waiting = run(async (sql) => insert(sql, 'a'), { lock: 'things' });
    await expect(waiting).rejects.toThrow(StoreBusyError);
    await letGo();
    expect(await names()).toEqual([]);
    await run(async (sql) => insert(sql, 'b'), { lock: 'things' });
    expect(await names()).toEqual(['b']);
  });
});

describe('openPostgresStore', () => {
  it('waits for a server that is not there yet, and says so without the password', async () => {
    const port = await freePort();
    const address = new URL(await server.emptySchema());
    address.port = String(port);
    const warnings: string[] = [];
    const opening = openPostgresStore(address.href, { warn: (message) => warnings.push(message) });
    await vi.waitFor(() => expect(warnings).toHaveLength(1), 120_000);
    const proxy = await CuttingProxy.start(server.port, port);
    onTestFinished(() => proxy.stop());
    const store = await opening;
    onTestFinished(() => store.close());
    expect(await store.catalog.revision()).toBe(0);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^PostgreSQL at 127\.0\.0\.1:\d+\/postgres cannot be reached \(.*ECONNREFUSED.*keeps trying/,
      ),
    ]);
    expect(warnings.join()).not.toContain(address.password);
  });

  it('bears a server that ends connections as soon as it has opened them', async () => {
    const dying = await startDyingServer();
    onTestFinished(() => dying.stop());
    const opening = openPostgresStore(server.address({ port: dying.port }), {
      warn: () => {},
      patience: 300,
    });
    await expect(opening).rejects.toThrow(/cannot be reached .* Check that it runs/);
  });

  it('gives up at last', async () => {
    const address = server.address({ port: await freePort() });
    const opening = openPostgresStore(address, { warn: () => {}, patience: 300 });
    await expect(opening).rejects.toThrow(StoreError);
    await expect(opening).rejects.toThrow(/cannot be reached .* Check that it runs/);
  });

  it.each([
    ['postgres:', /names no database.*postgres:\/\/USER/],
    ['postgres://', /names no database|cannot be read/],
    ['postgres://host', /names no database/],
    ['mysql://host/x', /cannot be read/],
  ])('refuses the address %j', async (address, message) => {
    const opening = openPostgresStore(address, { warn: () => {} });
    await expect(opening).rejects.toThrow(StoreError);
    await expect(opening).rejects.toThrow(message);
  });

  it('says at once what waiting does not mend', async () => {
    const refused = async (address: string, message: RegExp) => {
      const opening = openPostgresStore(address, { warn: (warning) => expect.fail(warning) });
      await expect(opening).rejects.toThrow(StoreError);
      await expect(opening).rejects.toThrow(message);
    };
    await refused(server.address({ password: 'hunter2' }), /^(?!.*hunter2).*does not accept the password/);
    await refused(server.address({ user: 'nobody' }), /password|does not let this user in/);
    await refused(server.address({ database: 'nowhere' }), /no such database/);
    await server.query("CREATE DATABASE bytes ENCODING 'SQL_ASCII' TEMPLATE template0");
    await refused(server.address({ database: 'bytes' }), /SQL_ASCII.*needs UTF8/);
  });

  it('refuses the data of a newer Heady and leaves it alone', async () => {
    const address = await server.emptySchema();
    const store = await openPostgresStore(address, { warn: (warning) => expect.fail(warning) });
    await store.close();
    const schema = /search_path%3D(\w+)/.exec(address)?.[1];
    await server.query(`UPDATE ${schema}.heady_format SET format = 1000`);
    await expect(open(address)).rejects.toThrow(/newer Heady \(format 1000/);
  });
});
