import { entryUri } from '../resources/uri.ts';
import type { EntryKey } from '../store/catalogStore.ts';
import type { Deed } from './auditor.ts';

/** Where something was done to an entry of the catalog. What is done to a vertical is kept as long as it asks for. */
export function placeOf(
  entry: EntryKey & { vertical?: string },
): Pick<Deed, 'target' | 'environment' | 'vertical'> {
  const { kind, name, environment } = entry;
  const vertical = kind === 'Vertical' ? name : entry.vertical;
  return {
    target: entryUri(entry),
    ...(environment === undefined ? {} : { environment }),
    ...(vertical === undefined ? {} : { vertical }),
  };
}
