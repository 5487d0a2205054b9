import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { URI } from 'vscode-uri';
import { Backoff } from '../../catalog/controlPlane/backoff.ts';
import { isOnDisk } from '../../catalog/workspaceLoader.ts';
import { RestartIntensity } from '../../gateway/supervision/restartIntensity.ts';
import {
  GATEWAY_TOKEN_VARIABLE,
  GatewayMethods,
  type GatewayState,
  type GatewayStatus,
} from '../../protocol/gateway.ts';
import type { GatewayOverview } from '../../protocol/gatewayOverview.ts';
import type { EnvironmentName } from '../../protocol.ts';
import type { Session } from '../session.ts';
import { takeVariable } from '../takeVariable.ts';
import type { GatewayLink } from './gatewayLink.ts';
import { GatewaySources, type StartedWith, type TokenFor } from './gatewaySources.ts';
import { answerQuestions, capabilitiesOf } from './questions.ts';
import { relaySignIns, signInCapability } from './signIns.ts';

/** What the editor's agents show to be let in; without an editor that made one, nobody else knows it. */
const TOKEN = takeVariable(GATEWAY_TOKEN_VARIABLE) ?? randomBytes(32).toString('hex');

/** The one gateway of an editor: started when it is needed, kept running, and started anew for other manifests. */
export class GatewayService {
  readonly #session: Session;
  readonly #intensity = new RestartIntensity();
  readonly #backoff = new Backoff();
  readonly #sources: GatewaySources;
  #state: GatewayState = 'none';
  #message: string | undefined;
  #overview: GatewayOverview | undefined;
  #link: GatewayLink | undefined;
  #starting: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** Digest of what it was started with. */
  #servedFor = '';
  /** Kept over restarts, so that clients find it again. */
  #port = 0;

