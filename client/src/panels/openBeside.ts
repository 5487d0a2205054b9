import { Range, type TextEditor, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { Range as WireRange } from '../../../server/src/protocol.ts';

/** Opens a place beside a panel, which stays where it is. @throws {Error} when the file is gone */
export async function openBeside(
  panel: WebviewPanel | undefined,
  uri: string,
  { start, end }: WireRange,
  { preserveFocus = false } = {},
): Promise<TextEditor> {
  const viewColumn = panel?.viewColumn === ViewColumn.One ? ViewColumn.Two : ViewColumn.One;
  const selection = new Range(start.line, start.character, end.line, end.character);
  return await window.showTextDocument(Uri.parse(uri), { selection, viewColumn, preserveFocus });
}
