import { entryUri } from '../resources/uri.ts';
import type { EntryKey } from '../store/catalogStore.ts';
import type { Deed } from './auditor.ts';

/** Where something was done to an entry of the catalog. */
export function placeOf(
  entry: EntryKey & { vertical?: string },
): Pick<Deed, 'target' | 'environment' | 'vertical'> {
  const { environment, vertical } = entry;
  return {
    target: entryUri(entry),
    ...(environment === undefined ? {} : { environment }),
    ...(vertical === undefined ? {} : { vertical }),
  };
}