  /** @param tokenFor knows with what the user is let in at a control plane */
  constructor(session: Session, tokenFor: TokenFor) {
    this.#session = session;
    this.#sources = new GatewaySources(session, tokenFor);
    session.guard.onChange(() => {
      // A gateway that is lost meanwhile is told when it is started again.
      if (this.#link) void this.#tellLock(this.#link).catch(() => {});
    });
  }

  get status(): GatewayStatus {
    const { url, version } = this.#overview ?? {};
    return {
      state: this.#isAllowed ? this.#state : 'blocked',
      // One that runs serves the environment that it was started for until it is started anew.
      environment: this.#overview?.environment ?? this.#environment,
      declared: this.#sources.declared,
      servers: this.#overview?.servers ?? [],
      ...(this.#message === undefined ? {} : { message: this.#message }),
      ...(url === undefined ? {} : { url }),
      ...(version === undefined ? {} : { version }),
    };
  }

  /** Starts it where it does not run. Resolves when it does, or cannot; the status tells. */
  async start(): Promise<GatewayStatus> {
    if (!this.#link) {
      this.#forgive();
      await this.#start();
    }
    return this.status;
  }

  async restart(): Promise<GatewayStatus> {
    this.#forgive();
    this.#become('starting');
    await this.#stop();
    await this.#start();
    return this.status;
  }

  /** Manifests, the environment, settings, secrets or the folders may be others than it was started for. */
  async changed(): Promise<void> {
    await this.#starting;
    await this.#sources.read();
    this.#link?.client.sendRootsListChanged().catch(() => {});
    const isWanted = this.#link !== undefined || this.#state === 'failed';
    if (isWanted && this.#servedFor !== (await this.#startedWith()).digest) await this.restart();
    else this.#announce();
  }

  /** Has it asked how its servers are, where it runs: it tells by itself, but a moment later. */
  async refresh(): Promise<void> {
    if (!this.#link) return;
    this.#overview = await this.#link.overview();
    this.#announce();
  }

  /** The running gateway; it is started where it does not run. @throws Error in words for people where it cannot */
  async link(): Promise<GatewayLink> {
    await this.start();
    if (this.#link) return this.#link;
    throw new Error(this.#message ?? 'The MCP gateway does not run.');
  }

  async dispose(): Promise<void> {
    clearTimeout(this.#retry);
    await this.#starting;
    await this.#stop();
  }

  /** Nothing is started for a workspace that is not trusted, nor for one that is on no disk. */
  get #isAllowed(): boolean {
    return this.#session.options.trusted !== false && this.#folder !== undefined;
  }

  get #folder(): string | undefined {
    return this.#session.project.folders.find(isOnDisk);
  }

  /** One process serves the whole window. */
  get #environment(): EnvironmentName {
    return this.#session.project.environments.window;
  }

  #start(): Promise<void> {
    clearTimeout(this.#retry);
    this.#starting ??= this.#launch().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #launch(): Promise<void> {
    await this.#session.indexed();
    await this.#sources.read();
    const folder = this.#folder;
    if (!this.#isAllowed || folder === undefined) {
      this.#become('none', 'MCP servers are started for folders on this disk alone, once they are trusted.');
      return;
    }
    if (this.#sources.declared.length === 0) {
      this.#become('none', 'Nothing in this workspace tells of an MCP server.');
      return;
    }
    this.#become('starting');
    const startedWith = await this.#startedWith();
    this.#servedFor = startedWith.digest;
    try {
      const link = await this.#open(URI.parse(folder).fsPath, startedWith);
      this.#link = link;
      await this.#tellLock(link);
      link.onLost(() => this.#lost(link));
      link.onOverview((overview) => {
        this.#overview = overview;
        this.#announce();
      });
      link.onAlert((alert) => void this.#session.connection.sendNotification(GatewayMethods.alert, alert));
      this.#overview = await link.overview();
      this.#port = Number(new URL(this.#overview.url).port);
      this.#backoff.connected();
      this.#become('running');
    } catch (error) {
      this.#again((error as Error).message);
    }
  }

  /** Prod is unlocked for the gateway as it is for the editor: with a reason, for minutes. */
  async #tellLock(link: GatewayLink): Promise<void> {
    await link.unlockProd(this.#session.guard.remaining('prod'));
  }

  async #open(folder: string, { args, variables }: StartedWith): Promise<GatewayLink> {
    const { startGateway } = await import('./gatewayLink.ts');
    const { connection, options } = this.#session;
    const { storagePath } = options;
    const start = (port: number) =>
      startGateway({
        ...{ folder, args, variables },
        ...(storagePath === undefined ? {} : { auditFolder: join(storagePath, 'gateway') }),
        port,
        token: TOKEN,
        capabilities: { ...capabilitiesOf(this.#session), ...signInCapability() },
        prepare: (client) => {
          answerQuestions(client, this.#session);
          relaySignIns(client, connection);
        },
        log: (line) => connection.console.info(`gateway: ${line}`),
      });
    try {
      return await start(this.#port);
    } catch (error) {
      // Somebody else may have taken its port meanwhile.
      if (this.#port === 0) throw error;
      return await start(0);
    }
  }

  #lost(link: GatewayLink): void {
    if (this.#link !== link) return;
    this.#link = undefined;
    this.#again('It ended unexpectedly.');
  }

  /** Tries again after a while, or gives up. */
  #again(reason: string): void {
    this.#overview = undefined;
    this.#intensity.ended();
    if (this.#intensity.waitMs > 0) {
      this.#become('failed', `The MCP gateway could not be kept running. ${reason}`);
      return;
    }
    this.#become('starting', reason);
    this.#retry = setTimeout(() => void this.#start(), this.#backoff.failed());
  }

  /** A person asked for a start: what was before does not count. */
  #forgive(): void {
    this.#intensity.forgive();
    this.#backoff.reset();
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#retry);
    const link = this.#link;
    this.#link = undefined;
    this.#overview = undefined;
    await link?.close();
  }

  #startedWith(): Promise<StartedWith> {
    return this.#sources.startedWith(this.#environment);
  }

  #become(state: GatewayState, message?: string): void {
    this.#state = state;
    this.#message = message;
    this.#announce();
  }

  #announce(): void {
    void this.#session.connection.sendNotification(GatewayMethods.changed, this.status);
  }
}
