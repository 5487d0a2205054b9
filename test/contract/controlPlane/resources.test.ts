import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openStore } from '../../../server/src/controlPlane/openStore.ts';
import { draft } from '../../../server/src/controlPlane/store/contract/storeFixture.ts';
import { policy, service, vertical } from '../../../server/src/controlPlane/testing.ts';
import { PEERS, type Peer } from './peers.ts';
import { temporaryFolder } from './process.ts';

const database = () => join(temporaryFolder(), 'catalog.db');

async function register(peer: Peer, ...manifests: Record<string, unknown>[]): Promise<void> {
  for (const manifest of manifests) {
    const { structuredContent } = await peer.call('catalog_register', { manifest });
    expect(structuredContent).toMatchObject({ outcome: expect.stringMatching(/created|updated/) });
  }
}

describe.each(PEERS)('the resources of the control plane, to $title', ({ connect }) => {
  it('tell of a vertical what decides about it and how many entries it has', async () => {
    const peer = await connect(database());
    const health = vertical('health');
    const terms = [{ pattern: 'patient zero', alternatives: ['index case'] }];
    const spec = { ...health.spec, checks: { 'tags/required': 'error' }, terms };
    await register(peer, { ...health, spec }, policy('rails', { rules: { 'naming/duplicate': 'off' } }));
    await register(peer, service('dev-health-a'), service('dev-health-b'), service('prod-health-a'));
    await register(peer, service('dev-data-lake'));
    const read = (await peer.read('heady://verticals/health')) as {
      rules: { id: string; severities: Record<string, unknown> }[];
      packs: { id: string }[];
    };
    expect(read).toMatchObject({
      entry: { kind: 'Vertical', name: 'health', manifest: { spec } },
      terms,
      entries: {
        total: 3,
        byEnvironment: {
          dev: { total: 2, byKind: { Service: 2 } },
          prod: { total: 1, byKind: { Service: 1 } },
          none: { total: 0, byKind: {} },
        },
      },
    });
    expect(read.packs.map(({ id }) => id)).toContain('health');
    const decided = (id: string) => read.rules.find((rule) => rule.id === id)?.severities.dev;
    expect(decided('tags/required')).toEqual({
      severity: 'error',
      origin: { by: 'vertical', name: 'health' },
    });
    expect(decided('naming/duplicate')).toEqual({ severity: 'off', origin: { by: 'policy', name: 'rails' } });
  });

  it('tell of all policies what they make of each rule', async () => {
    const peer = await connect(database());
    const prod = { severity: 'info', environments: ['prod'] };
    const custom = [{ id: 'titled', path: 'metadata.title', check: 'required', severity: 'warning' }];
    await register(peer, policy('rails', { rules: { 'tags/required': prod }, custom }));
    const read = (await peer.read('heady://policies')) as {
      policies: object[];
      rules: { id: string; severities: object }[];
    };
    expect(read.policies).toMatchObject([{ name: 'rails' }]);
    const severities = (id: string) => read.rules.find((rule) => rule.id === id)?.severities;
    expect(severities('tags/required')).toEqual({
      dev: { severity: 'warning', origin: { by: 'rule' } },
      test: { severity: 'warning', origin: { by: 'rule' } },
      stage: { severity: 'error', origin: { by: 'environment', name: 'stage' } },
      prod: { severity: 'info', origin: { by: 'policy', name: 'rails' } },
    });
    expect(severities('policy/titled')).toMatchObject({ dev: { severity: 'warning' } });
  });

  it('give templates and the pages of rules, and complete what names them', async () => {
    const peer = await connect(database());
    await register(peer, vertical('health'), vertical('data'));
    expect(await peer.resources()).toEqual(
      expect.arrayContaining(['heady://policies', 'heady://templates/service', 'heady://verticals/health']),
    );
    expect(await peer.read('heady://templates/service')).toMatchObject({
      kind: 'Service',
      text: expect.stringContaining('kind: Service'),
      parameters: expect.arrayContaining([expect.objectContaining({ name: 'spec.environment' })]),
    });
    const complete = (template: string, name: string, value: string, given = {}) =>
      peer.complete({ template: `heady://${template}` }, { name, value }, given);
    expect(await complete('verticals/{name}', 'name', 'he')).toEqual(['health']);
    expect(await complete('templates/{name}', 'name', 'serv')).toEqual(['service']);
    expect(await complete('rules/{group}/{rule}', 'group', 'nam')).toEqual(['naming']);
    expect(await complete('rules/{group}/{rule}', 'rule', 'ser', { group: 'naming' })).toEqual(['service']);
    expect(await complete('rules/{group}/{rule}', 'rule', 'ser', { group: 'tags' })).toEqual([]);
  });

  it('give all files of a template of a project, as its folder has them now', async () => {
    const folder = temporaryFolder();
    const peer = await connect(database(), '--templates', folder);
    expect((await peer.resources()).filter((uri) => uri.includes('/projects/'))).toEqual([]);
    const file = (path: string, content: string | Buffer, mode = 0o644) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content, { mode });
    };
    const manifest = 'apiVersion: heady.systems/v1\nkind: Template\nmetadata: { name: ours, title: Ours }\n';
    file('ours/template.heady.yaml', `${manifest}spec: { version: 1.0.0, creates: Service }\n`);
    file('ours/files/run.sh', 'echo\n', 0o755);
    file('ours/files/logo.png', Buffer.from([0x89, 0xff]));
    symlinkSync('/etc/passwd', join(folder, 'link'));
    expect(await peer.resources()).toContain('heady://templates/projects/ours');
    expect(await peer.read('heady://templates/projects/ours')).toEqual({
      name: 'ours',
      title: 'Ours',
      description: '',
      files: expect.arrayContaining([
        { path: 'files/run.sh', text: 'echo\n', executable: true },
        { path: 'files/logo.png', base64: 'if8=' },
      ]),
    });
    for (const name of ['nothing', 'link', '..%2F..%2Fetc', '%2E%2E'])
      await expect(peer.read(`heady://templates/projects/${name}`)).rejects.toThrow();
  });

  it('are not found where there is none', async () => {
    const peer = await connect(database());
    for (const uri of [
      'heady://verticals/nothing',
      'heady://verticals/%ZZ',
      'heady://templates/nothing',
      'heady://rules/naming/nothing',
      'heady://rules/..%2F..%2F..%2Fetc/passwd',
      'heady://nothing',
    ]) {
      await expect(peer.read(uri)).rejects.toMatchObject({ code: -32602, data: { uri } });
    }
  });

  it('are listed page by page', async () => {
    const path = database();
    const store = await openStore(`sqlite:${path}`, (message) => expect.fail(message));
    const names = Array.from({ length: 230 }, (_, i) => `vertical-${String(i).padStart(3, '0')}`);
    for (const name of names) await store.catalog.put(draft(vertical(name)));
    await store.close();
    const peer = await connect(path);
    const seen: string[] = [];
    const sizes: number[] = [];
    let cursor: string | undefined;
    do {
      const { uris, nextCursor } = await peer.page(cursor);
      seen.push(...uris);
      sizes.push(uris.length);
      cursor = nextCursor;
    } while (cursor !== undefined);
    expect(seen.filter((uri) => uri.startsWith('heady://verticals/'))).toEqual(
      names.map((name) => `heady://verticals/${name}`),
    );
    expect(new Set(seen).size).toBe(seen.length);
    expect(sizes.slice(0, 2)).toEqual([100, 100]);
    expect(Math.max(...sizes)).toBe(100);
    for (const wrong of ['x', '', 'bGlzdCAtMQ'])
      await expect(peer.page(wrong)).rejects.toMatchObject({ code: -32602 });
  });

  it('announce what a change of a policy, a vertical or an entry touches', async () => {
    const peer = await connect(database());
    await register(peer, vertical('health'), vertical('data'), service('dev-health-a'));
    const seen = await peer.subscribe([
      'heady://policies',
      'heady://verticals/health',
      'heady://verticals/data',
    ]);
    const announced = async (uris: string[], ...manifests: Record<string, unknown>[]) => {
      seen.length = 0;
      await register(peer, ...manifests);
      await vi.waitFor(() => expect(new Set(seen.filter((uri) => uri !== 'list'))).toEqual(new Set(uris)), {
        timeout: 120_000,
      });
    };
    await announced(['heady://policies'], policy('rails', {}));
    await announced(['heady://verticals/health'], {
      ...vertical('health'),
      spec: { focus: 'Something else' },
    });
    await announced(['heady://verticals/data'], service('dev-data-lake'));
    const moved = service('dev-health-a', {}, { Vertical: 'data' });
    const judged = { ...policy('rails', { rules: { 'naming/vertical-mismatch': 'off' } }) };
    await announced(
      ['heady://policies', 'heady://verticals/health', 'heady://verticals/data'],
      judged,
      moved,
    );
  });
});
