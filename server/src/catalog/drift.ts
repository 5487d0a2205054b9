import { formatPath, type Plain } from '../manifest/tree.ts';
import { differences } from '../rules/catalog/differences.ts';

/** Dotted fields in which a manifest and its registered entry differ, sorted; empty where they agree. */
export function driftOf(manifest: Plain | undefined, entry: Plain | undefined): string[] {
  return differences(manifest, entry).map(formatPath).sort();
}
