import type { Range } from '../../../server/src/protocol.ts';
import type { Arrangement } from './outline/outline.ts';

/** Rows below those at the root that are kept at most: enough for what is open on a screen or two. */
export const MOST_KEPT = 1_000;

/** Rows of rows of rows: deeper than the tree ever is. */
const DEEPEST = 12;

/** A row of the catalog tree as it was seen last. */
export interface KeptRow {
  id: string;
  label: string;
  description?: string;
  /** As a screen reader says it. */
  spoken?: string;
  /** Ids of codicon and theme colour. */
  icon?: string;
  color?: string;
  /** Of a row that can be opened: whether it was. */
  isOpen?: boolean;
  /** What was below, where it was open. */
  rows?: KeptRow[];
  /** Of an entry, where its manifest says its name. */
  place?: { uri: string; range?: Range };
}

/** The catalog tree as it was seen last. */
export interface KeptTree {
  /** ISO time as of which it was so. */
  at: string;
  /** How it was arranged; see `arrangementWords`. */
  arrangement: string;
  rows: KeptRow[];
}

/** A tree that is arranged differently has other rows. */
export function arrangementWords({ grouping, filters }: Arrangement): string {
  return [grouping, ...[...filters].sort()].join(' ');
}

/** Reads what was kept; undefined where it is nothing that this version kept. */
export function keptTreeIn(kept: unknown): KeptTree | undefined {
  if (!isMap(kept)) return undefined;
  const { at, arrangement, rows } = kept;
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at)) || typeof arrangement !== 'string')
    return undefined;
  const read = rowsIn(rows, 0);
  return read.length === 0 ? undefined : { at, arrangement, rows: read };
}

function rowsIn(kept: unknown, depth: number): KeptRow[] {
  if (!Array.isArray(kept) || depth > DEEPEST) return [];
  const seen = new Set<string>();
  return kept.flatMap((row) => {
    const read = rowIn(row, depth);
    // The editor takes no two rows of one id.
    if (!read || seen.has(read.id)) return [];
    seen.add(read.id);
    return [read];
  });
}

function rowIn(kept: unknown, depth: number): KeptRow | undefined {
  if (!isMap(kept)) return undefined;
  const { id, label, isOpen, rows, place } = kept;
  if (typeof id !== 'string' || typeof label !== 'string') return undefined;
  const texts = Object.fromEntries(
    (['description', 'spoken', 'icon', 'color'] as const).flatMap((field) => {
      const text = kept[field];
      return typeof text === 'string' ? [[field, text]] : [];
    }),
  );
  return {
    ...{ id, label },
    ...texts,
    ...(typeof isOpen === 'boolean' ? { isOpen } : {}),
    ...(rows === undefined ? {} : { rows: rowsIn(rows, depth + 1) }),
    ...(isMap(place) && typeof place.uri === 'string' ? { place: placeIn(place.uri, place.range) } : {}),
  };
}

function placeIn(uri: string, range: unknown): NonNullable<KeptRow['place']> {
  const isPosition = (at: unknown) =>
    isMap(at) && Number.isSafeInteger(at.line) && Number.isSafeInteger(at.character);
  const isRange = isMap(range) && isPosition(range.start) && isPosition(range.end);
  return isRange ? { uri, range: range as unknown as Range } : { uri };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
