import {
  type Connection,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  WatchKind,
} from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { MANIFEST_GLOBS } from '../catalog/files.ts';
import { uriOf } from '../catalog/workspaceLoader.ts';
import type { Session } from './session.ts';
import { wish } from './wish.ts';

/** Keeps the index in step with files that change outside the editor: git, other tools, other windows. */
export function watchFiles(connection: Connection, session: Session, onChange: () => void): void {
  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    let concerned = false;
    for (const { uri: given, type } of changes) {
      const uri = canonical(given);
      if (type === FileChangeType.Deleted) concerned = forget(session, uri) || concerned;
      else {
        await session.loader.refresh(uri);
        concerned = true;
      }
    }
    if (concerned) onChange();
  });
  if (session.abilities.watchesFiles) {
    const watchers = [
      ...MANIFEST_GLOBS.map((globPattern) => ({ globPattern })),
      // When a folder goes, the editor names the folder alone.
      { globPattern: '**', kind: WatchKind.Delete },
    ];
    const { type } = DidChangeWatchedFilesNotification;
    void wish(connection, connection.client.register(type, { watchers }));
  }
}

/** Drops a file, or all files of a folder; what is open lives on in the editor. Returns whether there were any. */
function forget(session: Session, gone: string): boolean {
  const { workspace } = session.project.catalog;
  const known = [...workspace.uris, ...session.loader.unreadable.keys()];
  const files = known.filter((uri) => uri === gone || uri.startsWith(`${gone}/`));
  for (const uri of files) {
    session.loader.unreadable.delete(uri);
    if (session.versionOf(uri) === null) workspace.delete(uri);
  }
  return files.length > 0;
}

/** Editors differ in what they escape; the index knows a file by one spelling. */
function canonical(uri: string): string {
  return uri.startsWith('file:') ? uriOf(URI.parse(uri).fsPath) : uri;
}
