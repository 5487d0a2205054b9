import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  type ClientCapabilities,
  type CodeAction,
  ConfigurationRequest,
  createProtocolConnection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  type DocumentDiagnosticReport,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  RegistrationRequest,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
  type TextEdit,
  WorkDoneProgressCreateRequest,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CatalogSnapshot } from '../../../server/src/protocol/catalog.ts';
import type { ControlPlaneStatus } from '../../../server/src/protocol/controlPlane.ts';
import {
  type SealedSignIn,
  type SignInKey,
  SignInRequests,
} from '../../../server/src/protocol/gatewaySignIn.ts';
import type { InitializationOptions } from '../../../server/src/protocol/settings.ts';
import {
  newTokensKey,
  openToken,
  sealToken,
  TOKENS_KEY_VARIABLE,
  type TokenAnswer,
  type TokenParams,
} from '../../../server/src/protocol/tokens.ts';
import { Methods } from '../../../server/src/protocol.ts';

export const SERVER = fileURLToPath(new URL('../../../dist/languageServer.js', import.meta.url));

/** What VS Code offers, as far as the server looks at it. */
export const MODERN: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    workspaceEdit: { documentChanges: true, snippetEditSupport: true },
  },
  textDocument: { diagnostic: {}, publishDiagnostics: { relatedInformation: true } },
  window: { workDoneProgress: true },
};

/** An editor of the push era: it cannot ask for diagnostics. */
export const PUSHED: ClientCapabilities = { textDocument: { publishDiagnostics: {} } };

export interface StartOptions {
  /** URIs of the workspace folders. */
  folders?: readonly string[];
  /** Tokens of control planes, by origin. */
  tokens?: Readonly<Record<string, string>>;
  capabilities?: ClientCapabilities;
  options?: InitializationOptions;
  /** The user's settings, section `heady`. */
  settings?: Record<string, unknown>;
  /** Variables that the server gets beside the tests' own. */
  environment?: Record<string, string>;
  /** A request of the server that is answered with an error. */
  refuses?: string;
}

/** What this editor seals tokens with. */
export const TOKENS_KEY = newTokensKey();

/** How long something that must happen may take, in ms: generous, as the tests prove behaviour and not speed. */
const PATIENCE = 120_000;

/** An editor without a screen: the built language server as a child process, spoken to over its standard streams. */
export class LspClient {
  readonly process: ChildProcess;
  readonly connection: ProtocolConnection;
  readonly exited: Promise<number | null>;
  /** Latest pushed diagnostics of each file. */
  readonly pushed = new Map<string, PublishDiagnosticsParams>();
  /** Methods of the capabilities that the server registered. */
  readonly registered: string[] = [];
  /** How often the server asked to pull everything again. */
  refreshes = 0;
  catalogChanges = 0;
  refusals = 0;
  /** Tokens of control planes, by origin; the server asks for them. */
  readonly tokens = new Map<string, string>();
  /** What the user signed in to, by URL. */
  readonly signIns = new Map<string, string>();
  /** Shows the user a page. */
  onOpen: (url: string) => Promise<unknown> = async () => undefined;
  /** What the server said of the control plane, in order. */
  readonly controlPlaneStates: ControlPlaneStatus[] = [];
  stderr = '';
  settings: Record<string, unknown> | null;
  initializeResult: InitializeResult = { capabilities: {} };
  readonly #versions = new Map<string, number>();
  readonly #waiting = new Set<() => void>();

  private constructor({ settings, refuses, environment, tokens = {} }: StartOptions) {
    for (const [origin, token] of Object.entries(tokens)) this.tokens.set(origin, token);
    this.settings = settings ?? null;
    const env = { ...process.env, [TOKENS_KEY_VARIABLE]: TOKENS_KEY, ...environment };
    this.process = spawn(process.execPath, [SERVER, '--stdio'], { stdio: 'pipe', env });
    const { stdin, stdout, stderr } = this.process;
    if (!stdin || !stdout || !stderr) throw new Error('The server has no standard streams.');
    this.exited = once(this.process, 'exit').then(([code]) => code as number | null);
    stdin.on('error', () => {}); // It may have exited; that is told by `exited`.
    stderr.on('data', (text) => {
      this.stderr += text;
    });
    this.connection = createProtocolConnection(
      new StreamMessageReader(stdout),
      new StreamMessageWriter(stdin),
    );
    this.#answer();
    if (refuses) this.#refuse(refuses);
    this.connection.listen();
  }

  /** Starts a server and takes it through the handshake. End it with `await using` or `stop`. */
  static async start(start: StartOptions = {}): Promise<LspClient> {
    const client = new LspClient(start);
    const folders = start.folders ?? [];
    const params: InitializeParams = {
      processId: process.pid,
      rootUri: folders[0] ?? null,
      workspaceFolders: folders.map((uri) => ({ uri, name: uri })),
      capabilities: start.capabilities ?? MODERN,
      ...(start.options ? { initializationOptions: start.options } : {}),
    };
    const died = client.exited.then((code) => {
      throw new Error(`The server ended with ${code}. ${client.stderr}`);
    });
    died.catch(() => {}); // It may end later, when nobody waits for this any more.
    client.initializeResult = await Promise.race([
      client.request<InitializeResult>('initialize', params),
      died,
    ]);
    await client.notify('initialized', {});
    return client;
  }

  get controlPlane(): ControlPlaneStatus | undefined {
    return this.controlPlaneStates.at(-1);
  }

  request<Result>(method: string, params: object = {}): Promise<Result> {
    return this.connection.sendRequest(method, params);
  }

  notify(method: string, params: object = {}): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  async open(uri: string, text: string): Promise<void> {
    this.#versions.set(uri, 1);
    const textDocument = { uri, languageId: 'heady-manifest', version: 1, text };
    await this.notify('textDocument/didOpen', { textDocument });
  }

