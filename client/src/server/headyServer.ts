import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CancellationToken,
  commands,
  type Disposable,
  EventEmitter,
  type LogOutputChannel,
} from 'vscode';
import type { ControlPlaneNews } from '../../../server/src/protocol/controlPlane.ts';
import { GatewayMethods, type GatewayStatus } from '../../../server/src/protocol/gateway.ts';
import {
  InputMethods,
  type InputsAnswer,
  type InputsParams,
} from '../../../server/src/protocol/gatewayInputs.ts';
import type { GatewayAlert } from '../../../server/src/protocol/gatewayOverview.ts';
import {
  type QuestionAnswer,
  QuestionMethods,
  type QuestionParams,
} from '../../../server/src/protocol/gatewayQuestions.ts';
import {
  type SealedSignIn,
  type SignInKey,
  SignInRequests,
} from '../../../server/src/protocol/gatewaySignIn.ts';
import type { Unlocked } from '../../../server/src/protocol/guard.ts';
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
import { wordsOf } from '../failures.ts';
import type { SignInStore } from '../mcp/signIn/signInStore.ts';
import { CrashBudget } from './crashBudget.ts';
import type { QuietClient, RequestProgress } from './languageClient.ts';
import type { RequestName, Requests } from './requests.ts';

/** Between two attempts to start. */
const pauseMs = 300;

export type ServerState = 'starting' | 'running' | 'failed' | 'stopped';

/** The language server as the rooms of the extension see it: its state, its requests, its news. */
export class HeadyServer implements Disposable {
  readonly #program: string;
  readonly #log: LogOutputChannel;
  readonly #options: () => InitializationOptions;
  readonly #environment: () => Promise<Record<string, string>>;
  readonly #token: (origin: string) => Promise<string | undefined>;
  readonly #budget = new CrashBudget();
  readonly #stateChanged = new EventEmitter<ServerState>();
  readonly #catalogChanged = new EventEmitter<void>();
  readonly #gatewayChanged = new EventEmitter<GatewayStatus>();
  readonly #alerted = new EventEmitter<GatewayAlert>();
  readonly #controlPlaneChanged = new EventEmitter<ControlPlaneNews>();
  readonly #unlocked = new EventEmitter<readonly Unlocked[]>();

  #state: ServerState = 'stopped';
  #failure: string | undefined;
  #client: QuietClient | undefined;
  #launched: Promise<void> = Promise.resolve();

  readonly onDidChangeState = this.#stateChanged.event;
  readonly onDidChangeCatalog = this.#catalogChanged.event;
  readonly onDidChangeGateway = this.#gatewayChanged.event;
  readonly onDidAlert = this.#alerted.event;
  readonly onDidChangeControlPlane = this.#controlPlaneChanged.event;
  /** All that may be changed now. */
  readonly onDidUnlock = this.#unlocked.event;

  /** Puts what an MCP server asks to the person at the editor. */
  onQuestion: (question: QuestionParams, token: CancellationToken) => Promise<QuestionAnswer> = async () => ({
    refused: 'This editor cannot ask its user that.',
  });

  /** What the person answered to what a `mcp.json` asks for, by id. */
  onInputs: (params: InputsParams) => Promise<ReadonlyMap<string, string>> = async () => new Map();

  /** Keeps what the person signed in to. */
  signIns: Pick<SignInStore, 'read' | 'write'> | undefined;

