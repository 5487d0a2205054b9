import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { fetchKnowledge } from '../../../server/src/catalog/controlPlane/http.ts';
import { openStore } from '../../../server/src/controlPlane/openStore.ts';
import { draft } from '../../../server/src/controlPlane/store/contract/storeFixture.ts';
import { service } from '../../../server/src/controlPlane/testing.ts';
import { spawnHttp, startHttp, TOKEN } from './httpProcess.ts';
import { HTTP_PEERS } from './peers.ts';
import { PROGRAM, temporaryFolder } from './process.ts';

const [V2] = HTTP_PEERS;
const NOBODY = 65_534;

/** Serves a store that it should refuse; what it said before it ended, and its exit code. */
async function startOn(store: string) {
  const node = spawnHttp(['--http', '127.0.0.1:0', '--store', store], { HEADY_CONTROL_PLANE_TOKEN: TOKEN });
  return { code: await node.exited, said: node.lines.join('\n') };
}

/** Runs a program to its end. */
async function run(program: string, args: readonly string[], options: { uid?: number; gid?: number } = {}) {
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH, HEADY_CONTROL_PLANE_TOKEN: TOKEN },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said };
}

const controlPlane = (...args: string[]) => run(process.execPath, [PROGRAM, ...args]);

describe('a control plane over HTTP, on a file that it cannot use,', () => {
  it('leaves a damaged one as it is, names the way to a backup, and that way works', async () => {
    const folder = temporaryFolder();
    const database = join(folder, 'catalog.db');
    const backup = join(folder, 'catalog.heady-backup');
    const node = await startHttp({ database });
    const peer = await V2?.connect(node.url, TOKEN);
    await peer?.call('catalog_register', { manifest: service('dev-health-a') });
    // While it serves.
    const made = await controlPlane('backup', '--store', `sqlite:${database}`, '--to', backup);
    expect(made).toMatchObject({ code: 0, said: expect.stringMatching(/^Backed up \d+ rows into /) });
    node.child.kill('SIGTERM');
    await node.exited;
    writeFileSync(database, readFileSync(database).fill(0x55, 4_096, 20_000));
    const damaged = readFileSync(database);

    const { code, said } = await startOn(`sqlite:${database}`);
    expect(code).toBe(1);
    expect(said).toMatch(/^heady control plane: cannot start: The catalog's database .* is damaged /);
    const advice = `heady control-plane restore --store sqlite:${database} --replace --from BACKUP`;
    expect(said).toContain(advice);
    expect(readFileSync(database)).toEqual(damaged);
    expect(readdirSync(folder).sort()).toEqual(['catalog.db', 'catalog.heady-backup']);

    const [, , ...args] = advice.replace('BACKUP', backup).split(' ');
    const restored = await controlPlane(...args);
    expect(restored).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^Restored \d+ rows .* is kept as /),
    });
    const kept = readdirSync(folder).find((name) => name.includes('.corrupt-')) ?? expect.fail('It is gone.');
    expect(readFileSync(join(folder, kept))).toEqual(damaged);
    const again = await startHttp({ database });
    const found = await (await V2?.connect(again.url, TOKEN))?.call('catalog_search', {});
    expect(found?.structuredContent).toMatchObject({ entries: [{ name: 'dev-health-a' }] });
  });

  it('leaves that of a newer Heady as it is', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'catalog.db');
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 1000');
    database.close();
    const before = readFileSync(path);
    const { code, said } = await startOn(`sqlite:${path}`);
    expect(code).toBe(1);
    expect(said).toMatch(/written by a newer Heady \(format 1000, .*Update Heady, or use another store/);
    expect(readFileSync(path)).toEqual(before);
    expect(readdirSync(folder)).toEqual(['catalog.db']);
  });

  it.skipIf(process.platform === 'win32')('says which folder it may not write', async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    const locked = join(folder, 'locked');
    mkdirSync(locked);
    chmodSync(locked, 0o555);
    // Root may write everywhere.
    const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
    const args = [PROGRAM, '--http', '127.0.0.1:0', '--store', `sqlite:${join(locked, 'catalog.db')}`];
    const { code, said } = await run(process.execPath, args, user);
    expect(code).toBe(1);
    expect(said).toMatch(
      /cannot start: .*locked\/catalog\.db cannot be (opened|written).*check their permissions/,
    );
    expect(readdirSync(locked)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')(
    'refuses writes where the disk takes no more, and keeps all that it acknowledged',
    async () => {
      const database = join(temporaryFolder(), 'catalog.db');
      // No file may grow beyond 2 MiB (in blocks of 512 bytes): to the process, the disk is full.
      const prefix = ['/bin/sh', '-c', 'ulimit -f 4096; exec "$0" "$@"'];
      const node = await startHttp({ database, prefix });
      const peer = await V2?.connect(node.url, TOKEN);
      const acknowledged: string[] = [];
      let refusal = '';
      for (let n = 0; n < 200 && refusal === ''; n++) {
        const name = `dev-health-n${n}`;
        const manifest = service(name, { image: `registry.example/${'x'.repeat(100_000)}` });
        const answer = await peer?.call('catalog_register', { manifest });
        if (answer?.structuredContent) acknowledged.push(name);
        else refusal = answer?.text ?? '';
      }
      expect(refusal).toMatch(/There is no space left|cannot be read or written .*space/);
      expect(acknowledged.length).toBeGreaterThan(1);
      expect((await fetch(new URL('/healthz', node.url))).status).toBe(200);
      node.child.kill('SIGTERM');
      await node.exited;
      const again = await startHttp({ database });
      const kept = [...(await fetchKnowledge(again.url, TOKEN)).entries()].map(({ name }) => name);
      expect(kept.sort()).toEqual(acknowledged.sort());
    },
  );
});

