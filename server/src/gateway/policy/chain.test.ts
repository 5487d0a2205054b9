import { expect, test } from 'vitest';
import { LOCAL } from '../../controlPlane/access/principal.ts';
import { DEFAULTS, type Upstream } from '../upstream.ts';
import { type GatewayCall, Refusal, type Stage } from './call.ts';
import { compose, policyChain } from './chain.ts';

test('the first stage is the outermost, and each may change what the next one sees', async () => {
  const seen: string[] = [];
  const noting =
    (name: string): Stage =>
    async (call, next) => {
      seen.push(`${name} ${call.item}`);
      const result = await next({ ...call, item: `${call.item}+` });
      seen.push(name);
      return result;
    };
  const result = await compose([noting('a'), noting('b')])(callOf('tool'), async ({ item }) => ({ item }));
  expect(result).toEqual({ item: 'tool++' });
  expect(seen).toEqual(['a tool', 'b tool+', 'b', 'a']);
});

test('without stages the call goes where it is going', async () => {
  expect(await compose([])(callOf('tool'), async ({ item }) => ({ item }))).toEqual({ item: 'tool' });
});

test('a tool that is denied or not allowed never reaches its server', async () => {
  const chain = policyChain();
  const dispatch = async () => ({ reached: true });
  await expect(chain(callOf('other', { allow: ['tool'] }), dispatch)).rejects.toThrow(Refusal);
  await expect(chain(callOf('tool', { allow: ['tool'], deny: ['tool'] }), dispatch)).rejects.toMatchObject({
    rule: 'gateway/allowlist',
  });
  expect(await chain(callOf('tool', { allow: ['tool'] }), dispatch)).toEqual({ reached: true });
});

function callOf(item: string, tools: Upstream['tools'] = {}): GatewayCall {
  return {
    upstream: {
      name: 'server',
      origin: { kind: 'manifest', uri: 'server.heady.yaml' },
      transport: 'stdio',
      args: [],
      env: {},
      replicas: [''],
      tools,
      trustHints: false,
      ...DEFAULTS,
    },
    method: 'tools/call',
    item,
    params: { name: item },
    principal: LOCAL,
    environment: 'dev',
    correlation: '1',
    signal: new AbortController().signal,
  };
}
