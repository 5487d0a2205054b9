import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { parseManifest } from '../manifest/parse.ts';
import { complete } from './complete.ts';
import { atCursor, SAMPLE_CATALOG } from './testSupport.ts';
import { edited } from './testWorkspace.ts';

export const SERVICE = 'apiVersion: heady.systems/v1\nkind: Service\n';

/** What is proposed at the `|` of a text. */
export function completeAt(marked: string, snippets = false): CompletionItem[] {
  const { text, offset } = atCursor(marked);
  return complete(parseManifest(text), offset, SAMPLE_CATALOG, { snippets });
}

/** The labels of what is proposed, in the editor's order. */
export function labels(marked: string): string[] {
  const items = completeAt(marked);
  return [...items]
    .sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1))
    .map(({ label }) => label);
}

/** The text after taking the proposal with this label. */
export function accept(marked: string, label: string, snippets = false): string {
  const { text } = atCursor(marked);
  const item = completeAt(marked, snippets).find((each) => each.label === label);
  if (!item) return `no proposal ${label} among ${labels(marked).join(', ')}`;
  const { range, newText } = item.textEdit as TextEdit;
  return edited(text, [{ range, newText }]);
}
