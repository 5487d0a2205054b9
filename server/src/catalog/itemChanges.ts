import { type Path, type Plain, plainAt } from '../manifest/tree.ts';
import { differences } from '../rules/catalog/differences.ts';

/** What changes below a list. `from` or `to` absent: nothing is there. */
export interface ItemChange {
  path: Path;
  from?: Plain | undefined;
  to?: Plain | undefined;
}

/** What tells an item of a list from the others, the first that all items state. */
const NAMES = ['name', 'id', 'ref', 'url', 'title'];

/**
 * What changes from one list to another: items that go, that come, and fields of those that stay. A place is that in the
 * list of after; of what goes, that of before.
 *
 * @returns undefined where items cannot be told apart, or stand in another order: then the list changes as a whole
 */
export function itemChanges(before: readonly Plain[], after: readonly Plain[]): ItemChange[] | undefined {
  const [from, to] = [keyed(before), keyed(after)];
  if (!from || !to) return undefined;
  const stay = [...from.keys()].filter((key) => to.has(key));
  const stayed = [...to.keys()].filter((key) => from.has(key));
  if (stay.some((key, index) => key !== stayed[index])) return undefined;
  const gone = [...from].filter(([key]) => !to.has(key));
  return [
    ...[...to].flatMap(([key, { item, index }]): ItemChange[] => {
      const old = from.get(key);
      if (!old) return [{ path: [index], to: item }];
      return differences(item, old.item).map((path) => ({
        path: [index, ...path],
        from: plainAt(old.item, path),
        to: plainAt(item, path),
      }));
    }),
    ...gone.map(([, { item, index }]) => ({ path: [index], from: item })),
  ];
}

/** The items by what tells them apart; undefined where nothing does. */
function keyed(list: readonly Plain[]): Map<string, { item: Plain; index: number }> | undefined {
  const keys = keysOf(list);
  if (!keys || new Set(keys).size < keys.length) return undefined;
  return new Map(list.map((item, index) => [keys[index] ?? '', { item, index }]));
}

function keysOf(list: readonly Plain[]): string[] | undefined {
  if (list.every((item) => typeof item !== 'object')) return list.map((item) => JSON.stringify(item));
  for (const name of NAMES) {
    const keys = list.map((item) => plainAt(item, [name]));
    if (keys.every((key) => typeof key === 'string')) return keys;
  }
  return undefined;
}
