import { expect, test } from 'vitest';
import type { Role } from '../../controlPlane/access/roles.ts';
import { authorize, mayCallTool } from './authorize.ts';
import type { GatewayCall } from './call.ts';
import { callOf, upstreamOf } from './testCall.ts';

const origin = { kind: 'controlPlane', uri: '--control-plane' } as const;
const as = (...roles: Role[]) => ({ subject: 'somebody', roles });
const there = (actsAs: Role, changes: Partial<GatewayCall>) =>
  callOf({ upstream: upstreamOf({ origin, trustHints: true, actsAs }), ...changes });
const outcome = async (call: GatewayCall) =>
  await authorize(() => 'locked')(call, async () => ({})).then(
    () => 'passed',
    (error) => `${error.rule}: ${error.message}`,
  );
const tool = (item: string, args: object = {}) => ({ item, params: { name: item, arguments: args } });
const secret = { name: 'health/billing-db', environment: 'dev', value: 'x' };

test('whoever calls, an agent’s way to the control plane is an agent’s', async () => {
  expect(await outcome(there('agent', tool('catalog_search')))).toBe('passed');
  expect(await outcome(there('agent', tool('secret_set', secret)))).toMatch(
    /^gateway\/role: With the role agent you may not .* one acts there as agent at most/,
  );
  expect(await outcome(there('agent', { method: 'resources/read', item: 'heady://policies' }))).toBe(
    'passed',
  );
  expect(await outcome(there('agent', { method: 'resources/read', item: 'heady://audit' }))).toMatch(
    /^gateway\/role/,
  );
  expect(await outcome(there('agent', { method: 'prompts/get', item: 'review_impact' }))).toBe('passed');
});

test('where more is let through, it is still no more than the caller may', async () => {
  expect(await outcome(there('admin', tool('secret_set', secret)))).toBe('passed');
  const builder = { principal: as('builder'), ...tool('secret_set', secret) };
  expect(await outcome(there('admin', builder))).toMatch(/^gateway\/role: With the role builder/);
  expect(await outcome(there('admin', { principal: as('agent'), ...tool('catalog_search') }))).toBe('passed');
  expect(await outcome(there('admin', { principal: as('viewer'), ...tool('catalog_search') }))).toMatch(
    /^gateway\/role/,
  );
});

test('listed is what may be called for something', () => {
  const offered = (actsAs: Role, role: Role) =>
    ['catalog_search', 'catalog_register', 'secret_list', 'unheard_of'].filter((name) =>
      mayCallTool(as(role), upstreamOf({ origin, actsAs }), name),
    );
  expect(offered('agent', 'admin')).toEqual(['catalog_search']);
  expect(offered('builder', 'admin')).toEqual(['catalog_search', 'catalog_register']);
  expect(offered('admin', 'admin')).toEqual(['catalog_search', 'catalog_register', 'secret_list']);
  expect(offered('admin', 'agent')).toEqual(['catalog_search']);
  expect(offered('admin', 'viewer')).toEqual([]);
});

test('prod stays locked', async () => {
  const call = there('admin', {
    environment: 'prod',
    ...tool('secret_set', { ...secret, environment: 'prod' }),
  });
  expect(await outcome(call)).toMatch(/^gateway\/prod-read-only/);
});
