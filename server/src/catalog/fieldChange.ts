import { formatPath, type Path, type Plain, plainAt } from '../manifest/tree.ts';
import type { FieldChange } from '../protocol/guard.ts';
import { differences } from '../rules/catalog/differences.ts';
import { excerpts } from '../rules/catalog/excerpts.ts';
import { itemChanges } from './itemChanges.ts';

/** Of a value no more is shown. In UTF-16 units. */
const MAX_VALUE = 80;

/** What changes at a path from one manifest to another, in short texts that show where they differ. */
export function fieldChange(path: Path, before: Plain, after: Plain): FieldChange {
  return changeOf(path, plainAt(before, path), plainAt(after, path));
}

/**
 * All that changes from one manifest to another, in reading order; of lists that grew or shrank, item by item.
 *
 * @param before undefined: there is none yet
 */
export function fieldChanges(before: Plain | undefined, after: Plain): FieldChange[] {
  if (before !== undefined)
    return differences(after, before).flatMap((path) => {
      const [from, to] = [plainAt(before, path), plainAt(after, path)];
      const items = Array.isArray(from) && Array.isArray(to) ? itemChanges(from, to) : undefined;
      if (!items) return [changeOf(path, from, to)];
      return items.map(({ path: inner, from, to }) => changeOf([...path, ...inner], from, to));
    });
  // What a manifest says beyond its kind and name.
  return differences(after, { metadata: {}, spec: {} })
    .filter(([first, second]) => first === 'spec' || (first === 'metadata' && second !== 'name'))
    .map((path) => fieldChange(path, null, after));
}

function changeOf(path: Path, from: Plain | undefined, to: Plain | undefined): FieldChange {
  const [before, after] = [from, to].map((value) => (value === undefined ? undefined : textOf(value)));
  const shown = excerpts(before, after, MAX_VALUE);
  return {
    field: formatPath(path),
    ...(shown.from === undefined ? {} : { from: shown.from }),
    ...(shown.to === undefined ? {} : { to: shown.to }),
  };
}

function textOf(value: Plain): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
