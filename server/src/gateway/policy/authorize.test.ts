import { expect, test } from 'vitest';
import { ROLES, type Role } from '../../controlPlane/access/roles.ts';
import { authorize, checkUse, mayCallTool } from './authorize.ts';
import type { GatewayCall } from './call.ts';
import { callOf, upstreamOf } from './testCall.ts';

const locked = authorize(() => 'locked');
const reach = async () => ({ reached: true });
const ruleFor = async (call: GatewayCall, stage = locked) =>
  await stage(call, reach).then(
    () => 'passed',
    (error) => error.rule,
  );
const as = (...roles: Role[]) => ({ principal: { subject: 'somebody', roles } });

test('the list of a manifest says which tools are offered, and what it denies it denies', async () => {
  const of = (tools: { allow?: string[]; deny?: string[] }) => callOf({ upstream: upstreamOf({ tools }) });
  expect(await ruleFor(of({}))).toBe('passed');
  expect(await ruleFor(of({ allow: ['tool'] }))).toBe('passed');
  expect(await ruleFor(of({ allow: ['other'] }))).toBe('gateway/tool-not-allowed');
  expect(await ruleFor(of({ allow: [] }))).toBe('gateway/tool-not-allowed');
  expect(await ruleFor(of({ allow: ['tool'], deny: ['tool'] }))).toBe('gateway/tool-not-allowed');
  expect(await ruleFor({ ...of({ deny: ['tool'] }), method: 'prompts/get' })).toBe('passed');
});

test('a server is there in its environments only', async () => {
  const upstream = upstreamOf({ environments: ['dev', 'test'] });
  expect(await ruleFor(callOf({ upstream }))).toBe('passed');
  for (const method of ['tools/call', 'prompts/get', 'resources/read', 'completion/complete'] as const)
    expect(await ruleFor(callOf({ upstream, method, environment: 'stage' }))).toBe('gateway/environment');
});

test('who may call tools, by role and by what a manifest names', () => {
  const open = upstreamOf();
  const listing = upstreamOf({ tools: { allow: ['tool'] } });
  const naming = upstreamOf({ roles: ['operator', 'agent', 'viewer'] });
  const matrix = ROLES.map((role) => [
    role,
    ...[open, listing, naming].map((upstream) =>
      mayCallTool({ subject: 'x', roles: [role] }, upstream, 'tool'),
    ),
  ]);
  expect(matrix).toEqual([
    ['admin', true, true, false],
    ['operator', true, true, true],
    ['agent', false, true, true],
    ['builder', false, true, false],
    ['viewer', false, false, false],
  ]);
  expect(mayCallTool({ subject: 'x', roles: ['viewer', 'operator'] }, naming, 'tool')).toBe(true);
  expect(mayCallTool({ subject: 'x', roles: [] }, open, 'tool')).toBe(false);
});

test('a refusal for a role says who may, or what would let it', async () => {
  const naming = upstreamOf({ roles: ['operator'] });
  await expect(locked(callOf({ upstream: naming, ...as('builder') }), reach)).rejects.toThrow(/for operator/);
  await expect(locked(callOf(as('agent')), reach)).rejects.toThrow(/spec\.tools\.allow/);
  await expect(locked(callOf(as('viewer')), reach)).rejects.toThrow(/viewer calls no tools/);
  expect(await ruleFor(callOf({ upstream: naming, ...as('builder'), method: 'prompts/get' }))).toBe(
    'gateway/role',
  );
  expect(await ruleFor(callOf({ ...as('viewer'), method: 'resources/read' }))).toBe('passed');
  expect(await ruleFor(callOf({ ...as(), method: 'resources/read' }))).toBe('gateway/role');
});

test('who may not use a server is not told by it of anything either', () => {
  const naming = upstreamOf({ roles: ['operator'], environments: ['dev'] });
  const operator = { subject: 'somebody', roles: ['operator'] } as const;
  expect(() => checkUse(naming, operator, 'dev')).not.toThrow();
  expect(() => checkUse(naming, operator, 'test')).toThrow(/offered in dev only/);
  expect(() => checkUse(naming, { ...operator, roles: ['agent'] }, 'dev')).toThrow(/for operator/);
});

test('in prod only tools pass of which a trusted server says that they change nothing', async () => {
  const inProd = (trustHints: boolean, annotations?: object) =>
    callOf({
      environment: 'prod',
      upstream: upstreamOf({ trustHints }),
      ...(annotations ? { definition: { name: 'tool', annotations } } : {}),
    });
  expect(await ruleFor(inProd(true, { readOnlyHint: true }))).toBe('passed');
  for (const call of [
    inProd(false, { readOnlyHint: true }),
    inProd(true, { readOnlyHint: false }),
    inProd(true, { readOnlyHint: 'true' }),
    inProd(true, { idempotentHint: true }),
    inProd(true),
  ]) {
    expect(await ruleFor(call)).toBe('gateway/prod-read-only');
    expect(await ruleFor({ ...call, environment: 'stage' })).toBe('passed');
    expect(await ruleFor({ ...call, method: 'resources/read' })).toBe('passed');
  }
});

test('prod can be unlocked, for one tool and not for another', async () => {
  const stage = authorize(({ item }) => (item === 'tool' ? 'unlocked' : 'locked'));
  expect(await ruleFor(callOf({ environment: 'prod' }), stage)).toBe('passed');
  expect(await ruleFor(callOf({ environment: 'prod', item: 'other' }), stage)).toBe('gateway/prod-read-only');
});
