import {
  commands,
  type Disposable,
  EventEmitter,
  languages,
  type TextDocumentContentProvider,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { ScaffoldFile } from '../../../../server/src/protocol/scaffold.ts';
import { closeTabs } from './closeTabs.ts';
import { sizesWord } from './filePlans.ts';

const scheme = 'heady-preview';

/** Read-only documents that show a file before it exists. */
export class PreviewDocuments implements TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration = workspace.registerTextDocumentContentProvider(scheme, this);

  readonly onDidChange = this.#changed.event;

  provideTextDocumentContent(uri: Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  /** Shows what a file would be, beside what it is where it differs; the list under it keeps the focus. */
  async show(file: ScaffoldFile): Promise<void> {
    const uri = this.#take(file.relativePath, textOf(file));
    const options = { preview: true, preserveFocus: true };
    if (file.state === 'different' && file.existing !== undefined) {
      const title = `${file.relativePath}: yours ↔ the template's`;
      await commands.executeCommand('vscode.diff', Uri.parse(file.uri), uri, title, options);
      return;
    }
    const document = await workspace.openTextDocument(uri);
    if (isManifest(file.relativePath) && document.languageId !== 'heady-manifest')
      await languages.setTextDocumentLanguage(document, 'heady-manifest');
    await window.showTextDocument(document, options);
  }

  /** Shows Markdown as it is meant to look. It stays until it is closed. */
  async showMarkdown(title: string, markdown: string): Promise<void> {
    await commands.executeCommand('markdown.showPreview', this.#take(`${title}.md`, markdown));
  }

  /** Closes what is shown of files. */
  async close(): Promise<void> {
    await closeTabs((uri) => uri.scheme === scheme);
    this.#texts.clear();
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  #take(path: string, text: string): Uri {
    const uri = Uri.from({ scheme, path: `/${path}` });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    return uri;
  }
}

/** The pattern of the language itself names files on disk only. */
function isManifest(path: string): boolean {
  return /(^|[/.])heady\.(ya?ml|json)$/.test(path);
}

function textOf(file: ScaffoldFile): string {
  const { text, size, state } = file;
  if (text !== undefined) return text;
  return `${state === 'different' ? sizesWord(file) : `This is no text: ${size.toLocaleString('en')} bytes.`}\n`;
}
