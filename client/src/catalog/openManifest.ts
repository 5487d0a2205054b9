import { Position, Range, type TextDocumentShowOptions, Uri, window } from 'vscode';
import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';

/**
 * Opens the manifest of an entry where it says its name. Does nothing for an entry that has none here.
 *
 * @throws {Error} when the file is gone
 */
export async function openManifest({ uri, range }: Pick<CatalogItem, 'uri' | 'range'>): Promise<void> {
  if (uri === undefined) return;
  const options: TextDocumentShowOptions = {};
  // Nothing is selected: the next key must not write over the name.
  if (range) {
    const start = new Position(range.start.line, range.start.character);
    options.selection = new Range(start, start);
  }
  await window.showTextDocument(Uri.parse(uri), options);
}