describe('heady control-plane backup and restore', () => {
  it('exit 2 where the command line cannot be, and say where to read on', async () => {
    for (const args of [
      ['backup'],
      ['backup', '--to', 'x'],
      ['backup', '--store', 'sqlite:x'],
      ['backup', '--store', 'mysql://x', '--to', 'x'],
      ['backup', '--store', 'sqlite:x', '--to', 'x', '--replace'],
      ['restore', '--store', 'sqlite:x', '--to', 'x'],
    ]) {
      const { code, said } = await controlPlane(...args);
      expect(code).toBe(2);
      expect(said).toMatch(
        new RegExp(`^heady control plane: .+'heady control-plane ${args[0]} --help'.*\n$`),
      );
    }
    const { code, said } = await controlPlane('restore', '--help');
    expect(code).toBe(0);
    expect(said).toMatch(/--replace/);
  });

  it('exit 1 where there is nothing to read, and make nothing', async () => {
    const folder = temporaryFolder();
    const store = `sqlite:${join(folder, 'catalog.db')}`;
    const none = await controlPlane('backup', '--store', store, '--to', join(folder, 'x'));
    expect(none).toMatchObject({
      code: 1,
      said: expect.stringMatching(/no backup was made: There is no database/),
    });
    const nothing = await controlPlane('restore', '--store', store, '--from', join(folder, 'x'));
    expect(nothing).toMatchObject({ code: 1, said: expect.stringMatching(/nothing was restored: .*ENOENT/) });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')(
    'exit 1 where there is no room, and leave nothing half',
    async () => {
      const folder = temporaryFolder();
      const [database, backup] = [join(folder, 'catalog.db'), join(folder, 'backup')];
      const { url, child, exited } = await startHttp({ database });
      const image = `registry.example/${randomBytes(60_000).toString('hex')}`;
      const peer = await V2?.connect(url, TOKEN);
      const big = await peer?.call('catalog_register', { manifest: service('dev-health-a', { image }) });
      expect(big?.structuredContent).toMatchObject({ outcome: 'created' });
      child.kill('SIGTERM');
      await exited;
      // In blocks of 512 bytes. To read a database SQLite needs 64 of them for a file beside it.
      const withRoomFor = (blocks: number, ...args: string[]) =>
        run('/bin/sh', ['-c', `ulimit -f ${blocks}; exec "$0" "$@"`, process.execPath, PROGRAM, ...args]);
      const from = ['backup', '--store', `sqlite:${database}`, '--to', backup];
      const noBackup = await withRoomFor(70, ...from);
      expect(noBackup).toMatchObject({
        code: 1,
        said: expect.stringMatching(/The backup .* cannot be written. EFBIG/),
      });
      expect(readdirSync(folder)).toEqual(['catalog.db']);
      expect((await controlPlane(...from)).code).toBe(0);
      const to = ['restore', '--store', `sqlite:${join(folder, 'new.db')}`, '--from', backup];
      const nothing = await withRoomFor(16, ...to);
      expect(nothing).toMatchObject({
        code: 1,
        said: expect.stringMatching(/nothing was restored: .*space/),
      });
      expect(readdirSync(folder).sort()).toEqual(['backup', 'catalog.db']);
    },
  );

  it('refuse to restore under a control plane that runs', async () => {
    const folder = temporaryFolder();
    const database = join(folder, 'catalog.db');
    const backup = join(folder, 'backup');
    const node = await startHttp({ database });
    await controlPlane('backup', '--store', `sqlite:${database}`, '--to', backup);
    const args = ['restore', '--store', `sqlite:${database}`, '--from', backup, '--replace'];
    expect(await controlPlane(...args)).toMatchObject({
      code: 1,
      said: expect.stringMatching(/is in use. Stop every control plane/),
    });
    await vi.waitFor(
      async () => expect((await fetch(new URL('/readyz', node.url))).status).toBe(200),
      120_000,
    );
  });

  it('leave the store from before or the restored one where they are killed', async () => {
    const folder = temporaryFolder();
    const [database, old, backup] = [
      join(folder, 'catalog.db'),
      join(folder, 'old.db'),
      join(folder, 'backup'),
    ];
    const open = (path: string) => openStore(`sqlite:${path}`, (message) => expect.fail(message));
    const fill = async (path: string, prefix: string) => {
      const store = await open(path);
      const names = Array.from({ length: 100 }, (_, n) => `dev-health-${prefix}n${n}`);
      await Promise.all(names.map((name) => store.catalog.put(draft(service(name)))));
      await store.close();
    };
    await fill(database, 'new');
    await controlPlane('backup', '--store', `sqlite:${database}`, '--to', backup);
    await fill(old, 'old');
    const args = [PROGRAM, 'restore', '--store', `sqlite:${database}`, '--from', backup, '--replace'];
    const began = performance.now();
    await run(process.execPath, args);
    const whole = performance.now() - began;
    for (let round = 0; round < 4; round++) {
      copyFileSync(old, database);
      const child = spawn(process.execPath, args, { stdio: 'ignore' });
      onTestFinished(() => void child.kill('SIGKILL'));
      const ended = once(child, 'close');
      // Most of the time is Node's start: its second half is where the work is done.
      await sleep(whole * (0.5 + Math.random() / 2));
      child.kill('SIGKILL');
      await ended;
      const store = await open(database);
      const { entries, total } = await store.catalog.search({ text: 'dev-health' }, { limit: 500 });
      expect(total).toBe(100);
      expect(new Set(entries.map(({ name }) => name.slice(0, 14))).size).toBe(1);
      expect(await store.audit.verify()).toMatchObject({ valid: true });
      await store.close();
    }
  });
});
