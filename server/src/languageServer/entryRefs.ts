import { stringify } from 'yaml';
import type { Plain } from '../manifest/tree.ts';
import type { EntryRef } from '../protocol/entryDetails.ts';

/** What names an entry, and nothing else of what came with it. */
export function keyOf({ kind, name, environment }: EntryRef): EntryRef {
  return { kind, name, ...(environment ? { environment } : {}) };
}

/** A manifest as text, the same for all versions, so that they differ by what they say alone. */
export function asYaml(manifest: Plain): string {
  return stringify(manifest, { lineWidth: 110, aliasDuplicateObjects: false });
}
