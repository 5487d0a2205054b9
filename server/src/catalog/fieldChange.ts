import { formatPath, type Path, type Plain, plainAt } from '../manifest/tree.ts';
import type { FieldChange } from '../protocol/guard.ts';
import { differences } from '../rules/catalog/differences.ts';

/** Of a value no more is shown. In UTF-16 units. */
const MAX_VALUE = 80;

/** What changes at a path from one manifest to another, in short texts. */
export function fieldChange(path: Path, before: Plain, after: Plain): FieldChange {
  const [from, to] = [plainAt(before, path), plainAt(after, path)];
  return {
    field: formatPath(path),
    ...(from === undefined ? {} : { from: short(from) }),
    ...(to === undefined ? {} : { to: short(to) }),
  };
}

/** All that changes from one manifest to another, in reading order. @param before undefined: there is none yet */
export function fieldChanges(before: Plain | undefined, after: Plain): FieldChange[] {
  if (before !== undefined) return differences(after, before).map((path) => fieldChange(path, before, after));
  // What a manifest says beyond its kind and name.
  return differences(after, { metadata: {}, spec: {} })
    .filter(([first, second]) => first === 'spec' || (first === 'metadata' && second !== 'name'))
    .map((path) => fieldChange(path, null, after));
}

function short(value: Plain): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE - 4)} ...` : text;
}
