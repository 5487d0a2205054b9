import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CatalogStore } from '../store/catalogStore.ts';
import { openSqliteStore } from '../store/sqlite/openSqliteStore.ts';
import type { Store } from '../store/store.ts';
import { policy, service, vertical } from '../testing.ts';
import { documentOf, draftOf } from './draft.ts';
import { blocking } from './gate.ts';
import { rulesGate } from './rulesGate.ts';

describe('rulesGate', () => {
  let folder: string;
  let opened: Store;
  let store: CatalogStore;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'heady-gate-'));
    opened = await openSqliteStore(join(folder, 'catalog.db'), { warn: (message) => expect.fail(message) });
    store = opened.catalog;
  });
  afterEach(async () => {
    await opened.close();
    rmSync(folder, { recursive: true });
  });
  const put = async (manifest: Record<string, unknown>) => {
    const document = documentOf(manifest);
    const draft = document && draftOf(document, undefined);
    if (draft) await store.put(draft);
  };
  const verdictOn = (manifest: Record<string, unknown>, gate = rulesGate(store)) => {
    const document = documentOf(manifest);
    return document ? gate.judge(document) : expect.fail('no document');
  };
  const judge = async (manifest: Record<string, unknown>, gate = rulesGate(store)) =>
    blocking(await verdictOn(manifest, gate));

  it('lets a sound service pass, also to prod, which it is on its way into', async () => {
    expect(await judge(service('dev-health-billing'))).toEqual([]);
    expect(await judge(service('prod-health-billing'))).toEqual([]);
  });

  it('lets what is registered be registered again', async () => {
    await put(vertical('health'));
    expect(await judge(vertical('health'))).toEqual([]);
  });

  it('lists every error with its rule and place', async () => {
    const findings = await judge(service('dev-health-billing', { plane: 'edge', replicas: -1 }));
    expect(findings.map(({ rule, path }) => [rule, path])).toEqual([
      ['schema/enum', 'spec.plane'],
      ['schema/range', 'spec.replicas'],
    ]);
  });

  it('counts items as they were sent', async () => {
    const ports = [null, { port: 1, protocol: 'ftp' }];
    const findings = await judge(service('dev-health-billing', { ports }));
    expect(findings.map(({ path }) => path)).toEqual(['spec.ports[1].protocol']);
  });

  it('shows what is missing at what lacks it', async () => {
    const { apiVersion, kind, metadata } = service('dev-health-billing');
    const findings = await judge({ apiVersion, kind, metadata, spec: { environment: 'dev', plane: 'app' } });
    expect(findings).toEqual([
      { rule: 'schema/required', path: 'spec', message: expect.stringContaining('runtime') },
    ]);
  });

  it('lets no service into prod without an owner, whatever a policy says', async () => {
    const off = { severity: 'off', environments: ['stage', 'prod'] };
    await put(policy('lax', { rules: { 'tags/required': off, 'catalog/prod-owner': off } }));
    const unowned = (name: string) => {
      const { metadata, ...rest } = service(name);
      return { ...rest, metadata: { name: metadata.name } };
    };
    expect(await judge(unowned('prod-health-billing'))).toEqual([
      { rule: 'catalog/prod-owner', path: 'metadata.name', message: expect.stringContaining('"Owner"') },
    ]);
    expect(await judge(unowned('stage-health-billing'))).toEqual([]);
  });

  it('lets warnings pass', async () => {
    const { metadata, ...rest } = service('dev-health-billing');
    expect(await judge({ ...rest, metadata: { name: metadata.name } })).toEqual([]);
  });

  it('follows the policies that are registered, also those of another process', async () => {
    const gate = rulesGate(store);
    const { metadata, ...rest } = service('dev-health-billing');
    const untagged = {
      ...rest,
      metadata: { name: metadata.name, tags: { Owner: 'team-health', Vertical: 'health' } },
    };
    expect(await judge(untagged, gate)).toEqual([]);
    await put(policy('rails', { rules: { 'tags/required': 'error' } }));
    expect((await judge(untagged, gate)).map(({ rule }) => rule)).toEqual(['tags/required']);
    await put(policy('rails', { rules: { 'tags/required': 'info' } }));
    expect(await judge(untagged, gate)).toEqual([]);
  });

  it('forgets what was retired', async () => {
    const gate = rulesGate(store);
    const strict = policy('rails', { rules: { 'tags/required': 'error' } });
    await put(strict);
    const { metadata, ...rest } = service('dev-health-billing');
    const untagged = { ...rest, metadata: { name: metadata.name } };
    expect(await judge(untagged, gate)).toHaveLength(3);
    await store.retire({ kind: 'Policy', name: 'rails', environment: undefined });
    expect(await judge(untagged, gate)).toEqual([]);
  });

  it('knows what a manifest refers to, and what that refers to', async () => {
    await put(service('dev-health-b', { dependsOn: ['dev-health-c'] }));
    await put(service('dev-health-c', { dependsOn: ['dev-health-a'] }));
    const findings = await judge(service('dev-health-a', { dependsOn: ['dev-health-b'] }));
    expect(findings).toEqual([
      {
        rule: 'catalog/dependency-cycle',
        path: 'spec.dependsOn[0]',
        message: expect.stringContaining('"dev-health-a" → "dev-health-b" → "dev-health-c"'),
      },
    ]);
  });

  it('lets pass what is not registered yet, and says so', async () => {
    const { findings } = await verdictOn(service('dev-health-a', { dependsOn: ['dev-health-later'] }));
    expect(findings).toMatchObject([{ rule: 'catalog/unknown-reference', severity: 'error', blocks: false }]);
  });

  it('says who decided on a severity, and what it cannot decide', async () => {
    await put(policy('rails', { rules: { 'tags/required': 'info' } }));
    const { metadata, ...rest } = service('stage-health-billing', { runtime: 'docker' });
    const { findings, undecided } = await verdictOn({ ...rest, metadata: { name: metadata.name } });
    expect(findings.map(({ rule, severity, origin, blocks }) => [rule, severity, origin, blocks])).toEqual([
      ['runtime/production-runtime', 'error', { by: 'rule' }, true],
      ['tags/required', 'error', { by: 'environment', name: 'stage' }, true],
      ['tags/required', 'error', { by: 'environment', name: 'stage' }, true],
      ['tags/required', 'error', { by: 'environment', name: 'stage' }, true],
    ]);
    const inDev = await verdictOn({
      ...service('dev-health-billing'),
      metadata: { name: 'dev-health-billing' },
    });
    expect(inDev.findings[0]).toMatchObject({ severity: 'info', origin: { by: 'policy', name: 'rails' } });
    expect(undecided).toEqual(['runtime/port-conflict', 'vertical/cost-ceiling']);
  });
});
