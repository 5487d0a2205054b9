import type { OutlineNode } from './outline.ts';

/** The document is written as JSON: brackets around it, every key in double quotes. */
export function isJson(root: OutlineNode | undefined): boolean {
  return root?.type === 'map' && root.flow && root.slots.every(({ key }) => key?.style === 'double');
}

/** By how many blanks the first nested block of the document is indented; undefined where there is none. */
export function stepOf(root: OutlineNode | undefined): number | undefined {
  if (root?.type !== 'map' || root.flow) return undefined;
  for (const { value } of root.slots) {
    if (value?.type === 'map' && !value.flow && value.indent > root.indent) return value.indent - root.indent;
  }
  return undefined;
}
