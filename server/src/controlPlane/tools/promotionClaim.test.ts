import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REFUSED_BY } from '../access/guard.ts';
import { policy, service } from '../testing.ts';
import { type TestClient, TestPlane } from '../testPlane.ts';
import { claimOf } from './promotionClaim.ts';

const ELSEWHERE = 'https://test.example/mcp';

let plane: TestPlane;
let ada: TestClient;
beforeEach(async () => {
  plane = await TestPlane.open();
  ada = await plane.connect('ada', 'admin', () => true);
});
afterEach(() => plane.dispose());

interface Answer {
  outcome: string;
  from: object;
  gates: { gate: string; outcome: string; message: string; findings: { rule: string }[] }[];
}

const args = (manifest: object = service('test-health-billing'), version = 3) => ({
  ...{ kind: 'Service', name: 'test-health-billing', to: 'stage', ifVersion: 3 },
  claim: { controlPlane: ELSEWHERE, entry: { version, manifest } },
});
const promote = async (given: object, client = ada) => (await client.ask('catalog_promote', given)) as Answer;
const outcomes = ({ gates }: Answer) => gates.map(({ gate, outcome }) => `${gate} ${outcome}`);
const step = ({ gates }: Answer, name: string) => gates.find(({ gate }) => gate === name);
const rules = (unverifiedPromotion: Record<string, string>, name = 'rails') =>
  ada.register(policy(name, { unverifiedPromotion }));
const inStage = () => ada.ask('catalog_search', { environment: 'stage' });

