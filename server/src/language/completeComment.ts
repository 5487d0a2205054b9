import { CompletionItemKind } from 'vscode-languageserver-types';
import type { ManifestDocument } from '../manifest/document.ts';
import { lineAt, lineText } from '../manifest/lines.ts';
import type { Span } from '../manifest/tree.ts';
import type { CatalogView } from './catalogView.ts';
import type { Proposal, ProposalContext } from './proposal.ts';
import { ruleNames } from './ruleNames.ts';

const KEYWORD = 'heady-ignore';

/** What may be written in a comment, over `token`. */
export interface CommentProposals {
  token: Span;
  proposals: Proposal[];
}

/**
 * The rules that a comment `# heady-ignore <rule>: <reason>` may silence, those that find something on its line first;
 * where a comment starts to say so, the word itself.
 *
 * @param offset within a comment of the document
 * @param found what is found in the document, to tell the likely rules
 */
export function proposeInComment(
  { text, lineStarts }: ManifestDocument,
  comment: Span,
  offset: number,
  {
    catalog,
    found,
    writer,
  }: { catalog: CatalogView; found: readonly (Span & { rule: string })[]; writer: ProposalContext['writer'] },
): CommentProposals | undefined {
  const [, lead = '', word = '', blank = '', typed = ''] =
    /^(#[ \t]*)([\w-]+)(?:([ \t]+)([^\s:]*))?$/.exec(text.slice(comment.start, offset)) ?? [];
  const [rest = ''] = /^[^\s:]*/.exec(text.slice(offset)) ?? [];
  if (blank === '' && word !== '' && KEYWORD.startsWith(word)) {
    return {
      token: { start: comment.start + lead.length, end: offset + rest.length },
      proposals: [keyword()],
    };
  }
  if (word !== KEYWORD || blank === '') return undefined;
  const hasReason = text.startsWith(':', offset + rest.length);
  const covered = coveredLine(text, lineStarts, comment.start);
  const here = new Set(
    found.filter(({ start }) => lineAt(lineStarts, start) === covered).map(({ rule }) => rule),
  );
  const proposals = ruleNames(catalog)
    // A comment about comments silences nothing.
    .filter(({ id }) => !id.startsWith('suppression/'))
    .sort((a, b) => Number(here.has(b.id)) - Number(here.has(a.id)))
    .map(({ id, severity, summary }): Proposal => {
      const text = hasReason ? id : `${id}: ${writer().hint('why this is right here')}`;
      const detail = here.has(id) ? 'finds something here' : severity;
      return {
        label: id,
        kind: CompletionItemKind.Reference,
        text,
        isScalar: true,
        detail,
        documentation: summary,
        isLikely: here.has(id),
      };
    });
  return { token: { start: offset - typed.length, end: offset + rest.length }, proposals };
}

function keyword(): Proposal {
  return {
    label: KEYWORD,
    kind: CompletionItemKind.Keyword,
    text: `${KEYWORD} `,
    isScalar: true,
    detail: 'silences a rule on this line or the next',
    documentation:
      'One rule a comment, and why: `# heady-ignore <rule>: <reason>`. Without a reason nothing is silenced.',
  };
}

/** The line that a comment covers: its own behind something, else the next that is no comment. */
function coveredLine(text: string, lineStarts: readonly number[], start: number): number {
  let line = lineAt(lineStarts, start);
  if (text.slice(lineStarts[line], start).trim() !== '') return line;
  do line++;
  while (lineText(text, lineStarts, line).trimStart().startsWith('#'));
  return line;
}
