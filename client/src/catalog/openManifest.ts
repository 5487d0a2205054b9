import { Range, type TextDocumentShowOptions, Uri, window } from 'vscode';
import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';

/**
 * Opens the manifest of an entry where it says its name. Does nothing for an entry that has none here.
 *
 * @throws {Error} when the file is gone
 */
export async function openManifest({ uri, range }: Pick<CatalogItem, 'uri' | 'range'>): Promise<void> {
  if (uri === undefined) return;
  const options: TextDocumentShowOptions = {};
  if (range)
    options.selection = new Range(
      range.start.line,
      range.start.character,
      range.end.line,
      range.end.character,
    );
  await window.showTextDocument(Uri.parse(uri), options);
}