  async change(uri: string, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    await this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  }

  async close(uri: string): Promise<void> {
    this.#versions.delete(uri);
    await this.notify('textDocument/didClose', { textDocument: { uri } });
  }

  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    const previous = previousResultId === undefined ? {} : { previousResultId };
    return this.request('textDocument/diagnostic', { textDocument: { uri }, ...previous });
  }

  /** The diagnostics of a file, asked for in full. */
  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const report = await this.pull(uri);
    if (report.kind !== 'full') throw new Error('Unchanged from nothing.');
    return report.items;
  }

  /** `workspace/diagnostic` after the reports that the client holds. */
  async pullWorkspace(
    previous: readonly WorkspaceDocumentDiagnosticReport[] = [],
  ): Promise<WorkspaceDocumentDiagnosticReport[]> {
    const previousResultIds = previous.map(({ uri, resultId }) => ({ uri, value: resultId ?? '' }));
    return (await this.request<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds }))
      .items;
  }

  async codeActions(uri: string, range: Range, only?: string[]): Promise<CodeAction[]> {
    const context = { diagnostics: [], ...(only ? { only } : {}) };
    return (await this.request('textDocument/codeAction', { textDocument: { uri }, range, context })) ?? [];
  }

  /** Waits until every manifest of the workspace has been read. */
  async indexed(): Promise<CatalogSnapshot> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const snapshot = await this.request<CatalogSnapshot>('heady/catalog');
      if (!snapshot.indexing) return snapshot;
      if (Date.now() > deadline) throw new Error('The workspace is still being read.');
      await new Promise((next) => setTimeout(next, 20));
    }
  }

  /** Waits for something that the server says on its own account. */
  async until(holds: () => boolean, what: string): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!holds()) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`Waited ${PATIENCE / 1000} s in vain: ${what}. ${this.stderr}`));
      }, PATIENCE);
      this.#waiting.add(look);
    });
  }

  /** Ends the server as an editor does, by force where that does not help; the exit code is in `exited`. */
  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const goodbye = this.connection
        .sendRequest('shutdown')
        .then(() => this.connection.sendNotification('exit'))
        .catch(() => {}); // It may be gone by now.
      const force = setTimeout(() => this.process.kill('SIGKILL'), PATIENCE / 2);
      await goodbye;
      await this.exited;
      clearTimeout(force);
    }
    this.connection.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #answer(): void {
    const { connection } = this;
    connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      this.registered.push(...registrations.map(({ method }) => method));
      this.#look();
    });
    connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => this.settings));
    connection.onRequest(WorkDoneProgressCreateRequest.type, () => {});
    connection.onRequest(Methods.token, ({ origin }: TokenParams): TokenAnswer => {
      const token = this.tokens.get(origin);
      return token === undefined ? {} : { sealed: sealToken(TOKENS_KEY, token) };
    });
    connection.onRequest(SignInRequests.read, ({ key }: SignInKey): SealedSignIn => {
      const signIn = this.signIns.get(key);
      return signIn === undefined ? {} : { sealed: sealToken(TOKENS_KEY, signIn) };
    });
    connection.onRequest(SignInRequests.write, ({ key, sealed }: SignInKey & SealedSignIn) => {
      if (sealed === undefined) this.signIns.delete(key);
      else this.signIns.set(key, openToken(TOKENS_KEY, sealed));
      return null;
    });
    connection.onRequest(SignInRequests.open, async ({ url }: { url: string }) => {
      await this.onOpen(url);
      return null;
    });
    connection.onRequest(DiagnosticRefreshRequest.type, () => {
      this.refreshes++;
      this.#look();
    });
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.pushed.set(params.uri, params);
      this.#look();
    });
    connection.onNotification('heady/catalogChanged', () => {
      this.catalogChanges++;
      this.#look();
    });
    connection.onNotification('heady/controlPlaneStatus', (status: ControlPlaneStatus) => {
      this.controlPlaneStates.push(status);
      this.#look();
    });
  }

  #refuse(method: string): void {
    this.connection.onRequest(method, () => {
      this.refusals++;
      this.#look();
      return new ResponseError(ErrorCodes.InternalError, 'Refused.');
    });
  }

  #look(): void {
    for (const look of this.#waiting) look();
  }
}

/** Ids of the rules that diagnostics come from, sorted. */
export function rulesOf(diagnostics: readonly Diagnostic[] = []): string[] {
  return diagnostics.map(({ code }) => String(code)).sort();
}

/** Range of a text's first occurrence. */
export function rangeOfText(text: string, needle: string): Range {
  const start = text.indexOf(needle);
  if (start < 0) throw new Error(`The text holds no ${needle}.`);
  const document = TextDocument.create('untitled:', '', 0, text);
  return { start: document.positionAt(start), end: document.positionAt(start + needle.length) };
}

/** What a code action makes of one document's text. */
export function applied(action: CodeAction | undefined, uri: string, text: string): string {
  const edits = editsOf(action, uri).map((edit) =>
    'snippet' in edit ? { range: edit.range, newText: edit.snippet.value } : edit,
  );
  return TextDocument.applyEdits(TextDocument.create(uri, '', 0, text), edits as TextEdit[]);
}

/** The edits of a code action on one document; fails where it has none. */
export function editsOf(action: CodeAction | undefined, uri: string) {
  const changes = (action?.edit?.documentChanges ?? []).filter((change) => 'textDocument' in change);
  const edits = changes.filter(({ textDocument }) => textDocument.uri === uri).flatMap(({ edits }) => edits);
  if (edits.length === 0) throw new Error(`${action?.title ?? 'No action'}: no edit of ${uri}.`);
  return edits;
}
