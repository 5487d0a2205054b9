import { Agent } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { service } from '../../../server/src/controlPlane/testing.ts';
import { startHttp, TOKEN } from '../controlPlane/httpProcess.ts';
import { startRaw, temporaryFolder } from '../controlPlane/process.ts';
import { mcpHeaders, sendRaw } from '../controlPlane/rawHttp.ts';
import { tokenOf } from '../controlPlane/tokens.ts';
import { type Fuzzed, fuzzedMessage, type Surface } from './fuzzedMessages.ts';
import { type Ask, askOverHttp, askOverPipes } from './jsonRpc.ts';
import { SeededRandom } from './seededRandom.ts';

const MESSAGES = 10_000;
const LANES = 8;
const TIMEOUT = 300_000;

/** Far more than what is sent, and far less than what would be kept of it if it were. In bytes. */
const MEMORY = 600_000_000;

async function surfaceOf(ask: Ask): Promise<Surface> {
  const [{ result: tools }, { result: resources }, { result: templates }] = await Promise.all([
    ask('tools/list', {}),
    ask('resources/list', {}),
    ask('resources/templates/list', {}),
  ]);
  const { resourceTemplates } = templates as { resourceTemplates: { uriTemplate: string }[] };
  return {
    tools: (tools as unknown as Surface).tools,
    uris: [
      ...(resources as { resources: { uri: string }[] }).resources.map(({ uri }) => uri),
      ...resourceTemplates.map(({ uriTemplate }) => uriTemplate.replaceAll(/\{\w+\}/g, 'dev')),
    ],
  };
}

/** Mostly those that a message needs to be read at all. */
function headersFor(
  envelope: Fuzzed['envelope'],
  session: string,
  random: SeededRandom,
): Record<string, string> {
  if (random.chance(0.1)) return { 'mcp-protocol-version': random.pick(['2026-07-28', '1999-01-01', 'x']) };
  if (!envelope) return { 'mcp-session-id': random.chance(0.9) ? session : 'x' };
  const { method, name } = envelope;
  return {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method,
    ...(/^[\x21-\x7e]{1,200}$/.test(name) ? { 'mcp-name': name } : {}),
  };
}

async function expectItWorks(ask: Ask): Promise<void> {
  const after = { manifest: service('dev-health-after') };
  expect(await ask('tools/call', { name: 'catalog_register', arguments: after })).toMatchObject({
    result: { structuredContent: { outcome: 'created' } },
  });
  // No message of one has changed what all others are made of.
  expect(await ask('tools/call', { name: 'catalog_search', arguments: { text: 'after' } })).toMatchObject({
    result: { structuredContent: { total: 1, entries: [{ name: 'dev-health-after' }] } },
  });
}

it('messages that nobody would send are all answered over HTTP, and do no harm', {
  timeout: TIMEOUT,
}, async () => {
  const limits = ['--limit-user', '--limit-workspace', '--limit-administration'];
  const { url, lines, child } = await startHttp({ args: limits.flatMap((limit) => [limit, '10000000']) });
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const ask = await askOverHttp(url, TOKEN);
  const surface = await surfaceOf(ask);
  const random = new SeededRandom(20_261_121);
  const tokens = [TOKEN, TOKEN, await tokenOf('operator'), await tokenOf('viewer')];
  const statuses = new Map<number, number>();
  const lane = async () => {
    for (let i = 0; i < MESSAGES / LANES; i++) {
      const { text, envelope } = fuzzedMessage(random, surface);
      const headers = { ...mcpHeaders(random.pick(tokens)), ...headersFor(envelope, ask.session, random) };
      const { status } = await sendRaw(url, { headers, body: [text], agent });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  expect([...statuses.values()].reduce((sum, count) => sum + count)).toBe(MESSAGES);
  expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([]);
  // Some were sound, so that not all were stopped at the first check.
  expect(statuses.get(200)).toBeGreaterThan(MESSAGES / 10);
  expect(lines.map((line) => JSON.parse(line).msg)).not.toContain('could not answer');
  expect(child.exitCode).toBeNull();
  await expectItWorks(ask);
  const metrics = await sendRaw(url, { method: 'GET', path: '/metrics', headers: mcpHeaders(TOKEN) });
  const [, memory] = /^process_resident_memory_bytes (\S+)$/m.exec(metrics.body) ?? [];
  expect(Number(memory)).toBeGreaterThan(0);
  expect(Number(memory)).toBeLessThan(MEMORY);
});

it('messages that nobody would send do no harm over pipes', { timeout: TIMEOUT }, async () => {
  const raw = startRaw(['--stdio', '--store', `sqlite:${join(temporaryFolder(), 'catalog.db')}`]);
  const ask = await askOverPipes(raw);
  const surface = await surfaceOf(ask);
  const random = new SeededRandom(20_261_122);
  for (let i = 0; i < MESSAGES; i++) {
    raw.say(fuzzedMessage(random, surface).text);
    // Not more at a time than it takes.
    if (i % 500 === 0) await ask('tools/list', {});
  }
  await ask('tools/list', {});
  expect(raw.child.exitCode).toBeNull();
  await expectItWorks(ask);
  // It goes to a terminal or to an editor's output.
  expect(raw.stderr()).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u);
});
