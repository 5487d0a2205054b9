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

const SCHEME = 'heady-adoption';
const REPORT = uriOf('Adopted services.md');

/** The report of the last adoption, and manifests before they are written: documents that are nowhere on disk. */
export class AdoptionDocuments implements TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration = workspace.registerTextDocumentContentProvider(SCHEME, this);

  readonly onDidChange = this.#changed.event;

  provideTextDocumentContent(uri: Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  async showReport(text: string): Promise<void> {
    this.#put(REPORT, text);
    await window.showTextDocument(await workspace.openTextDocument(REPORT), { preview: false });
  }

  /** Shows a manifest under its path, without taking the focus. */
  async showManifest(path: string, text: string): Promise<void> {
    const uri = uriOf(path);
    this.#put(uri, text);
    const document = await workspace.openTextDocument(uri);
    if (document.languageId !== 'heady-manifest')
      await languages.setTextDocumentLanguage(document, 'heady-manifest');
    await window.showTextDocument(document, { preview: true, preserveFocus: true });
  }

  /** Closes the manifests; the report stays. */
  async closeManifests(): Promise<void> {
    const shown = window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(
        ({ input }) => input instanceof TabInputText && input.uri.scheme === SCHEME && !isReport(input.uri),
      );
    await window.tabGroups.close(shown);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  #put(uri: Uri, text: string): void {
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
  }
}

function uriOf(path: string): Uri {
  return Uri.from({ scheme: SCHEME, path: `/${path}` });
}

function isReport(uri: Uri): boolean {
  return uri.toString() === REPORT.toString();
}
