import { type Disposable, EventEmitter, TabInputText, Uri, window, workspace } from 'vscode';
import type { ServerItem } from '../../../server/src/protocol/gatewayOverview.ts';
import { schemaOf } from './arguments/schema.ts';
import { skeletonOf } from './arguments/skeleton.ts';
import { type VirtualFile, VirtualFiles } from './virtualFiles.ts';

/** As in package.json. */
const SCHEME = 'heady-call';
const SCHEMA_SCHEME = 'heady-call-schema';

/** By which the editor's JSON finds what the tool takes; the tool does not get it. */
const SCHEMA_KEY = '$schema';

/** A tool that is being called by a document. */
export interface CallTarget {
  server: string;
  tool: ServerItem;
}

interface CallFile extends CallTarget, VirtualFile {}

/** Arguments of tools, as JSON documents that the editor checks and completes by the tool's schema. On no disk. */
export class CallDocuments extends VirtualFiles<CallFile> implements Disposable {
  readonly #files = new Map<string, CallFile>();
  readonly #schemaChanged = new EventEmitter<Uri>();
  readonly #subscriptions: Disposable[];

  constructor() {
    super();
    this.#subscriptions = [
      this.#schemaChanged,
      workspace.registerFileSystemProvider(SCHEME, this, { isCaseSensitive: true }),
      workspace.registerTextDocumentContentProvider(SCHEMA_SCHEME, {
        onDidChange: this.#schemaChanged.event,
        provideTextDocumentContent: ({ path }) => JSON.stringify(documentSchema(this.#files.get(path)?.tool)),
      }),
      window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const { input } of closed) {
          if (input instanceof TabInputText && input.uri.scheme === SCHEME) this.#forget(input.uri);
        }
      }),
    ];
  }

  /** Opens what the tool is called with, to be edited. @param last what it was called with before */
  async open({ server, tool }: CallTarget, last: Readonly<Record<string, unknown>>): Promise<void> {
    const file = tool.name.replace(/[^\w.-]+/g, '-').slice(-60) || 'tool';
    const uri = Uri.from({ scheme: SCHEME, path: `/${server}/${file}.json` });
    const schema = uri.with({ scheme: SCHEMA_SCHEME });
    const given = { ...skeletonOf(tool.definition.inputSchema), ...last };
    const text = `${JSON.stringify({ [SCHEMA_KEY]: schema.toString(), ...given }, null, 2)}\n`;
    const open = workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
    const isEdited = open?.isDirty === true && this.#files.has(uri.path);
    const bytes = isEdited ? this.readFile(uri) : new TextEncoder().encode(text);
    this.#files.set(uri.path, { server, tool, bytes, at: Date.now() });
    this.#schemaChanged.fire(schema);
    await window.showTextDocument(uri, { preview: false });
  }

  /** What a document calls; undefined for one of another window. @param uri default: the one that is open now */
  targetOf(uri = window.activeTextEditor?.document.uri): (CallTarget & { uri: Uri }) | undefined {
    const file = uri?.scheme === SCHEME ? this.#files.get(uri.path) : undefined;
    return uri && file ? { server: file.server, tool: file.tool, uri } : undefined;
  }

  /** The arguments in a document, which is saved. @throws {Error} in words for people where it is no JSON object */
  async argumentsIn(uri: Uri): Promise<Record<string, unknown>> {
    const document = await workspace.openTextDocument(uri);
    let value: unknown;
    try {
      value = JSON.parse(document.getText());
    } catch (cause) {
      throw new Error(`the arguments are no JSON. ${(cause as Error).message}`);
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new Error('the arguments are to be a JSON object: { "name": value }.');
    await document.save();
    const { [SCHEMA_KEY]: _, ...given } = value as Record<string, unknown>;
    return given;
  }

  override writeFile(uri: Uri, bytes: Uint8Array): void {
    this.#files.set(uri.path, { ...this.file(uri), bytes, at: Date.now() });
  }

  override dispose(): void {
    super.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  protected override find(uri: Uri): CallFile | undefined {
    return this.#files.get(uri.path);
  }

  protected override isFolder(uri: Uri): boolean {
    return uri.path.split('/').length < 3;
  }

  #forget(uri: Uri): void {
    const isOpen = window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .some(({ input }) => input instanceof TabInputText && input.uri.toString() === uri.toString());
    if (!isOpen) this.#files.delete(uri.path);
  }
}

/** What a tool takes, and the line by which the document says so itself. */
function documentSchema(tool: ServerItem | undefined): Record<string, unknown> {
  const schema = schemaOf(tool?.definition.inputSchema);
  const own = { description: 'By which the editor checks what follows. The tool does not get it.' };
  return { type: 'object', ...schema, properties: { [SCHEMA_KEY]: own, ...schemaOf(schema.properties) } };
}
