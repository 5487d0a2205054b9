import type { Json } from '../connection/raw.ts';
import { canonical, hashOf, INSTRUCTIONS, nameOf, PIN_KINDS, type PinKind } from './definition.ts';

/** A definition as it was approved. */
export interface Pin {
  readonly hash: string;
  readonly definition: Json;
}

/** What was decided about one server. */
export interface ServerPins {
  /** By kind, then by name. A kind that is absent was never seen. */
  readonly pins: ReadonlyMap<PinKind, ReadonlyMap<string, Pin>>;
  /** Hashes of definitions that nobody is to be offered. */
  readonly rejected: readonly string[];
}

/** By name of the server. */
export type PinSet = ReadonlyMap<string, ServerPins>;

export const NOTHING_DECIDED: ServerPins = { pins: new Map(), rejected: [] };

const VERSION = 1;

/** What is wrong with a file of pins. */
export class PinsFileError extends Error {
  override readonly name = 'PinsFileError';
}

/** As a file that reads well in a review: everything in order, definitions in full. */
export function serialized(set: PinSet): string {
  const servers = sorted(set).map(([name, { pins, rejected }]) => [
    name,
    {
      ...Object.fromEntries(
        PIN_KINDS.flatMap((kind) => {
          const ofKind = pins.get(kind);
          return ofKind
            ? [[kind, Object.fromEntries(sorted(ofKind).map(([key, pin]) => [key, written(pin)]))]]
            : [];
        }),
      ),
      ...(rejected.length > 0 ? { rejected: [...new Set(rejected)].sort() } : {}),
    },
  ]);
  return `${JSON.stringify({ version: VERSION, servers: Object.fromEntries(servers) }, null, 2)}\n`;
}

function written({ hash, definition }: Pin) {
  return { hash, definition: canonical(definition) };
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** @throws PinsFileError where anything is not as it was written */
export function parsed(text: string): PinSet {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch (error) {
    throw new PinsFileError(`It is no JSON: ${(error as Error).message}.`);
  }
  const { version, servers, ...others } = recordAt(whole, 'The file');
  if (version !== VERSION)
    throw new PinsFileError(`Its version is ${JSON.stringify(version)}, not ${VERSION}.`);
  noneOf(others, 'The file');
  return new Map(
    Object.entries(recordAt(servers, '"servers"')).map(([name, value]) => [
      name,
      serverOf(value, `"${name}"`),
    ]),
  );
}

function serverOf(value: unknown, at: string): ServerPins {
  const { rejected = [], ...kinds } = recordAt(value, at);
  if (!Array.isArray(rejected) || !rejected.every((each) => isHash(each))) {
    throw new PinsFileError(`"rejected" of ${at} is no list of hashes.`);
  }
  const pins = PIN_KINDS.flatMap((kind) => {
    if (kinds[kind] === undefined) return [];
    const named = Object.entries(recordAt(kinds[kind], `${kind} of ${at}`));
    return [[kind, new Map(named.map(([name, pin]) => [name, pinOf(kind, name, pin, at)]))] as const];
  });
  const { tools, prompts, templates, server, ...others } = kinds;
  noneOf(others, at);
  return { pins: new Map(pins), rejected };
}

function pinOf(kind: PinKind, name: string, value: unknown, server: string): Pin {
  const at =
    kind === 'server'
      ? `The pin of ${INSTRUCTIONS} of ${server}`
      : `The pin of "${name}" in ${kind} of ${server}`;
  const { hash, definition: stated, ...others } = recordAt(value, at);
  noneOf(others, at);
  const definition = recordAt(stated, `The definition of ${at}`);
  if (nameOf(kind, definition) !== name)
    throw new PinsFileError(`${at} holds the definition of something else.`);
  if (!isHash(hash) || hash !== hashOf(definition)) {
    throw new PinsFileError(`${at} has a hash that is not its definition's: it was edited by hand.`);
  }
  return { hash, definition };
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value);
}

function recordAt(value: unknown, at: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new PinsFileError(`${at} is no object.`);
}

function noneOf(others: Record<string, unknown>, at: string): void {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new PinsFileError(`${at} has "${unknown}", which nobody knows here.`);
}
