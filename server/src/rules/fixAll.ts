import { applyEdits } from '../manifest/edits.ts';
import type { ManifestFile } from '../manifest/file.ts';
import type { Edit, Fix } from './rule.ts';

/** Rounds after which fixes that keep undoing each other are given up. */
const MAX_ROUNDS = 10;

/**
 * Applies the preferred fix of every finding, again and again until none is left, since one fix may uncover the next.
 * Fixes that reach into other files are left to the person who can see those files.
 *
 * @param fixesOf preferred fixes of a state of the file
 * @param uri of the file
 * @returns the text that is left when there is nothing more to fix, and how many fixes were applied
 */
export function fixAll(
  file: ManifestFile,
  uri: string,
  parse: (text: string, previous: ManifestFile) => ManifestFile,
  fixesOf: (file: ManifestFile) => Fix[],
): { text: string; applied: number } {
  let current = file;
  let applied = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const edits = compatible(current, uri, fixesOf(current));
    if (edits.length === 0) break;
    applied += edits.length;
    current = parse(applyEdits(current.text, edits.flat()), current);
  }
  return { text: current.text, applied };
}

/** Edits, in offsets of the file, of those fixes that stay in it and out of each other's way. */
function compatible(file: ManifestFile, uri: string, fixes: readonly Fix[]): Edit[][] {
  const chosen: Edit[][] = [];
  for (const fix of fixes) {
    if (fix.command || fix.edits.some(({ at }) => at.uri !== uri)) continue;
    const edits = fix.edits.flatMap(({ at, edits: own }) => {
      const offset = file.documents[at.index]?.offset ?? 0;
      return own.map((edit) => ({ ...edit, start: edit.start + offset, end: edit.end + offset }));
    });
    if (edits.length && !edits.some((edit) => chosen.flat().some((other) => touches(edit, other))))
      chosen.push(edits);
  }
  return chosen;
}

function touches(a: Edit, b: Edit): boolean {
  return a.start <= b.end && b.start <= a.end;
}
