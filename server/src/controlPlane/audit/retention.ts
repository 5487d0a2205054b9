import { randomUUID } from 'node:crypto';
import type { Retention } from '../store/auditLog.ts';
import type { CatalogStore } from '../store/catalogStore.ts';
import type { Store } from '../store/store.ts';

/** Days that records are kept where nothing asks for longer. */
export const DEFAULT_RETENTION = 90;

/** In milliseconds. */
const DAY = 86_400_000;

/** Looked at so often whether a day has passed since any node did it last; first when starting is over. */
const LOOK_EVERY = 3_600_000;
const FIRST_LOOK = 60_000;

/** Held for a day by whoever ran it last, so that it runs once a day and on one node. */
const LEASE = 'audit retention';

const VERTICALS_AT_A_TIME = 500;

export interface RetentionOptions {
  days: number;
  /** The name of this node. */
  node: string;
  /** Told how many records were removed, where any were, or why none could be. */
  report(result: { removed: number; error?: never } | { removed?: never; error: Error }): void;
}

type Kept = Pick<Store, 'audit' | 'catalog' | 'leases'>;

/** Removes once a day what need not be kept any more. @returns how to stop, which waits for what is under way */
export function keepRetention(store: Kept, { days, node, report }: RetentionOptions): () => Promise<void> {
  let underWay: Promise<void> = Promise.resolve();
  const look = () => {
    underWay = removeOutdated(store, { days, node }).then(
      (removed) => {
        if (removed) report({ removed });
      },
      (error: Error) => report({ error }),
    );
  };
  const first = setTimeout(look, FIRST_LOOK).unref();
  const next = setInterval(look, LOOK_EVERY).unref();
  return async () => {
    clearTimeout(first);
    clearInterval(next);
    await underWay;
  };
}

/** @returns how many records it removed; undefined: it was done within the last day */
export async function removeOutdated(
  { audit, catalog, leases }: Kept,
  { days, node }: Pick<RetentionOptions, 'days' | 'node'>,
): Promise<number | undefined> {
  // Each run is a holder of its own: who did it last does not do it again either.
  const run = randomUUID();
  if (!(await leases.take(LEASE, run, { ttl: DAY }))) return undefined;
  try {
    const by = { actor: 'heady', node, correlation: run };
    return await audit.prune(await retentionOf(catalog, days, Date.now()), by);
  } catch (error) {
    // Another node may fare better.
    await leases.release(LEASE, run).catch(() => {});
    throw error;
  }
}

/**
 * What is kept until when: `days` for all, longer for verticals that ask for it. A vertical that was retired still
 * asks, or whoever retires one would be rid of its records.
 *
 * @param now in milliseconds since 1970
 */
export async function retentionOf(
  catalog: Pick<CatalogStore, 'search'>,
  days: number,
  now: number,
): Promise<Retention> {
  const verticals: Record<string, string> = {};
  let cursor: string | undefined;
  do {
    const page = { limit: VERTICALS_AT_A_TIME, ...(cursor === undefined ? {} : { cursor }) };
    const found = await catalog.search({ kind: 'Vertical', includeRetired: true }, page);
    for (const { name, manifest } of found.entries) {
      const asked = daysAskedBy(manifest);
      if (asked > days) verticals[name] = daysAgo(asked, now);
    }
    cursor = found.nextCursor;
  } while (cursor !== undefined);
  return { before: daysAgo(days, now), verticals };
}

function daysAskedBy(manifest: unknown): number {
  const { spec } = manifest as { spec?: { auditRetentionDays?: unknown } | null };
  const days = spec?.auditRetentionDays;
  return typeof days === 'number' ? days : 0;
}

function daysAgo(days: number, now: number): string {
  return new Date(Math.max(0, now - days * DAY)).toISOString();
}
