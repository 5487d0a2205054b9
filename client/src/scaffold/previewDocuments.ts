import {
  type Disposable,
  EventEmitter,
  languages,
  TabInputText,
  type TextDocumentContentProvider,
  Uri,
  window,
  workspace,
} from 'vscode';

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

  /** Shows the text under a path, beside nothing and without taking the focus. */
  async show(relativePath: string, text: string): Promise<void> {
    const uri = previewUri(relativePath);
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    const document = await workspace.openTextDocument(uri);
    if (document.languageId !== 'heady-manifest')
      await languages.setTextDocumentLanguage(document, 'heady-manifest');
    await window.showTextDocument(document, { preview: true, preserveFocus: true });
  }

  /** Closes what is shown. */
  async close(): Promise<void> {
    this.#texts.clear();
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
    await window.tabGroups.close(
      tabs.filter(({ input }) => input instanceof TabInputText && input.uri.scheme === scheme),
    );
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

function previewUri(relativePath: string): Uri {
  return Uri.from({ scheme, path: `/${relativePath}` });
}
