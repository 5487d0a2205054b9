import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ControlPlaneClient } from '../../../server/src/catalog/controlPlane/client.ts';
import { policy, service, vertical } from '../../../server/src/controlPlane/testing.ts';
import { PEERS } from './peers.ts';
import { PROGRAM, processesIn, temporaryFolder } from './process.ts';

const PATIENT = { timeout: 120_000 };

function clientIn(storagePath: string, program = PROGRAM): ControlPlaneClient {
  const client = new ControlPlaneClient({ storagePath, program });
  onTestFinished(() => client.dispose());
  return client;
}

const namesKnownTo = (client: ControlPlaneClient) =>
  [...client.knowledge.entries()].map(({ name }) => name).sort();

describe('ControlPlaneClient', () => {
  it('knows nothing until the first answer, and then what is absent', async () => {
    const client = clientIn(temporaryFolder());
    expect(client.status).toEqual({ state: 'starting' });
    expect(client.entry('Service', 'dev-health-a', 'dev')).toEqual({ state: 'unknown' });
    await client.start();
    expect(client.status).toEqual({ state: 'connected', factsAt: expect.any(String) });
    expect(client.entry('Service', 'dev-health-a', 'dev')).toEqual({ state: 'absent' });
  });

  it('knows what it registered when the answer is there', async () => {
    const client = clientIn(temporaryFolder());
    await client.start();
    const result = await client.register(service('dev-health-a'), { ifVersion: 0, source: 'a test' });
    expect(result).toMatchObject({ outcome: 'created', version: 1 });
    expect(client.entry('Service', 'dev-health-a', 'dev')).toMatchObject({
      state: 'known',
      value: { version: 1 },
    });
    expect(await client.register(service('dev-health-a'))).toMatchObject({ outcome: 'unchanged' });
    expect(await client.register(service('dev-health-a', { replicas: 2 }), { ifVersion: 0 })).toMatchObject({
      outcome: 'conflict',
      version: 1,
    });
    expect(await client.register(service('dev-health-a', { plane: 'edge' }))).toMatchObject({
      outcome: 'refused',
      findings: [{ rule: 'schema/enum', path: 'spec.plane' }],
    });
    const long = service('dev-health-long', { image: 'x'.repeat(20_000_000) });
    expect((await client.register(long)).message).toMatch(
      /^Not registered: The manifest is 20\d+ characters/,
    );
    expect(client.status.state).toBe('connected');
  });

  it('follows what another window registers', async () => {
    const folder = temporaryFolder();
    const [here, there] = [clientIn(folder), clientIn(folder)];
    await Promise.all([here.start(), there.start()]);
    const changed = vi.fn();
    here.onChange(changed);
    await there.register(policy('rails', { owners: ['team-a'], verticals: ['impact'] }));
    await there.register(vertical('health'));
    await vi.waitFor(() => expect(namesKnownTo(here)).toEqual(['health', 'rails']), PATIENT);
    expect(here.knowledge.owners()).toEqual(['team-a']);
    expect(here.knowledge.verticals()).toEqual(['health', 'impact']);
    expect(changed).toHaveBeenCalled();
  });

  it('forgets what somebody else retires', async () => {
    const folder = temporaryFolder();
    const here = clientIn(folder);
    await here.start();
    await here.register(service('dev-health-a'));
    await here.register(service('dev-health-b'));
    const there = await PEERS[0]?.connect(join(folder, 'catalog.db'));
    const entry = { kind: 'Service', name: 'dev-health-a' };
    expect(
      (await there?.call('catalog_retire', { ...entry, ifVersion: 1 }))?.structuredContent,
    ).toMatchObject({
      outcome: 'retired',
    });
    await vi.waitFor(() => expect(namesKnownTo(here)).toEqual(['dev-health-b']), PATIENT);
    expect(here.entry('Service', 'dev-health-a', 'dev')).toEqual({ state: 'absent' });
    expect(await here.register(service('dev-health-a'))).toMatchObject({ outcome: 'created', version: 3 });
    expect(here.entry('Service', 'dev-health-a', 'dev')).toMatchObject({ state: 'known' });
  });

  it('reads a catalog of many pages', async () => {
    const folder = temporaryFolder();
    const writer = clientIn(folder);
    await writer.seed(async () => Array.from({ length: 1_100 }, (_, i) => service(`dev-health-n${i}`)));
    await writer.start();
    const reader = clientIn(folder);
    await reader.start();
    expect(namesKnownTo(reader)).toHaveLength(1_100);
  });

  describe('when the control plane is killed', () => {
    it('keeps its facts, says so, and connects again', async () => {
      const folder = temporaryFolder();
      const client = clientIn(folder);
      await client.start();
      await client.register(service('dev-health-a'));
      const { factsAt } = client.status;
      for (const pid of processesIn(folder)) process.kill(pid, 'SIGKILL');
      await vi.waitFor(() => expect(client.status.state).toBe('offline'), { timeout: 120_000, interval: 1 });
      expect(client.status).toMatchObject({
        factsAt,
        message: expect.stringContaining('What was known last is shown'),
      });
      expect(client.entry('Service', 'dev-health-a', 'dev').state).toBe('known');
      expect(await client.register(service('dev-health-b'))).toMatchObject({
        outcome: 'unavailable',
        message: expect.stringContaining('The control plane is not there'),
      });
      await vi.waitFor(() => expect(client.status.state).toBe('connected'), PATIENT);
      expect(client.status).not.toHaveProperty('message');
      expect(await client.register(service('dev-health-b'))).toMatchObject({ outcome: 'created' });
    });

    it('says that it does not know what became of a call under way', async () => {
      const folder = temporaryFolder();
      const client = clientIn(folder);
      await client.start();
      const [pid = 0] = processesIn(folder);
      process.kill(pid, 'SIGSTOP');
      const registering = client.register(service('dev-health-a'));
      process.kill(pid, 'SIGKILL');
      expect(await registering).toMatchObject({
        outcome: 'unavailable',
        message: expect.stringMatching(/^Nobody knows whether it was registered/),
      });
    });
  });

  it('starts anew when asked to, with a process of its own', async () => {
    const folder = temporaryFolder();
    const client = clientIn(folder);
    await client.start();
    const before = processesIn(folder);
    await client.restart();
    expect(client.status.state).toBe('connected');
    await vi.waitFor(() => expect(processesIn(folder)).toHaveLength(1), PATIENT);
    expect(processesIn(folder)).not.toEqual(before);
  });

  it('leaves no process behind, not even one that was just starting', async () => {
    const folder = temporaryFolder();
    const [running, starting] = [clientIn(folder), clientIn(folder)];
    await running.start();
    const started = starting.start();
    await vi.waitFor(() => expect(processesIn(folder)).toHaveLength(2), { ...PATIENT, interval: 5 });
    await Promise.all([running.dispose(), starting.dispose()]);
    await started;
    // One that was killed is gone a moment later.
    await vi.waitFor(() => expect(processesIn(folder)).toEqual([]), PATIENT);
  });

  it('is offline where the control plane cannot start, with its reason, and recovers', async () => {
    const folder = join(temporaryFolder(), 'storage');
    writeFileSync(folder, 'A file where a folder should be.');
    const client = clientIn(folder);
    await client.start();
    expect(client.status.state).toBe('offline');
    expect(client.status.message).toContain(
      `The catalog's database ${join(folder, 'catalog.db')} cannot be opened.`,
    );
    expect(client.entry('Service', 'dev-health-a', 'dev')).toEqual({ state: 'unknown' });
    rmSync(folder);
    await vi.waitFor(() => expect(client.status.state).toBe('connected'), PATIENT);
  });

  it('takes no harm from a control plane that talks garbage, ends at once, or is not there', async () => {
    const folder = temporaryFolder();
    const programs = {
      garbage: `process.stdout.write('garbage\\n{"jsonrpc":\\n[]\\n'.repeat(1000)); process.exit(3);`,
      silent: 'process.exit(0);',
    };
    for (const [name, text] of Object.entries(programs)) {
      const program = join(folder, `${name}.mjs`);
      writeFileSync(program, text);
      const client = clientIn(folder, program);
      await client.start();
      expect(client.status).toMatchObject({ state: 'offline', message: expect.stringMatching(/\w/) });
    }
    const missing = clientIn(folder, join(folder, 'missing.mjs'));
    await missing.start();
    expect(missing.status.state).toBe('offline');
  });

  describe('seed', () => {
    const manifests = [
      service('dev-health-a'),
      service('dev-health-bad', { plane: 'edge' }),
      vertical('health'),
      null,
      'text',
    ];

    it('starts a fresh catalog from what the gate lets pass, before anything is known to be absent', async () => {
      const client = clientIn(temporaryFolder());
      const states: string[] = [];
      client.onChange(() => states.push(client.entry('Service', 'dev-health-a', 'dev').state));
      await client.seed(async () => manifests);
      await client.start();
      expect(states[0]).toBe('known');
      expect(namesKnownTo(client)).toEqual(['dev-health-a', 'health']);
    });

    it('also while connected', async () => {
      const client = clientIn(temporaryFolder());
      await client.start();
      await client.seed(async () => manifests);
      expect(namesKnownTo(client)).toEqual(['dev-health-a', 'health']);
    });

    it('leaves a catalog alone that was ever used', async () => {
      const folder = temporaryFolder();
      const first = clientIn(folder);
      await first.start();
      await first.register(service('dev-health-own'));
      const second = clientIn(folder);
      await second.seed(async () => manifests);
      await second.start();
      expect(namesKnownTo(second)).toEqual(['dev-health-own']);
    });

    it('is one seed where two windows open at once', async () => {
      const folder = temporaryFolder();
      const many = Array.from({ length: 60 }, (_, i) => service(`dev-health-n${i}`));
      const windows = [clientIn(folder), clientIn(folder)];
      await Promise.all(
        windows.map(async (client) => {
          await client.seed(async () => many);
          await client.start();
        }),
      );
      for (const client of windows) {
        await vi.waitFor(() => expect(namesKnownTo(client)).toHaveLength(60), PATIENT);
        expect([...client.knowledge.entries()].every(({ version }) => version === 1)).toBe(true);
      }
    });

    it('is carried on when the control plane is killed in the middle', async () => {
      const folder = temporaryFolder();
      const client = clientIn(folder);
      await client.seed(async () => Array.from({ length: 300 }, (_, i) => service(`dev-health-n${i}`)));
      const started = client.start();
      await vi.waitFor(() => expect(existsSync(join(folder, 'catalog.db-wal'))).toBe(true), {
        ...PATIENT,
        interval: 1,
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      for (const pid of processesIn(folder)) process.kill(pid, 'SIGKILL');
      await started;
      await vi.waitFor(() => expect(namesKnownTo(client)).toHaveLength(300), PATIENT);
    });
  });
});
