import { createHash } from 'node:crypto';
import { type KnownList, LISTS, type ListKind } from '../connection/known.ts';
import type { Json } from '../connection/raw.ts';

/** What is remembered of a server between runs. */
export interface Recollection {
  readonly lists: Readonly<Partial<Record<ListKind, KnownList>>>;
  readonly instructions?: string;
}

/** Remembered is no more than this in all, in characters; the longest are forgotten first. */
const MAX_TOTAL = 16 * 1024 * 1024;

const VERSION = 1;

/** As bytes that tell of themselves whether they are whole: a checksum, then JSON. */
export function encoded(servers: ReadonlyMap<string, Recollection>): Uint8Array[] {
  const each = [...servers].map(([name, { lists, instructions }]) => {
    const kept = Object.fromEntries(
      Object.entries(lists).map(([kind, { items, at }]) => [kind, { items, at }]),
    );
    return JSON.stringify([name, { lists: kept, ...(instructions === undefined ? {} : { instructions }) }]);
  });
  let room = MAX_TOTAL;
  const fitting: string[] = [];
  for (const text of each.sort((a, b) => a.length - b.length)) {
    room -= text.length;
    if (room >= 0) fitting.push(text);
  }
  const body = Buffer.from(`{"version":${VERSION},"servers":[${fitting.join(',')}]}`);
  return [Buffer.from(`${digest(body)}\n`), body];
}

/** @returns what was encoded; nothing for anything else */
export function decoded(bytes: Uint8Array): Map<string, Recollection> {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = whole.indexOf('\n');
  const body = whole.subarray(end + 1);
  if (end < 0 || whole.toString('latin1', 0, end) !== digest(body)) return new Map();
  try {
    const { version, servers } = JSON.parse(body.toString()) as {
      version: unknown;
      servers: [string, Recollection][];
    };
    // Whole, and of this version: then it is as it was written.
    return version === VERSION ? new Map(servers.map(([name, each]) => [name, recalled(each)])) : new Map();
  } catch {
    return new Map();
  }
}

function recalled({ lists, instructions }: Recollection): Recollection {
  const kinds = (Object.keys(LISTS) as ListKind[]).flatMap((kind) => {
    const list = lists[kind];
    return list
      ? [[kind, { items: list.items as readonly Json[], at: list.at, isRecalled: true }] as const]
      : [];
  });
  return { lists: Object.fromEntries(kinds), ...(instructions === undefined ? {} : { instructions }) };
}

function digest(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}
