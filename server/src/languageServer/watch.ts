import { type Connection, DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { MANIFEST_GLOBS } from '../catalog/files.ts';
import { uriOf } from '../catalog/workspaceLoader.ts';
import type { Session } from './session.ts';

/** Keeps the index in step with files that change outside the editor: git, other tools, other windows. */
export function watchFiles(connection: Connection, session: Session, onChange: () => void): void {
  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    for (const { uri: given, type } of changes) {
      const uri = canonical(given);
      if (type === FileChangeType.Deleted) {
        session.loader.unreadable.delete(uri);
        if (session.versionOf(uri) === null) session.project.catalog.workspace.delete(uri);
      } else {
        await session.loader.refresh(uri);
      }
    }
    onChange();
  });
  if (session.abilities.watchesFiles) {
    const watchers = MANIFEST_GLOBS.map((globPattern) => ({ globPattern }));
    void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }
}

/** Editors differ in what they escape; the index knows a file by one spelling. */
function canonical(uri: string): string {
  return uri.startsWith('file:') ? uriOf(URI.parse(uri).fsPath) : uri;
}
