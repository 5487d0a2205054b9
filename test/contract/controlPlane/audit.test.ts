import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { service } from '../../../server/src/controlPlane/testing.ts';
import { PostgresServer } from '../store/postgresServer.ts';
import { startHttp, TOKEN } from './httpProcess.ts';
import { HTTP_PEERS } from './peers.ts';
import { temporaryFolder } from './process.ts';
import { tokenOf } from './tokens.ts';

const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const URI = 'heady://audit';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await PostgresServer.start();
});
afterAll(() => postgres.stop());

/** The built `heady audit`, with the address of its store where the control plane takes it from. */
function audit(store: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { PATH: process.env.PATH, HEADY_CONTROL_PLANE_STORE: store };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [CLI, 'audit', ...args],
      { env, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

async function startNodes(): Promise<{ store: string; urls: [URL, URL] }> {
  const store = await postgres.emptySchema();
  const environment = { HEADY_CONTROL_PLANE_STATE_KEY: 'a-state-key-of-the-tests-0123456789abcdef' };
  const start = () => startHttp({ args: ['--store', store], environment });
  const [one, other] = await Promise.all([start(), start()]);
  return { store, urls: [one.url, other.url] };
}

it('the audit log of two nodes is one, tells on both that it has grown, and that to admins alone', {
  timeout: 600_000,
}, async () => {
  const { store, urls } = await startNodes();
  for (const { title, connect } of HTTP_PEERS) {
    const [writer, reader] = await Promise.all(urls.map((url) => connect(url, TOKEN)));
    const told = await reader?.subscribe([URI]);
    // What is only recorded wakes nobody by itself, as a change of the catalog would.
    const viewer = await connect(urls[0], await tokenOf('viewer', { subject: title }));
    await viewer.call('catalog_register', { manifest: service('dev-health-a') });
    await vi.waitFor(() => expect(told, title).toContain(URI), { timeout: 120_000, interval: 100 });
    expect(await writer?.read(URI)).toMatchObject({
      records: expect.arrayContaining([expect.objectContaining({ actor: title, outcome: 'refused' })]),
    });
    expect((await reader?.call('audit_query', { actor: title }))?.structuredContent).toMatchObject({
      records: [{ action: 'catalog_register', target: 'Service dev-health-a' }],
    });

    const operator = await connect(urls[1], await tokenOf('operator'));
    await expect(operator.subscribe([URI])).rejects.toThrow();
    await expect(operator.read(URI)).rejects.toThrow(/Refused by access\/heady:\/\/audit/);
    expect((await operator.call('audit_query', {})).refusedBy).toBe('access/audit_query');
  }
  expect(await audit(store, 'verify')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('is whole'),
  });
});

describe('heady audit', () => {
  it('reads a PostgreSQL that nodes write to, and finds what was done behind their backs', {
    timeout: 600_000,
  }, async () => {
    const { store, urls } = await startNodes();
    const [peer] = HTTP_PEERS;
    const writers = await Promise.all(urls.map((url) => peer?.connect(url, TOKEN)));
    const writing = Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        writers[i % 2]?.call('catalog_register', { manifest: service(`dev-health-n${i}`) }),
      ),
    );
    const exported = join(temporaryFolder(), 'log.jsonl');
    expect((await audit(store, 'export', '--to', exported)).code).toBe(0);
    expect((await audit(store, 'verify', '--file', exported)).code).toBe(0);
    await writing;
    const { stdout } = await audit(store, 'verify');
    const head = /^head (\S+)$/m.exec(stdout)?.[1] ?? expect.fail(stdout);
    const found = await audit(store, 'query', '--target', 'heady://catalog/dev/Service/dev-health-n7');
    expect(JSON.parse(found.stdout)).toMatchObject({ action: 'catalog_register', outcome: 'created' });

    const schema = /search_path%3D(\w+)/.exec(store)?.[1];
    await postgres.query(`DELETE FROM ${schema}.audit WHERE seq = 40`);
    expect((await audit(store, 'verify', '--head', head)).code).toBe(1);
    await postgres.query(`UPDATE ${schema}.audit SET actor = 'nobody' WHERE seq = 3`);
    expect(await audit(store, 'verify')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('The chain is broken at record 3.'),
    });
  });

  it('says what it cannot do, and repeats no password', async () => {
    const refused = await audit(postgres.address({ password: 'hunter2-is-wrong' }), 'verify');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/^heady: PostgreSQL|^heady: .*database cannot be opened/);
    expect(refused.stderr).not.toContain('hunter2');
    const empty = await audit(await postgres.emptySchema(), 'verify');
    expect(empty).toMatchObject({
      code: 2,
      stderr: 'heady: No control plane ever used this store. Check --store.\n',
    });
    expect(await audit('', 'verify')).toMatchObject({ code: 2, stderr: expect.stringContaining('--store') });
  });
});
