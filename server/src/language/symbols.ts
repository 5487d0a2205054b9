import { type DocumentSymbol, type Range, SymbolKind } from 'vscode-languageserver-types';
import type { ManifestDocument } from '../manifest/document.ts';
import { type ManifestFile, type PlacedDocument, rangeOf } from '../manifest/file.ts';
import { isNull, type ManifestNode, type MapEntry, nodeAt, type Span } from '../manifest/tree.ts';

/** What an item of a list is called, the first that it has. */
const NAMING_FIELDS = ['name', 'id', 'title', 'pattern', 'url', 'port'];

/**
 * The outline of a file: a symbol for each document under its name, below it its fields. Documents that state
 * nothing have none; a broken one shows what could be understood of it.
 */
export function documentSymbols(file: ManifestFile): DocumentSymbol[] {
  return file.documents.flatMap((placed) => documentSymbol(placed) ?? []);
}

/** Outlines of documents, as of the line on which each started. */
const known = new WeakMap<ManifestDocument, { firstLine: number; symbol: DocumentSymbol | undefined }>();

function documentSymbol(placed: PlacedDocument): DocumentSymbol | undefined {
  const { document, firstLine } = placed;
  const before = known.get(document);
  if (before?.firstLine === firstLine) return before.symbol;
  const symbol = outline(placed);
  known.set(document, { firstLine, symbol });
  return symbol;
}

function outline(placed: PlacedDocument): DocumentSymbol | undefined {
  const { document } = placed;
  const { root, kind, text } = document;
  if (root?.type !== 'map' || root.entries.length === 0) return undefined;
  const name = nodeAt(root, ['metadata', 'name']) ?? nodeAt(root, ['kind']) ?? root.entries[0]?.key ?? root;
  const content = { start: Math.min(root.start, name.start), end: Math.max(root.end, name.end) };
  return {
    name: named(document.name) ?? named(kind) ?? 'Unnamed manifest',
    ...(kind ? { detail: kind } : {}),
    kind: SymbolKind.Module,
    range: rangeOf(placed, trimmed(text, content)),
    selectionRange: rangeOf(placed, trimmed(text, name)),
    children: fieldsOf(placed, root),
  };
}

function fieldsOf(placed: PlacedDocument, node: ManifestNode): DocumentSymbol[] {
  // What an alias stands for is outlined at its anchor.
  if (node.aliased || node.type === 'scalar') return [];
  if (node.type === 'map') {
    const own = node.entries.filter(({ key }) => !key.aliased && key.start >= node.start);
    return own.map((entry) => entrySymbol(placed, entry));
  }
  return node.items
    .filter((item) => !isNull(item))
    .map((item, index) => nodeSymbol(placed, itemName(item, index), item, item, item));
}

function entrySymbol(placed: PlacedDocument, { key, value }: MapEntry): DocumentSymbol {
  const span = { start: key.start, end: Math.max(key.end, value.end) };
  return nodeSymbol(placed, named(String(key.value)) ?? '(empty)', value, span, key);
}

function nodeSymbol(
  placed: PlacedDocument,
  name: string,
  node: ManifestNode,
  span: Span,
  selection: Span,
): DocumentSymbol {
  const { text } = placed.document;
  const children = fieldsOf(placed, node);
  const detail = node.type === 'scalar' ? named(String(node.value ?? '')) : undefined;
  const range = rangeOf(placed, trimmed(text, span));
  return {
    name,
    ...(detail && detail !== name ? { detail } : {}),
    kind: symbolKind(node),
    range,
    selectionRange: within(rangeOf(placed, trimmed(text, selection)), range),
    ...(children.length ? { children } : {}),
  };
}

/** A list's item under a name of its own, else its first value, else its number. */
function itemName(item: ManifestNode, index: number): string {
  if (item.type === 'scalar') return named(String(item.value)) ?? '(empty)';
  for (const field of NAMING_FIELDS) {
    const value = nodeAt(item, [field]);
    const name = value?.type === 'scalar' ? named(String(value.value)) : undefined;
    if (name) return name;
  }
  return `Item ${index + 1}`;
}

const MAX_NAME = 80;

/** On one line and not too long; undefined where nothing is left. */
function named(text: string | undefined): string | undefined {
  const line = text
    ?.slice(0, MAX_NAME * 4)
    .replace(/\s+/g, ' ')
    .trim();
  return line && line.length > MAX_NAME ? `${line.slice(0, MAX_NAME - 1)}…` : line || undefined;
}

function symbolKind(node: ManifestNode): SymbolKind {
  if (node.type === 'map') return SymbolKind.Object;
  if (node.type === 'sequence') return SymbolKind.Array;
  switch (typeof node.value) {
    case 'number':
      return SymbolKind.Number;
    case 'boolean':
      return SymbolKind.Boolean;
    default:
      return node.value === null ? SymbolKind.Null : SymbolKind.String;
  }
}

/** Without the blanks at its end: the parser counts the lines up to what follows. */
function trimmed(text: string, { start, end }: Span): Span {
  let last = end;
  while (last > start && ' \t\r\n'.includes(text[last - 1] ?? '')) last--;
  return { start, end: last };
}

/** LSP asks for a selection inside the whole. */
function within(selection: Range, { start, end }: Range): Range {
  const isPast =
    selection.end.line > end.line ||
    (selection.end.line === end.line && selection.end.character > end.character);
  return isPast ? { start, end } : selection;
}
