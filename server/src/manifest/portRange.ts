import type { SchemaProblem } from './document.ts';
import { placeOf } from './place.ts';
import { formatPath, type ManifestNode, type Plain } from './tree.ts';

const FROM = ['spec', 'portRange', 'from'];
const TO = ['spec', 'portRange', 'to'];

/**
 * A Workspace's port range that ends before it begins, at its `to`: JSON Schema cannot compare two fields. Ends that do
 * not fit on their own are compared with nothing.
 *
 * @param value the plain value of `root`, a Workspace
 * @param faults where the schema found it wrong
 */
export function backwardRange(
  root: ManifestNode,
  value: Plain,
  faults: readonly Pick<SchemaProblem, 'path'>[],
): SchemaProblem | undefined {
  const { spec } = value as { spec?: { portRange?: { from?: unknown; to?: unknown } } };
  const { from, to } = spec?.portRange ?? {};
  if (typeof from !== 'number' || typeof to !== 'number' || from <= to) return undefined;
  const [first, last] = [formatPath(FROM), formatPath(TO)];
  if (faults.some(({ path }) => [first, last].includes(formatPath(path)))) return undefined;
  const message = `"${last}" must be at least ${from}, where the range begins, not ${to}.`;
  return { rule: 'schema/range', path: TO, ...placeOf(root, TO), message, suggestions: [from] };
}
