import {
  type CancellationToken,
  type Connection,
  DiagnosticRefreshRequest,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  LSPErrorCodes,
  ResponseError,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { validate } from '../language/validate.ts';
import type { Session } from './session.ts';
import { wish } from './wish.ts';

/** Files judged between two looks at what else wants to run. */
const BATCH = 50;
/** Quiet time after which other files are asked about again, in ms: names are typed letter by letter. */
const REFRESH_DELAY = 200;

/** Diagnostics: pulled where the client can, pushed where it cannot. */
export class Diagnostics {
  readonly #session: Session;
  readonly #pushed = new Map<string, string>();
  #refreshTimer: NodeJS.Timeout | undefined;
  #factsStamp = '';

  constructor(session: Session) {
    this.#session = session;
  }

  listen(connection: Connection): void {
    if (!this.#session.abilities.pullsDiagnostics) return;
    connection.languages.diagnostics.on(({ textDocument, previousResultId }, token) => {
      if (token.isCancellationRequested) return cancelled();
      this.#session.sync(textDocument.uri);
      return this.#report(textDocument.uri, previousResultId);
    });
    connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token, _progress, partial) => {
      // What half a workspace seems to lack is no finding.
      await Promise.race([this.#session.indexed(), cancellationOf(token)]);
      const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
      this.#session.syncAll();
      const items: WorkspaceDocumentDiagnosticReport[] = [];
      for await (const batch of this.#batches([...new Set([...this.#known(), ...previous.keys()])], token)) {
        const reports = batch.map((uri) => ({
          ...this.#report(uri, previous.get(uri)),
          uri,
          version: this.#session.versionOf(uri),
        }));
        if (partial) partial.report({ items: reports });
        else items.push(...reports);
      }
      return token.isCancellationRequested ? cancelled() : { items };
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

  dispose(): void {
    clearTimeout(this.#refreshTimer);
  }

  async #refresh(): Promise<void> {
    const { connection, project } = this.#session;
    this.#factsStamp = project.factsStamp;
    if (this.#session.abilities.pullsDiagnostics) {
      if (this.#session.abilities.refreshesDiagnostics)
        void wish(connection, connection.sendRequest(DiagnosticRefreshRequest.type));
      return;
    }
    this.#session.syncAll();
    for await (const batch of this.#batches([...new Set([...this.#known(), ...this.#pushed.keys()])])) {
      for (const uri of batch) this.#push(uri);
    }
  }

  #known(): Iterable<string> {
    return this.#session.project.catalog.workspace.uris;
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
    const diagnostics = validate(project, uri);
    this.#session.connection.sendDiagnostics({ uri, diagnostics, ...(version === null ? {} : { version }) });
  }

  /** URIs in batches, letting requests and cancellations in between. */
  async *#batches(uris: readonly string[], token?: CancellationToken): AsyncGenerator<string[]> {
    for (let start = 0; start < uris.length; start += BATCH) {
      if (token?.isCancellationRequested) return;
      yield uris.slice(start, start + BATCH);
      await new Promise((next) => setImmediate(next));
    }
  }
}

function cancellationOf(token: CancellationToken): Promise<void> {
  return new Promise((resolve) => token.onCancellationRequested(() => resolve()));
}

function cancelled(): ResponseError<{ retriggerRequest: boolean }> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.', { retriggerRequest: false });
}
