import { commands, type Disposable, type TextDocumentContentProvider, Uri, workspace } from 'vscode';
import { EntryMethods, type EntryRef } from '../../../server/src/protocol/entryDetails.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import type { Side } from '../webviews/entryDetails/messages.ts';

const SCHEME = 'heady-entry';

/** A version of an entry, or its manifest. */
export interface SidedEntry {
  ref: EntryRef;
  side: Side;
}

/** Versions of entries as read-only documents, to be compared. A tab that is restored asks for its text again. */
export class VersionDocuments implements TextDocumentContentProvider, Disposable {
  readonly #server: HeadyServer;
  readonly #registration = workspace.registerTextDocumentContentProvider(SCHEME, this);

  constructor(server: HeadyServer) {
    this.#server = server;
  }

  /** @throws {Error} in words for people, which the editor shows in place of the text */
  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const params = JSON.parse(uri.query) as EntryRef & { version: Side };
    const text = await this.#server.request(EntryMethods.text, params);
    if (text.state !== 'answered') throw new Error(text.message);
    return text.answer;
  }

  /** Shows two of an entry beside each other. */
  async compare(ref: EntryRef, from: Side, to: Side): Promise<void> {
    await this.compareEntries({ ref, side: from }, { ref, side: to });
  }

  /** Shows two beside each other that may be of two entries. */
  async compareEntries(left: SidedEntry, right: SidedEntry): Promise<void> {
    const isOne = left.ref.name === right.ref.name;
    const title = isOne
      ? `${left.ref.name}: ${sideWords(left.side)} ↔ ${sideWords(right.side)}`
      : `${left.ref.name}, ${sideWords(left.side)} ↔ ${right.ref.name}, ${sideWords(right.side)}`;
    await commands.executeCommand(
      'vscode.diff',
      uriOf(left.ref, left.side),
      uriOf(right.ref, right.side),
      title,
    );
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

/** Ends as manifests do, for their colours; no server takes it for one, as its scheme is none of the workspace's. */
function uriOf({ kind, name, environment }: EntryRef, version: Side): Uri {
  const query = JSON.stringify({ kind, name, ...(environment ? { environment } : {}), version });
  const path = `/${kind}/${name} ${sideWords(version)}.heady.yaml`;
  return Uri.from({ scheme: SCHEME, path, query });
}

function sideWords(side: Side): string {
  return side === 'manifest' ? 'manifest' : `version ${side}`;
}
