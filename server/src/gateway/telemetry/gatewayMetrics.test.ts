import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { policyChain } from '../policy/chain.ts';
import { Governance } from '../policy/governance.ts';
import { callOf, upstreamOf } from '../policy/testCall.ts';
import { Unanswered } from '../policy/unanswered.ts';
import { gatewayMetrics } from './gatewayMetrics.ts';

function measured() {
  const registry = new Registry();
  const governance = new Governance();
  const upstream = upstreamOf({ replicas: ['https://user:secret@a/mcp?token=1'] });
  governance.observers.push(gatewayMetrics(registry, governance, [upstream]));
  const chain = policyChain(governance);
  return { registry, upstream, chain };
}

test('what passed the chain is counted by server, tool, outcome and rule', async () => {
  const { registry, upstream, chain } = measured();
  const definition = { name: 'tool' };
  await chain(callOf({ upstream, definition }), async () => ({}));
  const denied = callOf({ upstream: { ...upstream, tools: { deny: ['tool'] } }, definition });
  await chain(denied, async () => ({})).catch(() => {});
  await chain(callOf({ upstream, method: 'prompts/get', item: 'prompt' }), async () => ({}));
  const text = await registry.metrics();
  expect(text).toContain('heady_gateway_calls_total{server="server",method="tools/call",outcome="done"} 1');
  expect(text).toContain('heady_gateway_calls_total{server="server",method="prompts/get",outcome="done"} 1');
  expect(text).toContain('heady_gateway_tool_calls_total{server="server",tool="tool",outcome="refused"} 1');
  expect(text).toContain('heady_gateway_refusals_total{server="server",rule="gateway/tool-not-allowed"} 1');
  expect(text).toContain('heady_gateway_call_duration_seconds_count{server="server"} 2');
  expect(text).toContain('heady_gateway_calls{server="server",state="active"} 0');
});

test('a breaker that opens is seen, without what is secret in the URL', async () => {
  const { registry, upstream, chain } = measured();
  const lost = () => Promise.reject(new Unanswered(new Error('lost'), true));
  for (let i = 0; i < 5; i++) await chain(callOf({ upstream }), lost).catch(() => {});
  const text = await registry.metrics();
  expect(text).toContain('heady_gateway_breaker_state{server="server",replica="https://a/mcp"} 2');
  expect(text).not.toContain('secret');
});

test('names that a caller makes up do not become labels', async () => {
  const { registry, upstream, chain } = measured();
  for (let i = 0; i < 50; i++) await chain(callOf({ upstream, item: `made up ${i}` }), async () => ({}));
  const text = await registry.metrics();
  expect(text).not.toContain('made up');
  expect(text).toContain('heady_gateway_tool_calls_total{server="server",tool="other",outcome="done"} 50');
});
