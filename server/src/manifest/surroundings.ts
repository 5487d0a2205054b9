import type { ManifestDocument } from './document.ts';
import { lineStart, ownEntries } from './extents.ts';
import type { Surroundings } from './render.ts';
import type { MapNode } from './tree.ts';

/** How the text at some place is written; `indent` is put before new keys there. */
export function around(document: ManifestDocument, flow: boolean, indent: string): Surroundings {
  const { text } = document;
  const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  return { flow, indent, lineEnd, json: isJson(document), step: stepOf(document) };
}

export function isJson({ root }: ManifestDocument): boolean {
  return root?.type === 'map' && root.flow && root.entries.every(({ key }) => key.style === 'double');
}

/** By how much the first nested map of the document is indented. */
function stepOf({ root, text }: ManifestDocument): string {
  if (root?.type === 'map' && !root.flow) {
    for (const { value } of ownEntries(root)) {
      const indent = value.type === 'map' && !value.flow && !value.aliased && indentOf(text, value);
      if (indent) return indent;
    }
  }
  return '  ';
}

/** The blanks that put a further key below those of a block map; undefined where no key starts its line. */
export function indentOf(text: string, map: MapNode): string | undefined {
  for (const { key } of ownEntries(map)) {
    const before = text.slice(lineStart(text, key.start), key.start).replace(/^\ufeff/, '');
    if (/^ *(?:- +)*$/.test(before)) return ' '.repeat(before.length);
  }
  return undefined;
}