describe('a promotion from another control plane', () => {
  it('is not verified, says so at its gate, and is recorded as the word of whoever called', async () => {
    const rehearsed = await promote({ ...args(), dryRun: true });
    expect(rehearsed).toMatchObject({ outcome: 'needs-approval', from: { controlPlane: ELSEWHERE } });
    expect(outcomes(rehearsed)).toEqual([
      'entry not-verified',
      'order passed',
      'rules passed',
      'ownership passed',
      'references passed',
      'approval needs-approval',
      'concurrency passed',
    ]);
    expect(step(rehearsed, 'entry')?.message).toBe(
      'Service test-health-billing is said to be registered in test at https://test.example/mcp, as version 3. This control plane cannot look there.',
    );
    expect(await inStage()).toMatchObject({ total: 0 });

    const answer = await promote({ ...args(), reason: 'release 12' });
    expect(answer).toMatchObject({ outcome: 'promoted', from: { version: 3, controlPlane: ELSEWHERE } });
    expect(step(answer, 'entry')?.outcome).toBe('not-verified');
    expect(step(answer, 'approval')?.outcome).toBe('passed');
    expect(await ada.ask('catalog_history', { kind: 'Service', name: 'stage-health-billing' })).toMatchObject(
      {
        versions: [
          {
            actor: 'ada',
            source: `promoted from test-health-billing version 3 at ${ELSEWHERE} (not verified): release 12`,
          },
        ],
      },
    );
    const target = 'heady://catalog/stage/Service/stage-health-billing';
    expect(await plane.store.audit.query({ target }, 9)).toMatchObject([
      {
        outcome: 'promoted',
        details: {
          approved: true,
          from: { name: 'test-health-billing', version: 3, controlPlane: ELSEWHERE, verified: false },
        },
      },
    ]);
  });

  it('needs a person, whatever the role, unless a policy takes the word of whoever calls', async () => {
    const alone = await plane.connect('ada', 'admin');
    expect(await alone.call('catalog_promote', args())).toMatchObject({
      isError: true,
      _meta: { [REFUSED_BY]: 'access/catalog_promote/stage' },
    });
    expect(await inStage()).toMatchObject({ total: 0 });
    await rules({ stage: 'accept' });
    const accepted = await promote(args(), alone);
    expect(accepted).toMatchObject({ outcome: 'promoted' });
    expect(step(accepted, 'entry')?.outcome).toBe('not-verified');
    expect(step(accepted, 'approval')?.message).toContain('needs no approval');
  });

  it('is nobody else’s right: a role that may not promote may not claim either', async () => {
    await rules({ stage: 'accept' });
    const ben = await promote({ ...args(), dryRun: true }, await plane.connect('ben', 'builder'));
    expect(step(ben, 'approval')?.outcome).toBe('refused');
    const olga = await promote({ ...args(), dryRun: true }, await plane.connect('olga', 'operator'));
    expect(step(olga, 'approval')?.message).toContain('The role operator needs approval');
  });

  it('is refused where a policy says so; the strictest counts, each environment by itself', async () => {
    await rules({ prod: 'refuse' });
    expect((await promote({ ...args(), dryRun: true })).outcome).toBe('needs-approval');
    await rules({ stage: 'accept' }, 'lax');
    await rules({ stage: 'refuse' }, 'strict');
    const answer = await promote(args());
    expect(answer.outcome).toBe('refused');
    expect(step(answer, 'entry')?.message).toContain('the policy "strict" lets nothing into stage');
    const [record] = await plane.store.audit.query({ outcome: 'refused' }, 1);
    expect(record).toMatchObject({ details: { to: 'stage', gates: ['entry'], claimedAt: ELSEWHERE } });
  });

  it('goes through every gate that can be walked here', async () => {
    const lax = service('test-health-billing', { runtime: 'docker', dependsOn: ['test-health-db'] });
    const { metadata, ...rest } = lax;
    const answer = await promote(args({ ...rest, metadata: { name: metadata.name } }));
    expect(answer.outcome).toBe('refused');
    expect(outcomes(answer)).toEqual(expect.arrayContaining(['rules refused', 'references refused']));
    expect(await promote({ ...args(), to: 'prod' })).toMatchObject({ outcome: 'refused' });
    expect(await promote(args(undefined, 4))).toMatchObject({ outcome: 'conflict', from: { version: 4 } });
    await ada.register(service('stage-health-billing'));
    expect(await promote({ ...args(), ifTargetVersion: 0 })).toMatchObject({ outcome: 'conflict' });
  });

  it('is not taken on trust where this control plane knows better', async () => {
    await ada.register(service('test-health-billing', { replicas: 1 }));
    const answer = await promote({ ...args(), ifVersion: 1 });
    expect(answer.outcome).toBe('refused');
    expect(step(answer, 'entry')?.message).toContain(
      'has Service "test-health-billing" itself, as version 1',
    );
  });

  it.each([
    ['of another name', service('test-health-other')],
    ['of another environment', service('test-health-billing', { environment: 'prod' })],
    ['of another kind', { ...service('test-health-billing'), kind: 'VirtualMachine' }],
    ['that is none', {}],
  ])('takes no manifest %s', async (_, manifest) => {
    const answer = await promote(args(manifest));
    expect(answer.outcome).toBe('refused');
    expect(step(answer, 'entry')?.message).toContain(
      'is no manifest of Service "test-health-billing" in test',
    );
  });

  it('takes no manifest that registering would not take for its size', async () => {
    const answer = await promote(args(service('test-health-billing', { command: 'x'.repeat(260_000) })));
    expect(step(answer, 'entry')?.message).toContain('characters of JSON');
  });

  it('says which control plane has no such entry', async () => {
    const { claim: _, ...rest } = args();
    const answer = await promote({ ...rest, claim: { controlPlane: ELSEWHERE } });
    expect(step(answer, 'entry')).toMatchObject({
      outcome: 'refused',
      message: `The control plane at ${ELSEWHERE} has no Service "test-health-billing" in test. Register it there first.`,
    });
  });

  it('has nothing to promote of what belongs to no environment', async () => {
    const claim = { controlPlane: ELSEWHERE, entry: { version: 1, manifest: policy('rails', {}) } };
    const answer = await promote({ kind: 'Policy', name: 'rails', to: 'test', ifVersion: 1, claim });
    expect(step(answer, 'entry')?.message).toContain('A Policy belongs to no environment');
  });
});

it('keeps what lets people in out of records', () => {
  const controlPlane = 'https://ada:s3cret-Pa55word@test.example/\u202e\n';
  expect(claimOf({ controlPlane }).controlPlane).not.toMatch(/s3cret|\n|\u202e/);
});
