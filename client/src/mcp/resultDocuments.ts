import { type Disposable, type TextDocumentContentProvider, Uri, window, workspace } from 'vscode';
import type { Shown } from './results.ts';

/** Results of the last calls, as read-only documents in tabs. */
export class ResultDocuments implements TextDocumentContentProvider, Disposable {
  readonly #scheme: string;
  readonly #texts = new Map<string, string>();
  readonly #subscriptions: Disposable[];
  #count = 0;

  /** @param scheme of the tabs' documents, which nobody else uses */
  constructor(scheme = 'heady-mcp') {
    this.#scheme = scheme;
    this.#subscriptions = [
      workspace.registerTextDocumentContentProvider(scheme, this),
      workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    ];
  }

  provideTextDocumentContent(uri: Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  /** @param what was called, or read */
  async show(what: string, { text, extension }: Shown): Promise<void> {
    const name = what.replace(/[^\w.-]+/g, '-').slice(-60) || 'result';
    const uri = Uri.from({ scheme: this.#scheme, path: `/${++this.#count}/${name}.${extension}` });
    this.#texts.set(uri.toString(), text);
    await window.showTextDocument(uri, { preview: false });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