  /**
   * @param program path of the bundled server
   * @param options what a starting server is told; asked at every start
   * @param environment variables that its process gets beside the editor's own; asked at every start
   * @param token of the control plane at an origin, where somebody signed in; asked whenever it is connected to
   */
  constructor(
    program: string,
    log: LogOutputChannel,
    options: () => InitializationOptions,
    environment: () => Promise<Record<string, string>>,
    token: (origin: string) => Promise<string | undefined>,
  ) {
    this.#program = program;
    this.#log = log;
    this.#options = options;
    this.#environment = environment;
    this.#token = token;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Why the state is `failed`, in words for people. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Starts the server unless it is up. Never rejects: `state` tells how it went. */
  start(): Promise<void> {
    if (this.#state === 'stopped' || this.#state === 'failed') this.#launched = this.#launch();
    return this.#launched;
  }

  /** Ends the server, if it runs, and starts a new one. Never rejects. */
  async restart(): Promise<void> {
    this.#budget.renew();
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    await this.#launched;
    const client = this.#client;
    this.#client = undefined;
    this.#setState('stopped');
    await client
      ?.dispose()
      .catch((cause: unknown) => this.#log.warn(`Stopping the server: ${wordsOf(cause)}`));
  }

  /**
   * Asks the server, waiting for it while it starts.
   *
   * @throws {Error} in words for people when the server does not run or cannot answer
   */
  async request<M extends RequestName>(
    method: M,
    params: Requests[M]['params'],
    token?: CancellationToken,
  ): Promise<Requests[M]['result']> {
    const client = await this.#running();
    // Without a token none is passed: it would reach the server as one more parameter.
    const given = [...(params === undefined ? [] : [params]), ...(token ? [token] : [])];
    return client.sendRequest(method, ...(given as [object]));
  }

  /** Tells the server something. One that is down asks when it starts. */
  notify(method: string): void {
    if (this.#state === 'running') void this.#client?.sendNotification(method);
  }

  /** `request` for what takes a while: the server tells how far it is. @throws {Error} as `request` */
  async requestWithProgress<M extends RequestName>(
    method: M,
    params: Requests[M]['params'] & object,
    token: CancellationToken,
    report: (progress: RequestProgress) => void,
  ): Promise<Requests[M]['result']> {
    const client = await this.#running();
    return client.sendRequestWithProgress(method, params, token, report);
  }

  dispose(): void {
    this.#stateChanged.dispose();
    this.#catalogChanged.dispose();
    this.#gatewayChanged.dispose();
    this.#alerted.dispose();
    this.#controlPlaneChanged.dispose();
    this.#unlocked.dispose();
  }

  async #running(): Promise<QuietClient> {
    await this.#launched;
    if (this.#client === undefined || this.#state !== 'running')
      throw new Error(this.#failure ?? 'The Heady language server is not running.');
    return this.#client;
  }

  /** A start may fail for a passing reason, such as a machine out of memory: it is tried as often as a crash is. */
  async #launch(): Promise<void> {
    this.#setState('starting');
    for (;;) {
      try {
        this.#client = await this.#startClient();
        this.#setState('running');
        return;
      } catch (cause) {
        // The library speaks of its pipes here; what the server itself said stands above this in the log.
        this.#log.warn(`The language server did not start: ${wordsOf(cause)}`);
        if (!this.#budget.spend(performance.now())) {
          this.#fail('The Heady language server could not be started; the log says why.');
          return;
        }
        await sleep(pauseMs);
      }
    }
  }

  async #startClient(): Promise<QuietClient> {
    const [{ createLanguageClient }, environment] = await Promise.all([
      import('./languageClient.ts'),
      this.#environment(),
    ]);
    const tokensKey = newTokensKey();
    const client = createLanguageClient({
      program: this.#program,
      log: this.#log,
      options: this.#options,
      environment: { ...environment, [TOKENS_KEY_VARIABLE]: tokensKey },
      onClosed: () => this.#onClosed(client),
    });
    client.onNotification(Methods.catalogChanged, () => this.#catalogChanged.fire());
    client.onNotification(GatewayMethods.changed, (status: GatewayStatus) =>
      this.#gatewayChanged.fire(status),
    );
    client.onNotification(GatewayMethods.alert, (alert: GatewayAlert) => this.#alerted.fire(alert));
    client.onRequest(QuestionMethods.ask, (question: QuestionParams, token: CancellationToken) =>
      this.onQuestion(question, token),
    );
    client.onRequest(SignInRequests.read, async ({ key }: SignInKey): Promise<SealedSignIn> => {
      const signIn = await this.signIns?.read(key);
      return signIn === undefined ? {} : { sealed: sealToken(tokensKey, signIn) };
    });
    client.onRequest(SignInRequests.write, async ({ key, sealed }: SignInKey & SealedSignIn) => {
      await this.signIns?.write(key, sealed === undefined ? undefined : openToken(tokensKey, sealed));
      return null;
    });
    client.onRequest(SignInRequests.open, async ({ url }: { url: string }) => {
      // As a text: as a Uri it would be written anew, with other escapes than the server's.
      await commands.executeCommand('vscode.open', url);
      return null;
    });
    client.onNotification(Methods.controlPlanes, (news: ControlPlaneNews) =>
      this.#controlPlaneChanged.fire(news),
    );
    client.onNotification(Methods.unlocked, (unlocked: Unlocked[]) => this.#unlocked.fire(unlocked));
    client.onRequest(Methods.token, async ({ origin }: TokenParams): Promise<TokenAnswer> => {
      const token = await this.#token(origin);
      return token === undefined ? {} : { sealed: sealToken(tokensKey, token) };
    });
    client.onRequest(InputMethods.answers, async (params: InputsParams): Promise<InputsAnswer> => {
      const answers = await this.onInputs(params);
      return {
        sealed: Object.fromEntries([...answers].map(([id, answer]) => [id, sealToken(tokensKey, answer)])),
      };
    });
    await client.start();
    return client;
  }

  #onClosed(client: QuietClient): void {
    // A server that dies before it answered is a failed start, one that was let go has nothing to say.
    if (this.#client !== client) return;
    this.#client = undefined;
    if (this.#budget.spend(performance.now())) {
      this.#log.warn('The language server ended unexpectedly; starting it again.');
      this.#launched = this.#launch();
    } else this.#fail('The Heady language server crashed 5 times in 3 minutes and was not started again.');
  }

  #fail(failure: string): void {
    this.#log.error(failure);
    this.#setState('failed', failure);
  }

  #setState(state: ServerState, failure?: string): void {
    this.#state = state;
    this.#failure = failure;
    this.#stateChanged.fire(state);
  }
}
