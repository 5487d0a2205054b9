import { CompletionItemKind } from 'vscode-languageserver-types';
import type { ManifestDocument } from '../manifest/document.ts';
import type { Path, Span } from '../manifest/tree.ts';
import type { CatalogFacts } from '../rules/facts.ts';
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

/** What an expression may name there: the template's own questions first, then those of what it extends. */
export function proposeInExpression(
  document: ManifestDocument,
  { isFilter }: ExpressionWord,
  facts: CatalogFacts,
): Proposal[] {
  const named = isFilter ? FILTERS : { ...parametersOf(document, facts), ...VARIABLES };
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
  facts: CatalogFacts,
): string | undefined {
  const name = document.text.slice(start, end);
  const known = isFilter ? FILTERS : { ...VARIABLES, ...parametersOf(document, facts) };
  const says = Object.hasOwn(known, name) ? known[name] : undefined;
  return says === undefined
    ? undefined
    : `**${escapeMarkdown(name)}** (${isFilter ? 'filter' : 'variable'})\n\n${says}`;
}

/** The questions of a template and of all that it extends; one that several ask is that of the first. */
function parametersOf(document: ManifestDocument, facts: CatalogFacts): Record<string, string> {
  const [own = {}, ...bases] = chainOf(document, facts).map(questionsOf);
  const merged = { ...own };
  for (const questions of bases) for (const [name, says] of Object.entries(questions)) merged[name] ??= says;
  return merged;
}

function questionsOf(document: ManifestDocument): Record<string, string> {
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

/** A template, then what it extends, which lies in the folder beside it, and so on; one that extends itself ends it. */
function chainOf(document: ManifestDocument, facts: CatalogFacts): ManifestDocument[] {
  const templates = facts.documentsOf('Template');
  const chain = [document];
  let uri = templates.find((each) => each.document === document)?.at.uri;
  for (let last = document; uri !== undefined; ) {
    const base = last.statedText(['spec', 'extends']);
    const beside = base === undefined ? undefined : uri.replace(/[^/]+(\/[^/]+)$/, (_, name) => base + name);
    const found = templates.find(({ at }) => at.uri === beside);
    if (!found || chain.includes(found.document)) return chain;
    chain.push(found.document);
    [last, uri] = [found.document, found.at.uri];
  }
  return chain;
}
