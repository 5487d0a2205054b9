import {
  type Connection,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
  type FileOperationOptions,
  WatchKind,
} from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { MANIFEST_GLOBS } from '../catalog/files.ts';
import { isOnDisk, uriOf } from '../catalog/workspaceLoader.ts';
import type { Session } from './session.ts';
import { wish } from './wish.ts';

const MANIFESTS = {
  filters: MANIFEST_GLOBS.map((glob) => ({ scheme: 'file', pattern: { glob } })),
};

/** What the editor tells of files that it makes and deletes itself. */
export const FILE_OPERATIONS: FileOperationOptions = { didCreate: MANIFESTS, didDelete: MANIFESTS };

/** No manifest, but it tells of servers as well. */
const MCP_JSON = /\/\.vscode\/mcp\.json$/;
/** Nor is a text of a template. */
const LIQUID = /\.liquid$/;

/**
 * Keeps the index in step with files that change outside the editor: git, other tools, other windows.
 *
 * @param onOther told where it is a `mcp.json` of VS Code
 * @param onTemplateText told where it is a text of a template
 */
export function watchFiles(
  connection: Connection,
  session: Session,
  onChange: () => void,
  onOther: () => void,
  onTemplateText: (uri: string) => void,
): void {
  const changed = new ChangedFiles(session, onChange);
  const take = (changes: readonly FileEvent[]) => {
    const gone = new Set<string>();
    let isOther = false;
    for (const { uri: given, type } of changes) {
      const uri = canonical(given);
      if (MCP_JSON.test(uri)) {
        isOther = true;
        continue;
      }
      if (LIQUID.test(uri)) {
        onTemplateText(uri);
        continue;
      }
      // A file may go and come back within one notification.
      if (type === FileChangeType.Deleted) gone.add(uri);
      else {
        gone.delete(uri);
        changed.add(uri);
      }
    }
    if (gone.size > 0 && forget(session, gone)) onChange();
    changed.remove(gone);
    if (isOther) onOther();
  };
  connection.onDidChangeWatchedFiles(({ changes }) => take(changes));
  // Of what the editor itself makes and deletes it says so at once; its watcher may be late for new folders.
  connection.workspace.onDidCreateFiles(({ files }) =>
    take(files.map(({ uri }) => ({ uri, type: FileChangeType.Created }))),
  );
  connection.workspace.onDidDeleteFiles(({ files }) =>
    take(files.map(({ uri }) => ({ uri, type: FileChangeType.Deleted }))),
  );
  if (session.abilities.watchesFiles) {
    const watchers = [
      ...[...MANIFEST_GLOBS, '**/.vscode/mcp.json', '**/*.liquid'].map((globPattern) => ({ globPattern })),
      // When a folder goes, the editor names the folder alone.
      { globPattern: '**', kind: WatchKind.Delete },
    ];
    const { type } = DidChangeWatchedFilesNotification;
    void wish(connection, connection.client.register(type, { watchers }));
  }
}

/** Quiet time after which changed files are read, in ms: a checkout changes thousands, told of in many parts. */
const QUIET = 50;

/** Files to be read anew, all of them together and then once more what changed meanwhile. */
class ChangedFiles {
  readonly #session: Session;
  readonly #onRead: () => void;
  readonly #waiting = new Set<string>();
  #isReading = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(session: Session, onRead: () => void) {
    this.#session = session;
    this.#onRead = onRead;
  }

  add(uri: string): void {
    this.#waiting.add(uri);
    if (this.#isReading) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(), QUIET);
  }

  remove(uris: Iterable<string>): void {
    for (const uri of uris) this.#waiting.delete(uri);
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    // What is being read for the first time may have been read before it changed.
    await this.#session.indexed();
    while (this.#waiting.size > 0) {
      const uris = [...this.#waiting];
      this.#waiting.clear();
      await this.#session.loader.refresh(uris);
    }
    this.#isReading = false;
    this.#onRead();
  }
}

/**
 * Drops files, or all files of folders; what is open lives on in the editor.
 *
 * @param gone URIs of both, as the editor does not tell one from the other
 * @returns whether there were any
 */
function forget(session: Session, gone: ReadonlySet<string>): boolean {
  const { loader, project } = session;
  const known = [...project.catalog.workspace.uris, ...loader.unreadable.keys()];
  const files = known.filter((uri) => isWithin(uri, gone));
  for (const uri of files) loader.forget(uri);
  return files.length > 0;
}

/** Whether a URI is one of these, or below one. */
function isWithin(uri: string, places: ReadonlySet<string>): boolean {
  for (let end = uri.length; end > 0; end = uri.lastIndexOf('/', end - 1)) {
    if (places.has(uri.slice(0, end))) return true;
  }
  return false;
}

/** Editors differ in what they escape; the index knows a file by one spelling. */
function canonical(uri: string): string {
  return isOnDisk(uri) ? uriOf(URI.parse(uri).fsPath) : uri;
}
