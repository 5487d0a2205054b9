import { HOSTILE_TEXTS } from './hostileTexts.ts';
import { type Schema, sampleOf } from './schemaSamples.ts';
import type { SeededRandom } from './seededRandom.ts';

/** What the control plane says it has: so that what is added later is fuzzed too. */
export interface Surface {
  tools: readonly { name: string; inputSchema: Schema }[];
  uris: readonly string[];
}

const METHODS = [
  'tools/list',
  'resources/read',
  'resources/subscribe',
  'resources/list',
  'initialize',
  'server/discover',
  'completion/complete',
  'prompts/get',
  'logging/setLevel',
  'notifications/cancelled',
  'notifications/initialized',
  'ping',
  'x',
  '__proto__',
];

const VALUES: readonly unknown[] = [
  ...HOSTILE_TEXTS,
  null,
  true,
  -1,
  0.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  [],
  {},
  [[]],
  'heady://catalog/dev',
  { kind: 'Service', metadata: { name: 'dev-a-b' } },
  JSON.parse('{"__proto__": {"isAdmin": true}, "constructor": {"prototype": {"isAdmin": true}}}'),
];

/** Spliced into the text of a message. */
const SPLICES = [
  '',
  '"',
  '}',
  ',',
  '\\u0000',
  '\u0007',
  '\ud83d',
  '9'.repeat(400),
  '1e999',
  '['.repeat(3_000),
];

export interface Fuzzed {
  /** One line. */
  text: string;
  /** What 2026 has repeated in headers; absent where the message is of 2025, or none. */
  envelope?: { method: string; name: string };
}

/** A message of either era that is a little, or altogether, wrong. */
export function fuzzedMessage(random: SeededRandom, { tools, uris }: Surface): Fuzzed {
  if (random.chance(0.03)) return { text: garbage(random) };
  const request = random.chance(0.6) ? toolCall(random, tools) : otherRequest(random, uris);
  const message: Record<string, unknown> = {
    jsonrpc: '2.0',
    id: random.chance(0.8) ? random.below(1e6) + 1e6 : random.pick(VALUES),
    ...request,
  };
  if (random.chance(0.2)) message[random.pick(['jsonrpc', 'id', 'method', 'params'])] = random.pick(VALUES);
  const text = JSON.stringify(random.chance(0.05) ? [message, message] : message);
  const { method, params } = request;
  const envelope = '_meta' in params ? { envelope: { method, name: String(params.name) } } : {};
  if (random.chance(0.8)) return { text, ...envelope };
  const at = random.below(text.length);
  return { text: text.slice(0, at) + random.pick(SPLICES) + text.slice(at + 1), ...envelope };
}

function toolCall(random: SeededRandom, tools: Surface['tools']) {
  const { name, inputSchema } = random.pick(tools);
  const args = mutated(sampleOf(inputSchema), random);
  return { method: 'tools/call', params: withMeta({ name, arguments: args }, random) };
}

function otherRequest(random: SeededRandom, uris: readonly string[]) {
  const params = {
    uri: random.chance(0.5) ? random.pick(uris) : random.pick(VALUES),
    name: random.pick(VALUES),
    ref: { type: random.pick(['ref/resource', 'ref/prompt', 'x']), uri: random.pick(uris) },
    argument: { name: random.pick(['env', '__proto__', 'x']), value: random.pick(VALUES) },
  };
  return { method: random.pick(METHODS), params: withMeta(params, random) };
}

/** With the envelope of 2026, or without as in 2025. */
function withMeta(params: Record<string, unknown>, random: SeededRandom): Record<string, unknown> {
  if (random.chance(0.5)) return params;
  const sound = random.chance(0.6);
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': sound ? '2026-07-28' : random.pick(VALUES),
    'io.modelcontextprotocol/clientInfo': sound ? { name: 'f', version: '1' } : random.pick(VALUES),
    'io.modelcontextprotocol/clientCapabilities': sound ? {} : random.pick(VALUES),
    ...(random.chance(0.2) ? { progressToken: random.pick(VALUES) } : {}),
  };
  const answers = { inputResponses: random.pick(VALUES), requestState: random.pick(VALUES) };
  return { ...params, _meta, ...(random.chance(0.2) ? answers : {}) };
}

/** A copy of which some parts are another value, or under another key. */
function mutated(value: unknown, random: SeededRandom): unknown {
  if (random.chance(0.15)) return random.pick(VALUES);
  if (Array.isArray(value)) return value.map((part) => mutated(part, random));
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).filter(() => random.chance(0.9));
  return Object.fromEntries(
    parts.map(([key, part]) => [
      random.chance(0.05) ? random.pick(['__proto__', 'constructor', 'toString', '']) : key,
      mutated(part, random),
    ]),
  );
}

function garbage(random: SeededRandom): string {
  const depth = 1 + random.below(50_000);
  return random.pick([
    '',
    'null',
    '[]',
    '{"jsonrpc":"2.0"}',
    '['.repeat(depth),
    '['.repeat(depth) + ']'.repeat(depth),
    `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
    Array.from({ length: 50 }, () => String.fromCharCode(random.below(0xffff)))
      .join('')
      .replaceAll(/[\r\n]/g, ''),
  ]);
}
