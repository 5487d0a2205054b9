import { applyEdits } from '../manifest/edit.ts';
import type { ManifestFile } from '../manifest/file.ts';
import type { Span } from '../manifest/tree.ts';
import type { Edit, Fix } from './rule.ts';

/** Rounds after which fixes that keep undoing each other are given up. */
const MAX_ROUNDS = 10;
/** Text (UTF-16 units) that the rounds may read together: a huge file gets fewer of them. */
const MAX_READ = 2_000_000;

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
  const rounds = Math.min(MAX_ROUNDS, Math.ceil(MAX_READ / file.text.length));
  for (let round = 0; round < rounds; round++) {
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
  const taken = new TakenSpans();
  for (const fix of fixes) {
    if (fix.command || fix.edits.some(({ at }) => at.uri !== uri)) continue;
    const edits = fix.edits.flatMap(({ at, edits: own }) => {
      const offset = file.documents[at.index]?.offset ?? 0;
      return own.map((edit) => ({ ...edit, start: edit.start + offset, end: edit.end + offset }));
    });
    if (edits.length === 0 || edits.some((edit) => taken.touch(edit))) continue;
    for (const edit of edits) taken.add(edit);
    chosen.push(edits);
  }
  return chosen;
}

/** Places that are edited already, none touching another's; in order, so that thousands are asked quickly. */
class TakenSpans {
  readonly #spans: Span[] = [];

  touch({ start, end }: Span): boolean {
    return (this.#spans[this.#after(end) - 1]?.end ?? -1) >= start;
  }

  add(span: Span): void {
    this.#spans.splice(this.#after(span.start), 0, span);
  }

  /** How many of them start at an offset or before it. */
  #after(offset: number): number {
    let [low, high] = [0, this.#spans.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#spans[middle]?.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
