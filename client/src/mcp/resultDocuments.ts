import {
  commands,
  type Disposable,
  DocumentLink,
  FileType,
  languages,
  Range,
  TabInputCustom,
  TabInputText,
  type TextDocument,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import type { Shown } from './results/shown.ts';
import { type VirtualFile, VirtualFiles } from './virtualFiles.ts';

/** Nobody looks for links in a longer text, in characters. */
const MAX_LINKED = 1_000_000;

/**
 * Results of the last calls, as files that nobody can write to: the editor shows each as it shows such a file, pictures
 * and sounds too, and long ones without stopping.
 */
export class ResultDocuments extends VirtualFiles<VirtualFile> implements Disposable {
  readonly #scheme: string;
  /** By folder, one for each result, then by name. */
  readonly #results = new Map<string, Map<string, VirtualFile>>();
  /** What in a result's text leads somewhere, by folder. */
  readonly #links = new Map<string, ReadonlyMap<string, Uri>>();
  readonly #subscriptions: Disposable[];
  #count = 0;

  /** @param scheme of the tabs' documents, which nobody else uses */
  constructor(scheme = 'heady-mcp') {
    super();
    this.#scheme = scheme;
    this.#subscriptions = [
      workspace.registerFileSystemProvider(scheme, this, { isReadonly: true, isCaseSensitive: true }),
      languages.registerDocumentLinkProvider(
        { scheme },
        { provideDocumentLinks: (each) => this.#linksIn(each) },
      ),
      window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const { input } of closed) {
          if (input instanceof TabInputText || input instanceof TabInputCustom) this.#forget(input.uri);
        }
      }),
    ];
  }

  /**
   * @param what was called, or read
   * @param column where
   */
  async show(what: string, shown: Shown, column: ViewColumn = ViewColumn.Active): Promise<void> {
    const { text, extension, attachments = [], resources = [] } = shown;
    const folder = String(++this.#count);
    const name = what.replace(/[^\w.-]+/g, '-').slice(-60) || 'result';
    const uri = (file: string) => Uri.from({ scheme: this.#scheme, path: `/${folder}/${file}` });
    const [only] = attachments;
    const isFile = text === '' && only !== undefined && attachments.length === 1;
    const main = `${name}.${extension}`;
    const at = Date.now();
    const files = new Map<string, VirtualFile>([
      [main, { bytes: isFile ? only.bytes : new TextEncoder().encode(text), at }],
      ...attachments.map((each): [string, VirtualFile] => [each.name, { bytes: each.bytes, at }]),
    ]);
    this.#results.set(folder, files);
    this.#links.set(
      folder,
      new Map([
        ...attachments.map((each): [string, Uri] => [each.name, openWith('vscode.open', uri(each.name))]),
        ...resources.map((each): [string, Uri] => [
          each,
          openWith('heady.mcp.readResource', { item: { name: each } }),
        ]),
      ]),
    );
    await commands.executeCommand('vscode.open', uri(main), { preview: false, viewColumn: column });
    const picture = isFile ? undefined : attachments.find((each) => !each.name.endsWith('.bin'));
    if (picture) {
      const options = { preview: false, preserveFocus: true, viewColumn: ViewColumn.Beside };
      await commands.executeCommand('vscode.open', uri(picture.name), options);
    }
  }

  override readDirectory(uri: Uri): [string, FileType][] {
    return [...(this.#results.get(uri.path.slice(1))?.keys() ?? [])].map((name) => [name, FileType.File]);
  }

  override dispose(): void {
    super.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  protected override find(uri: Uri): VirtualFile | undefined {
    const [, folder = '', name = ''] = uri.path.split('/');
    return this.#results.get(folder)?.get(name);
  }

  protected override isFolder(uri: Uri): boolean {
    return this.#results.has(uri.path.slice(1));
  }

  /** Nothing is kept of a result whose last tab is closed. */
  #forget({ scheme, path }: Uri): void {
    if (scheme !== this.#scheme) return;
    const folder = path.split('/')[1] ?? '';
    const isOpen = window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .some(({ input }) => {
        const uri = input instanceof TabInputText || input instanceof TabInputCustom ? input.uri : undefined;
        return uri?.scheme === scheme && uri.path.startsWith(`/${folder}/`);
      });
    if (isOpen) return;
    this.#results.delete(folder);
    this.#links.delete(folder);
  }

  #linksIn(document: TextDocument): DocumentLink[] {
    const links = this.#links.get(document.uri.path.split('/')[1] ?? '') ?? new Map<string, Uri>();
    const text = document.getText();
    if (links.size === 0 || text.length > MAX_LINKED) return [];
    return [...links].flatMap(([words, target]) => {
      // As a document is made of parts: each names its own in a line that begins with what it is.
      const line = text.search(new RegExp(`^(Resource|File) ${escaped(words)}( |$)`, 'm'));
      if (line < 0) return [];
      const start = text.indexOf(words, line);
      const range = new Range(document.positionAt(start), document.positionAt(start + words.length));
      return [new DocumentLink(range, target)];
    });
  }
}

function openWith(command: string, argument: unknown): Uri {
  return Uri.from({ scheme: 'command', path: command, query: JSON.stringify([argument]) });
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
