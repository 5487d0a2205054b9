import {
  type CancellationToken,
  type Connection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  type DiagnosticServerCancellationData,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  LSPErrorCodes,
  ResponseError,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { Pacer } from '../catalog/slices.ts';
import { validate } from '../language/validate.ts';
import type { Session } from './session.ts';
import { wish } from './wish.ts';

/** Files that are told of at once, where the client takes an answer in parts. */
const BATCH = 50;
/** Quiet time after which other files are asked about again, in ms: names are typed letter by letter. */
const REFRESH_DELAY = 200;

/** Diagnostics: pulled where the client can, pushed where it cannot. */
export class Diagnostics {
  readonly #session: Session;
  readonly #pushed = new Map<string, string>();
  /** What is found otherwise than by the rules. */
  readonly #beside = new Map<string, Diagnostic[]>();
  #refreshTimer: NodeJS.Timeout | undefined;
  #factsStamp = '';

  constructor(session: Session) {
    this.#session = session;
  }

  listen(connection: Connection): void {
    if (!this.#session.abilities.pullsDiagnostics) return;
    connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
      await Promise.all([this.#session.closed(), this.#session.loader.reading(textDocument.uri)]);
      if (token.isCancellationRequested) return cancelled();
      this.#session.sync(textDocument.uri);
      return this.#report(textDocument.uri, previousResultId);
    });
    connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token, _progress, partial) => {
      // What half a workspace seems to lack is no finding.
      const ready = Promise.all([this.#session.indexed(), this.#session.closed()]);
      await Promise.race([ready, cancellationOf(token)]);
      const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
      this.#session.syncAll();
      let items: WorkspaceDocumentDiagnosticReport[] = [];
      for await (const uri of this.#inTurns(previous.keys(), token)) {
        const version = this.#session.versionOf(uri);
        items.push({ ...this.#report(uri, previous.get(uri)), uri, version });
        if (!partial || items.length < BATCH) continue;
        partial.report({ items });
        items = [];
      }
      if (token.isCancellationRequested) return cancelled();
      this.#judged();
      if (!partial) return { items };
      partial.report({ items });
      return { items: [] };
    });
  }

  /** A document changed: pushes its diagnostics where they are not pulled, and sees to the other files. */
  documentChanged(uri: string): void {
    this.#session.sync(uri);
    if (!this.#session.abilities.pullsDiagnostics) this.#push(uri);
    if (this.#session.project.factsStamp !== this.#factsStamp) this.factsChanged();
  }

  /** Something that all files may depend on changed. */
  factsChanged(): void {
    clearTimeout(this.#refreshTimer);
    this.#refreshTimer = setTimeout(() => this.#refresh(), REFRESH_DELAY);
  }

  /** What is found in a file otherwise than by the rules: it is pushed whether or not the client pulls. */
  tellBeside(uri: string, diagnostics: Diagnostic[]): void {
    if (diagnostics.length > 0) this.#beside.set(uri, diagnostics);
    else this.#beside.delete(uri);
    if (this.#session.abilities.pullsDiagnostics) {
      void this.#session.connection.sendDiagnostics({ uri, diagnostics });
      return;
    }
    this.#pushed.delete(uri);
    this.#push(uri);
  }

  dispose(): void {
    clearTimeout(this.#refreshTimer);
  }

  async #refresh(): Promise<void> {
    const { connection, project } = this.#session;
    await this.#session.closed();
    this.#factsStamp = project.factsStamp;
    if (this.#session.abilities.pullsDiagnostics) {
      if (this.#session.abilities.refreshesDiagnostics)
        void wish(connection, connection.sendRequest(DiagnosticRefreshRequest.type));
      return;
    }
    this.#session.syncAll();
    for await (const uri of this.#inTurns(this.#pushed.keys())) this.#push(uri);
    this.#judged();
  }

  /** All files were. */
  #judged(): void {
    const { loader, memory, project } = this.#session;
    loader.keepSoon();
    memory.settle(project.catalog.workspace.size);
  }

  #report(uri: string, previous: string | undefined): DocumentDiagnosticReport {
    const resultId = this.#session.project.resultId(uri);
    if (previous === resultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items: validate(this.#session.project, uri) };
  }

  #push(uri: string): void {
    const { project } = this.#session;
    const resultId = project.resultId(uri);
    if (this.#pushed.get(uri) === resultId) return;
    if (project.file(uri)) this.#pushed.set(uri, resultId);
    else this.#pushed.delete(uri);
    const version = this.#session.versionOf(uri);
    const diagnostics = [...validate(project, uri), ...(this.#beside.get(uri) ?? [])];
    this.#session.connection.sendDiagnostics({ uri, diagnostics, ...(version === null ? {} : { version }) });
  }

  /**
   * All files, those that are open first, and others that were told of before: perhaps they are gone. Whoever asks
   * something else meanwhile is answered in between.
   */
  async *#inTurns(others: Iterable<string>, token?: CancellationToken): AsyncGenerator<string> {
    const { documents, project } = this.#session;
    const { uris } = project.catalog.workspace;
    const pacer = new Pacer();
    for (const uri of new Set([
      ...documents.keys().filter((each) => project.file(each)),
      ...uris,
      ...others,
    ])) {
      if (token?.isCancellationRequested) return;
      yield uri;
      await pacer.turn();
    }
  }
}

function cancellationOf(token: CancellationToken): Promise<void> {
  return new Promise((resolve) => token.onCancellationRequested(() => resolve()));
}

/** Says nothing of asking again: the editor cancels in order to, and would believe that it need not. */
function cancelled(): ResponseError<DiagnosticServerCancellationData> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
}
