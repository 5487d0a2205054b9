import { commands, Disposable, type TextDocumentContentProvider, Uri, window, workspace } from 'vscode';

const SCHEME = 'heady-text';

/** Texts that no file holds, as read-only documents: by themselves, or two beside each other. */
export class ShownTexts implements TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registration = Disposable.from(
    workspace.registerTextDocumentContentProvider(SCHEME, this),
    workspace.onDidCloseTextDocument(({ uri }) => void this.#texts.delete(uri.toString())),
  );
  #count = 0;

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** @param sides what each is called, and its text; the left one first */
  async compare(title: string, sides: Readonly<Record<string, string>>): Promise<void> {
    const count = ++this.#count;
    const uris = Object.entries(sides).map(([side, text]) => {
      const uri = Uri.from({ scheme: SCHEME, path: `/${title} ${side}.heady.yaml`, query: String(count) });
      this.#texts.set(uri.toString(), text);
      return uri;
    });
    const names = Object.keys(sides).join(' ↔ ');
    await commands.executeCommand('vscode.diff', ...uris, `${title}: ${names}`);
  }

  /** One text by itself. */
  async show(title: string, text: string): Promise<void> {
    const uri = Uri.from({ scheme: SCHEME, path: `/${title}.txt`, query: String(++this.#count) });
    this.#texts.set(uri.toString(), text);
    await window.showTextDocument(uri);
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
