import { CompletionItemKind } from 'vscode-languageserver-types';
import type { ManifestDocument } from '../manifest/document.ts';
import type { Path, Span } from '../manifest/tree.ts';
import { FILTERS, VARIABLES } from '../scaffold/template/vocabulary.ts';
import { escapeMarkdown } from './describe.ts';
import type { Proposal } from './proposal.ts';

/** A name in an expression of a template's manifest, as far as it is written. */
export interface ExpressionWord extends Span {
  isFilter: boolean;
}

/** Fields that are expressions as a whole, and texts that hold some. */
const CONDITION = /^spec\.(files\.\d+\.if|parameters\.properties\.[^.]+\.x-if)$/;
const TEXT = /^spec\.(manifest|next)$/;

/**
 * The name at an offset of a template's manifest, or the place where one may stand.
 *
 * @param path of the value that the offset is in
 */
export function expressionWordAt(
  { kind, text }: Pick<ManifestDocument, 'kind' | 'text'>,
  path: Path,
  offset: number,
): ExpressionWord | undefined {
  const field = path.join('.');
  if (kind !== 'Template' || !(CONDITION.test(field) || TEXT.test(field))) return undefined;
  const line = /[^\r\n]*$/.exec(text.slice(0, offset))?.[0] ?? '';
  const opened = Math.max(line.lastIndexOf('{{'), line.lastIndexOf('{%'));
  const closed = Math.max(line.lastIndexOf('}}'), line.lastIndexOf('%}'));
  if (TEXT.test(field) && opened <= closed) return undefined;
  const before = /[\w.]*$/.exec(line)?.[0] ?? '';
  const after = /^[\w.]*/.exec(text.slice(offset))?.[0] ?? '';
  const isFilter = /\|\s*$/.test(line.slice(0, line.length - before.length));
  return { start: offset - before.length, end: offset + after.length, isFilter };
}

/** What an expression may name there: the template's own questions first. */
export function proposeInExpression(document: ManifestDocument, { isFilter }: ExpressionWord): Proposal[] {
  const named = isFilter ? FILTERS : { ...parametersOf(document), ...VARIABLES };
  return Object.entries(named).map(([name, documentation]) => ({
    label: name,
    kind: isFilter ? CompletionItemKind.Function : CompletionItemKind.Variable,
    text: name,
    isScalar: true,
    documentation,
  }));
}

/** What a name of an expression stands for, in Markdown. */
export function describeInExpression(
  document: ManifestDocument,
  { start, end, isFilter }: ExpressionWord,
): string | undefined {
  const name = document.text.slice(start, end);
  const known = isFilter ? FILTERS : { ...VARIABLES, ...parametersOf(document) };
  const says = Object.hasOwn(known, name) ? known[name] : undefined;
  return says === undefined
    ? undefined
    : `**${escapeMarkdown(name)}** (${isFilter ? 'filter' : 'variable'})\n\n${says}`;
}

/** The template's own questions; those of what it extends lie in another file. */
function parametersOf(document: ManifestDocument): Record<string, string> {
  const path = ['spec', 'parameters', 'properties'];
  const properties = document.written(path);
  const names = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  return Object.fromEntries(
    names.map((name) => {
      const [title, description] = ['title', 'description'].map((key) =>
        document.written([...path, name, key]),
      );
      const says = [title, description].filter((each) => typeof each === 'string').map(escapeMarkdown);
      return [`parameters.${name}`, says.join(': ') || 'An answer.'];
    }),
  );
}
