import type { CompletionItemKind } from 'vscode-languageserver-types';
import type { Path } from '../manifest/tree.ts';
import type { CatalogView } from './catalogView.ts';
import type { SnippetWriter } from './snippet.ts';

/** Something that may be written at a place. */
export interface Proposal {
  label: string;
  kind: CompletionItemKind;
  /** As a snippet, to stand where its first character goes. */
  text: string;
  /** A value on one line; false for a map or list, which may need lines of its own. */
  isScalar: boolean;
  detail?: string;
  /** Markdown. */
  documentation?: string;
  /** Most likely what is meant. */
  isLikely?: boolean;
}

/** What proposals depend on beside their place. */
export interface ProposalContext {
  kind: string | undefined;
  catalog: CatalogView;
  json: boolean;
  /** The text of the single value at a path of the document. */
  textAt(path: Path): string | undefined;
  /** Each proposal counts its placeholders anew. */
  writer(): SnippetWriter;
}

/** A value on one line that may be meant. */
export interface Scalar extends Pick<Proposal, 'kind' | 'detail' | 'documentation' | 'isLikely'> {
  value: string | number | boolean;
}
