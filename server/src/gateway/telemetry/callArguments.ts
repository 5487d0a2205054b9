import { createHash } from 'node:crypto';
import { isJson } from '../connection/raw.ts';
import type { GatewayCall } from '../policy/call.ts';

/** More names are counted, not told. */
const MAX_NAMES = 32;

/** What may be known of arguments without knowing them. */
export interface ArgumentTraces {
  /** The names that the tool's schema has, each with the type of what was given: `{ path: 'string', tags: 'array of 3' }`. */
  readonly shape: Readonly<Record<string, string>>;
  /** How many others were given: their names may be anything. */
  readonly others?: number;
  /** SHA-256 of the arguments as JSON with sorted keys: the same have the same. Absent where they are nested too deeply. */
  readonly hash?: string;
}

export function argumentTraces({ params, definition }: GatewayCall): ArgumentTraces {
  const given = isJson(params.arguments) ? params.arguments : {};
  const known = namesOf(definition);
  const told = Object.keys(given).filter((name) => known.has(name));
  const shape = Object.fromEntries(told.slice(0, MAX_NAMES).map((name) => [name, typeOf(given[name])]));
  const others = Object.keys(given).length - Object.keys(shape).length;
  return { shape, ...(others > 0 ? { others } : {}), ...hashOf(given) };
}

/** What can be read from a message may be nested more deeply than what can be written: its call is recorded all the same. */
function hashOf(given: unknown): Pick<ArgumentTraces, 'hash'> {
  try {
    return { hash: createHash('sha256').update(canonical(given)).digest('hex') };
  } catch {
    return {};
  }
}

/** Of a tool's input schema, or of a prompt's arguments. */
function namesOf(definition: GatewayCall['definition']): ReadonlySet<unknown> {
  const { inputSchema, arguments: listed } = definition ?? {};
  if (Array.isArray(listed)) return new Set(listed.map((each) => (isJson(each) ? each.name : undefined)));
  const properties = isJson(inputSchema) ? inputSchema.properties : undefined;
  return new Set(isJson(properties) ? Object.keys(properties) : []);
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return `array of ${value.length}`;
  return value === null ? 'null' : typeof value;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each) =>
    isJson(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each,
  );
}
