import type { ManifestDocument } from './document.ts';
import type { Edit } from './edit.ts';
import {
  blanksBefore,
  endOfEntry,
  entryAt,
  isLineBreak,
  lineStart,
  nextLine,
  ownEntries,
} from './extents.ts';
import type { MapEntry, MapNode, Path, Span } from './tree.ts';

/**
 * Removes the entry at `path` with its lines, or with its comma in flow style. Comments above it stay.
 *
 * @returns undefined where that cannot be done without touching what is not the entry's own
 */
export function removeEntry(document: ManifestDocument, path: Path): Edit | undefined {
  const found = entryAt(document.root, path);
  if (!found) return undefined;
  const { text } = document;
  const { map, entry } = found;
  const entries = ownEntries(map);
  const index = entries.indexOf(entry);
  const edit = map.flow ? removeFromFlow(text, map, entries, index) : removeFromBlock(text, entries, index);
  return edit && leavesAliasesBehind(text, edit) ? undefined : edit;
}

/** Whether what stays refers to an anchor in what goes; text that only looks so counts as well. */
function leavesAliasesBehind(text: string, { start, end }: Edit): boolean {
  const anchors = [...text.slice(start, end).matchAll(/&([^\s,[\]{}]+)/g)].map(([, name]) => name);
  if (anchors.length === 0) return false;
  const rest = text.slice(0, start) + text.slice(end);
  const aliases = new Set([...rest.matchAll(/\*([^\s,[\]{}]+)/g)].map(([, name]) => name));
  return anchors.some((name) => aliases.has(name));
}

/** Removes a comment: with its line where nothing else is on it, else with the blanks before it. */
export function removeComment(text: string, { start, end }: Span): Edit {
  const line = lineStart(text, start);
  const before = text.slice(line, start);
  return before.trim() === ''
    ? { start: line, end: nextLine(text, end), newText: '' }
    : { start: line + before.trimEnd().length, end, newText: '' };
}

function removeFromBlock(text: string, entries: readonly MapEntry[], index: number): Edit | undefined {
  const entry = entries[index];
  if (!entry) return undefined;
  const { start } = entry.key;
  const end = endOfEntry(text, entry);
  const afterLine = isLineBreak(text[end - 1]) ? end : nextLine(text, end);
  if (blanksBefore(text, start) !== undefined) {
    return { start: lineStart(text, start), end: afterLine, newText: '' };
  }
  // The first entry after a `-`: the next one moves up to it.
  const next = entries[index + 1];
  const before = text.slice(lineStart(text, start), start);
  if (!next || !/^\s*(?:- +)+$/.test(before) || text.slice(end, next.key.start).trim() !== '')
    return undefined;
  return { start, end: next.key.start, newText: '' };
}

function removeFromFlow(
  text: string,
  map: MapNode,
  entries: readonly MapEntry[],
  index: number,
): Edit | undefined {
  const entry = entries[index];
  const [previous, next] = [entries[index - 1], entries[index + 1]];
  if (!entry) return undefined;
  const end = endOfEntry(text, entry);
  if (previous) {
    const start = endOfEntry(text, previous);
    return /^\s*,\s*$/.test(text.slice(start, entry.key.start)) ? { start, end, newText: '' } : undefined;
  }
  if (next) {
    const gap = text.slice(end, next.key.start);
    return /^\s*,\s*$/.test(gap) ? { start: entry.key.start, end: next.key.start, newText: '' } : undefined;
  }
  const [left, right] = [text.slice(map.start + 1, entry.key.start), text.slice(end, map.end - 1)];
  if (left.trim() !== '' || !/^\s*,?\s*$/.test(right)) return undefined;
  return { start: map.start, end: map.end, newText: '{}' };
}
