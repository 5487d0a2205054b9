import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseManifest } from '../../manifest/parse.ts';
import { policy, service, vertical } from '../testing.ts';
import { type TestClient, TestPlane, textOf } from '../testPlane.ts';

let plane: TestPlane;
let vera: TestClient;
let ada: TestClient;
beforeEach(async () => {
  plane = await TestPlane.open();
  ada = await plane.connect('ada', 'admin');
  vera = await plane.connect('vera', 'viewer');
});
afterEach(() => plane.dispose());

const untagged = (name: string) => ({
  ...service(name),
  metadata: { name, tags: { Owner: 'team-a', Vertical: 'health' } },
});

describe('policy_evaluate', () => {
  it('tells all findings with their severity, and who decided on it', async () => {
    await ada.register({
      ...vertical('health'),
      spec: { focus: 'Something', checks: { 'tags/required': 'info' } },
    });
    const answer = await vera.call('policy_evaluate', { manifest: { ...untagged('dev-health-a') } });
    expect(answer.structuredContent).toEqual({
      evaluated: 1,
      refused: 0,
      results: [
        {
          kind: 'Service',
          name: 'dev-health-a',
          environment: 'dev',
          outcome: 'passed',
          findings: [
            {
              rule: 'tags/required',
              severity: 'info',
              message: expect.stringContaining('DataSensitivity'),
              path: 'metadata.tags',
              blocks: false,
              page: 'docs/rules/tags/required.md',
              severityFrom: 'the vertical "health"',
            },
          ],
          undecided: ['runtime/port-conflict', 'vertical/cost-ceiling'],
        },
      ],
    });
    expect(textOf(answer)).toMatch(
      /^Service dev-health-a: passed\n {2}info: metadata\.tags: .*severity from the vertical "health"/,
    );
  });

  it('says of a policy by its name that it refuses', async () => {
    await ada.register(policy('rails', { rules: { 'tags/required': 'error' } }));
    expect(await vera.ask('policy_evaluate', { manifest: untagged('dev-health-a') })).toMatchObject({
      refused: 1,
      results: [{ outcome: 'refused', findings: [{ blocks: true, severityFrom: 'the policy "rails"' }] }],
    });
  });

  it('reads YAML with its comments: what they silence counts at the gate all the same', async () => {
    const text = `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: stage-health-billing
  tags: { Owner: team-a, Vertical: health, DataSensitivity: internal }
spec:
  environment: stage
  plane: app
  # heady-ignore runtime/production-runtime: moved next week
  runtime: docker
`;
    expect(await vera.ask('policy_evaluate', { text })).toMatchObject({
      results: [
        {
          outcome: 'refused',
          findings: [
            {
              rule: 'runtime/production-runtime',
              suppressed: 'moved next week',
              blocks: true,
              line: 10,
              column: 12,
            },
          ],
        },
      ],
    });
  });

  it('judges a registered entry, also as it would be after a promotion', async () => {
    await ada.register(service('test-health-billing', { runtime: 'docker', dependsOn: ['test-health-db'] }));
    const entry = { kind: 'Service', name: 'test-health-billing' };
    expect(await vera.ask('policy_evaluate', entry)).toMatchObject({
      results: [{ version: 1, outcome: 'passed' }],
    });
    expect(await vera.ask('policy_evaluate', { ...entry, to: 'stage' })).toMatchObject({
      results: [
        {
          name: 'stage-health-billing',
          outcome: 'refused',
          findings: [
            { rule: 'runtime/production-runtime', blocks: true },
            { rule: 'catalog/unknown-reference', path: 'spec.dependsOn[0]', blocks: true },
          ],
        },
      ],
    });
  });

  it('finds the entries that the gate would refuse today, page by page', async () => {
    for (const letter of ['a', 'b', 'c'])
      await ada.register(service(`dev-health-${letter}`), untagged(`test-health-${letter}`));
    await ada.register(policy('rails', { rules: { 'tags/required': 'error' } }));
    const all = { all: true, kind: 'Service', limit: 4 };
    const first = (await vera.ask('policy_evaluate', all)) as { nextCursor: string };
    expect(first).toMatchObject({
      total: 6,
      evaluated: 4,
      refused: 1,
      results: [{ name: 'test-health-a', version: 1, outcome: 'refused' }],
    });
    const last = await vera.call('policy_evaluate', { ...all, cursor: first.nextCursor });
    expect(last.structuredContent).toMatchObject({ evaluated: 2, refused: 2 });
    expect(last.structuredContent).not.toHaveProperty('nextCursor');
    expect(textOf(last)).toMatch(/^2 of 2 entries would be refused today; 6 match\./);
    expect(
      await vera.ask('policy_evaluate', { all: true, environment: 'dev', withPassed: true }),
    ).toMatchObject({
      evaluated: 3,
      refused: 0,
      results: [{ outcome: 'passed' }, { outcome: 'passed' }, { outcome: 'passed' }],
    });
  });

  it('tells how far it is with all of them', async () => {
    await ada.register(...['a', 'b', 'c'].map((letter) => service(`dev-health-${letter}`)));
    const told: string[] = [];
    await vera.mcp.callTool(
      { name: 'policy_evaluate', arguments: { all: true } },
      { onprogress: ({ progress, total, message }) => void told.push(`${progress} ${total} ${message}`) },
    );
    expect(told[0]).toBe('0 3 0 of 3 entries');
  });

  it('passes the sample organisation, all of it', async () => {
    const folder = new URL('../../../../samples/heady-systems/', import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.heady.yaml'),
    );
    const manifests = files
      .flatMap((file) => parseManifest(readFileSync(new URL(file, folder), 'utf8')).documents)
      .map(({ document }) => document);
    expect(manifests.length).toBeGreaterThan(10);
    const first = ['Policy', 'Vertical', 'Environment'];
    const inOrder = manifests.toSorted(
      (a, b) => Number(first.includes(b.kind ?? '')) - Number(first.includes(a.kind ?? '')),
    );
    await ada.register(...inOrder.map(({ value }) => value as object));
    expect(await vera.ask('policy_evaluate', { all: true })).toMatchObject({
      evaluated: manifests.length,
      refused: 0,
      results: [],
    });
  });

  it.each([
    [{}, /Give one of/],
    [{ manifest: {}, text: 'x' }, /Give one of/],
    [{ name: 'dev-health-a' }, /Give one of/],
    [{ kind: 'Service', name: 'dev-health-a' }, /catalog has no Service named "dev-health-a"/],
    [{ text: 'a: 1\n---\nb: 2\n' }, /several manifests/],
    [{ all: true, to: 'prod' }, /one entry at a time/],
    [{ manifest: { kind: 'Policy', metadata: { name: 'x' } }, to: 'prod' }, /belongs to no environment/],
    [
      { manifest: { kind: 'constructor', spec: { environment: 'dev' } }, to: 'prod' },
      /belongs to no environment/,
    ],
    [{ manifest: { metadata: { name: 'x'.repeat(300_000) } } }, /the catalog takes/],
  ])('says what it cannot judge: %j', async (args, message) => {
    const answer = await vera.call('policy_evaluate', args);
    expect(answer.isError).toBe(true);
    expect(textOf(answer)).toMatch(message);
  });
});
