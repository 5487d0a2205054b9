import type { EntryRef } from '../../../server/src/protocol/entryDetails.ts';
import { isEnvironmentName } from '../environments/environments.ts';

/** By which one tab is found again. */
export function entryKey({ kind, name, environment }: EntryRef): string {
  return JSON.stringify([kind, name, environment ?? null]);
}

/** The entry that a link, a lens, a row of a tree or what was kept of a page names; undefined where it names none. */
export function entryIn(target: unknown): EntryRef | undefined {
  if (typeof target !== 'object' || target === null) return undefined;
  if ('entry' in target) return entryIn(target.entry);
  if (!('kind' in target && 'name' in target)) return undefined;
  const { kind, name } = target;
  if (typeof kind !== 'string' || typeof name !== 'string') return undefined;
  const environment = 'environment' in target ? target.environment : undefined;
  return { kind, name, ...(isEnvironmentName(environment) ? { environment } : {}) };
}
