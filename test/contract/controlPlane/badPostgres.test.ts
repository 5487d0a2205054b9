import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openStore } from '../../../server/src/controlPlane/openStore.ts';
import { draft } from '../../../server/src/controlPlane/store/contract/storeFixture.ts';
import { service } from '../../../server/src/controlPlane/testing.ts';
import { freePort } from '../../freePort.ts';
import { PostgresServer } from '../store/postgresServer.ts';
import { spawnHttp, TOKEN } from './httpProcess.ts';
import { PROGRAM, temporaryFolder } from './process.ts';

const PASSWORD = 'hunter2/Zq7xWv3k';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await PostgresServer.start();
});
afterAll(() => postgres?.stop());

function start(store: string, ...args: string[]) {
  // In the environment, where it belongs: the command line would show it to everybody.
  return spawnHttp(['--http', '127.0.0.1:0', ...args], {
    HEADY_CONTROL_PLANE_TOKEN: TOKEN,
    HEADY_CONTROL_PLANE_STORE: store,
  });
}

describe('a control plane on PostgreSQL that it cannot use', () => {
  it('keeps trying where it is not there, says so, and gives up at its time', async () => {
    const node = start(
      postgres.address({ port: await freePort(), password: PASSWORD }),
      '--store-timeout',
      '1',
    );
    expect(await node.exited).toBe(1);
    const said = node.lines.join('\n');
    expect(said).toMatch(
      /PostgreSQL at 127\.0\.0\.1:\d+\/postgres cannot be reached \(.*\)\. Heady keeps trying for 1 s/,
    );
    expect(said).toMatch(/cannot start: .*cannot be reached .* Check that it runs, then try again\.$/);
    expect(said).not.toMatch(/hunter2|Zq7xWv3k/);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends at once on %s while it keeps trying', async (signal) => {
    // For longer than any test may take.
    const node = start(postgres.address({ port: await freePort() }), '--store-timeout', '3600');
    await vi.waitFor(() => expect(node.lines.join()).toContain('keeps trying'), { timeout: 120_000 });
    node.child.kill(signal);
    expect(await node.exited).toBe(0);
  });

  it.each([
    [
      'its password is wrong',
      1,
      () => postgres.address({ password: PASSWORD }),
      /does not accept the password/,
    ],
    ['there is no such database', 1, () => postgres.address({ database: 'nowhere' }), /has no such database/],
    ['its address names none', 2, () => 'postgres://heady:hunter2@127.0.0.1', /names no database/],
    ['its address is none', 2, () => 'postgres://heady:hunter2@:x', /cannot be read/],
    [
      'a password in its address is not encoded',
      2,
      () => 'postgres://heady:12/hunter2@127.0.0.1/heady',
      /Write \/ in a password as %2F/,
    ],
    [
      'a file that its address names is not there',
      1,
      () => `${postgres.address()}?sslmode=verify-full&sslrootcert=/nowhere/hunter.pem`,
      /cannot be used.*\/nowhere\/hunter\.pem/,
    ],
  ])('says at once where %s, without the password', async (_, code, address, message) => {
    const node = start(address(), '--store-timeout', '3600');
    expect(await node.exited).toBe(code);
    const said = node.lines.join('\n');
    expect(said).toMatch(/^heady control plane: cannot start: /);
    expect(said).toMatch(message);
    expect(said).not.toMatch(/hunter2|Zq7xWv3k|only.?for.?tests/);
    expect(said).not.toMatch(/^\s+at /m);
  });

  it('leaves the data of a newer Heady as it is', async () => {
    const address = await postgres.emptySchema();
    const store = await openStore(address, (message) => expect.fail(message));
    await store.close();
    const schema = /search_path%3D(\w+)/.exec(address)?.[1];
    await postgres.query(`UPDATE ${schema}.heady_format SET format = 1000`);
    const node = start(address);
    expect(await node.exited).toBe(1);
    expect(node.lines.join('\n')).toMatch(/written by a newer Heady \(format 1000/);
    expect(await postgres.query(`SELECT format FROM ${schema}.heady_format`)).toEqual([{ format: '1000' }]);
  });

  it('says where it may not write', async () => {
    const address = new URL(await postgres.emptySchema());
    const options = address.searchParams.get('options');
    address.searchParams.set('options', `${options} -c default_transaction_read_only=on`);
    const node = start(address.href);
    expect(await node.exited).toBe(1);
    expect(node.lines.join('\n')).toMatch(/It is read-only, a standby perhaps/);
  });
});

describe('heady control-plane restore, ended by Ctrl-C', () => {
  it('leaves PostgreSQL as it was', async () => {
    const address = await postgres.emptySchema();
    const store = await openStore(address, (message) => expect.fail(message));
    await store.catalog.put(draft(service('dev-health-a')));
    await store.close();
    const backup = join(temporaryFolder(), 'backup');
    expect((await command('backup', '--store', address, '--to', backup).ended).code).toBe(0);

    // Whoever migrates keeps a restore waiting.
    const schema = /search_path%3D(\w+)/.exec(address)?.[1];
    const letGo = await postgres.hold("SELECT pg_advisory_lock(hashtextextended('migrate', 0))");
    const restore = command('restore', '--store', address, '--from', backup, '--replace');
    await vi.waitFor(async () => {
      const waiting = await postgres.query(
        "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted",
      );
      expect(waiting).toHaveLength(1);
    }, 120_000);
    restore.child.kill('SIGINT');
    await vi.waitFor(() => expect(restore.said()).toContain('Stopping'), 120_000);
    await letGo();
    const { code, said } = await restore.ended;
    expect(said).toMatch(/nothing was restored: it was stopped\.\n$/);
    expect(code).toBe(1);
    expect(await postgres.query(`SELECT name FROM ${schema}.catalog_entry`)).toEqual([
      { name: 'dev-health-a' },
    ]);
    expect(await postgres.query(`SELECT 1 FROM ${schema}.audit WHERE action = 'store.restore'`)).toEqual([]);
  });
});

function command(...args: string[]) {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
    });
  }
  const ended = new Promise<{ code: number | null; said: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, said })),
  );
  return { child, ended, said: () => said };
}
