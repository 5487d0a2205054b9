import type { TextEdit } from 'vscode-languageserver-types';
import { type Document, parseAllDocuments } from 'yaml';
import { type ManifestFile, type PlacedDocument, rangeOf } from '../manifest/file.ts';
import { parseManifest } from '../manifest/parse.ts';

export interface FormatOptions {
  /** Blanks for a level of indentation. */
  tabSize: number;
}

/**
 * Edits that lay a file out evenly: indentation, blanks within flow collections and before comments, blank ends of
 * lines. A document stays as it is where it is broken, or where laying it out anew would change a value or lose a
 * comment; JSON is left to the editor's own formatter.
 */
export function format(file: ManifestFile, options: FormatOptions): TextEdit[] {
  const indent = indentOf(options);
  return file.documents.flatMap((placed) => {
    const before = placed.document.text;
    const after = formatDocument(placed, indent);
    if (after === undefined || after === before) return [];
    return [{ range: rangeOf(placed, { start: 0, end: before.length }), newText: after }];
  });
}

/** YAML's blanks for a level of indentation: no editor's setting makes them none or a great many. */
export function indentOf({ tabSize }: FormatOptions): number {
  return Math.min(Math.max(tabSize, 1), 8);
}

function formatDocument({ document }: PlacedDocument, indent: number): string | undefined {
  const { text } = document;
  if (document.broken || !document.isMap || /^\s*\{/.test(text)) return undefined;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const once = print(text, indent);
  if (once === undefined || print(once, indent) !== once || !saysTheSame(text, once)) return undefined;
  return once.replaceAll('\n', eol);
}

function print(text: string, indent: number): string | undefined {
  const [document, ...rest] = parseAllDocuments(text, { version: '1.2', merge: true, logLevel: 'silent' });
  if (!document || rest.length > 0 || document.errors.length > 0) return undefined;
  const startsWithMarker = /^---/m.test(text);
  const printed = (document as Document).toString({ lineWidth: 0, indent, directives: startsWithMarker });
  return printed.endsWith('\n') ? printed : `${printed}\n`;
}

/** Same values, same comments in the same order. */
function saysTheSame(a: string, b: string): boolean {
  const value = (text: string) =>
    JSON.stringify(parseManifest(text).documents.map(({ document }) => document.value ?? null));
  return value(a) === value(b) && commentsOf(a) === commentsOf(b);
}

/** Everything after a `#` that may start a comment, blanks aside: at least every comment. */
function commentsOf(text: string): string {
  return [...text.matchAll(/(?:^|[ \t])#[^\r\n]*/gm)].map(([comment]) => comment.trim()).join('\n');
}
