import { randomBytes } from 'node:crypto';
import { type CancellationToken, type Disposable, EventEmitter } from 'vscode';
import {
  type CallToolParams,
  GATEWAY_TOKEN_VARIABLE,
  GatewayMethods,
  type GatewayStatus,
} from '../../../server/src/protocol/gateway.ts';
import {
  type CompleteParams,
  type GetPromptParams,
  ItemMethods,
  type ReadTemplateParams,
  type ReadTemplateResult,
} from '../../../server/src/protocol/gatewayItems.ts';
import type { ServerContents } from '../../../server/src/protocol/gatewayOverview.ts';
import {
  type PinChoice,
  type PinDecision,
  PinMethods,
  type PinnedThing,
  type PinReview,
  type ServerPinItems,
} from '../../../server/src/protocol/gatewayPins.ts';
import { SignInRequests } from '../../../server/src/protocol/gatewaySignIn.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import type { RequestProgress } from '../server/languageClient.ts';

/** The window's token of its gateway. It goes to the language server as a variable and to agents in a header. */
export class GatewayToken {
  readonly value = randomBytes(32).toString('hex');

  get environment(): Record<string, string> {
    return { [GATEWAY_TOKEN_VARIABLE]: this.value };
  }
}

/** The MCP gateway that the language server runs, as the rooms of the extension see it. */
export class Gateway implements Disposable {
  readonly #server: HeadyServer;
  readonly #changed = new EventEmitter<GatewayStatus>();
  readonly #subscription: Disposable;
  #status: GatewayStatus | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(server: HeadyServer) {
    this.#server = server;
    this.#subscription = server.onDidChangeGateway((status) => this.#learn(status));
  }

  /** Undefined until the server has told. */
  get status(): GatewayStatus | undefined {
    return this.#status;
  }

  /** Starts it where it does not run; resolves when it does, or cannot. @throws {Error} where no server answers */
  async start(): Promise<GatewayStatus> {
    return this.#learn(await this.#server.request(GatewayMethods.start, undefined));
  }

  async restart(): Promise<GatewayStatus> {
    return this.#learn(await this.#server.request(GatewayMethods.restart, undefined));
  }

  contents(server: string): Promise<ServerContents> {
    return this.#server.request(GatewayMethods.contents, { server });
  }

  serverLog(server: string): Promise<string[]> {
    return this.#server.request(GatewayMethods.serverLog, { server });
  }

  async startServer(server: string): Promise<void> {
    await this.#server.request(GatewayMethods.startServer, { server });
  }

  async stopServer(server: string): Promise<void> {
    await this.#server.request(GatewayMethods.stopServer, { server });
  }

  /** @returns MCP's result, as the server gave it */
  callTool(
    call: CallToolParams,
    token: CancellationToken,
    report: (progress: RequestProgress) => void,
  ): Promise<Record<string, unknown>> {
    return this.#server.requestWithProgress(GatewayMethods.callTool, call, token, report);
  }

  /** @returns MCP's result, as the server gave it */
  readResource(uri: string, token: CancellationToken): Promise<Record<string, unknown>> {
    return this.#server.request(GatewayMethods.readResource, { uri }, token);
  }

  /** What a server would have an argument be; nothing where it does not say. */
  complete(params: CompleteParams): Promise<string[]> {
    return this.#server.request(ItemMethods.complete, params);
  }

  /** @returns MCP's result, as the server gave it */
  getPrompt(prompt: GetPromptParams, token: CancellationToken): Promise<Record<string, unknown>> {
    return this.#server.requestWithProgress(ItemMethods.getPrompt, prompt, token, () => {});
  }

  readTemplate(params: ReadTemplateParams, token: CancellationToken): Promise<ReadTemplateResult> {
    return this.#server.request(ItemMethods.readTemplate, params, token);
  }

  /** Lets calls through again. @param replica its URL; absent: all of the server's */
  async resetBreaker(server: string, replica?: string): Promise<void> {
    const params = { server, ...(replica === undefined ? {} : { replica }) };
    await this.#server.request(ItemMethods.resetBreaker, params);
  }

  /** Has the user sign in to a server. Resolves when they have. */
  async signIn(server: string, token: CancellationToken): Promise<void> {
    await this.#server.request(SignInRequests.signIn, { server }, token);
  }

  /** @returns whether there was something to forget */
  async signOut(server: string): Promise<boolean> {
    return (await this.#server.request(SignInRequests.signOut, { server })).was;
  }

  /** All of a server that is pinned or could be. */
  pins(server: string): Promise<ServerPinItems> {
    return this.#server.request(PinMethods.list, { server });
  }

  reviewPin({ server, kind, name }: PinnedThing): Promise<PinReview> {
    return this.#server.request(PinMethods.review, { server, kind, name });
  }

  /** @throws {Error} with nothing decided, where something is not as it was shown */
  async decidePins(decision: PinDecision, things: readonly PinChoice[]): Promise<void> {
    const choices = things.map(({ server, kind, name, hash }) => ({
      ...{ server, kind, name },
      ...(hash === undefined ? {} : { hash }),
    }));
    await this.#server.request(PinMethods.decide, { decision, choices });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #learn(status: GatewayStatus): GatewayStatus {
    this.#status = status;
    this.#changed.fire(status);
    return status;
  }
}
