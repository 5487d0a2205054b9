import * as vscode from 'vscode';
import {
  type Disposable,
  EventEmitter,
  lm,
  type McpHttpServerDefinition,
  type McpServerDefinitionProvider,
  Uri,
  workspace,
} from 'vscode';
import type { GatewayStatus } from '../../../server/src/protocol/gateway.ts';
import type { Gateway, GatewayToken } from './gateway.ts';

/** As in package.json. */
const ID = 'heady.gateway';

/** What the editor's agents see of it. */
const LABEL = 'Heady Gateway';

/** Offers the gateway to the editor's AI agents as one server, where the editor can take it. */
export function offerToAgents(gateway: Gateway, token: GatewayToken): Disposable[] {
  // Windsurf, and editors of before 2025, do not have it.
  if (typeof lm?.registerMcpServerDefinitionProvider !== 'function') return [];
  const definitions = new GatewayDefinitions(gateway, token);
  return [definitions, lm.registerMcpServerDefinitionProvider(ID, definitions)];
}

class GatewayDefinitions implements McpServerDefinitionProvider<McpHttpServerDefinition>, Disposable {
  readonly #gateway: Gateway;
  readonly #token: GatewayToken;
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: Disposable[];
  /** What the editor was told last. */
  #offered = '';

  readonly onDidChangeMcpServerDefinitions = this.#changed.event;

  constructor(gateway: Gateway, token: GatewayToken) {
    this.#gateway = gateway;
    this.#token = token;
    this.#subscriptions = [
      gateway.onDidChange((status) => this.#offerAnew(status)),
      workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
    ];
  }

  /** Starts the gateway: agents that ask for it are about to use it. */
  async provideMcpServerDefinitions(): Promise<McpHttpServerDefinition[]> {
    // What would be started is written in the workspace.
    if (!workspace.isTrusted) return [];
    const status = await this.#gateway.start().catch(() => undefined);
    this.#offered = status ? offerOf(status) : '';
    if (status?.url === undefined) return [];
    const headers = { Authorization: `Bearer ${this.#token.value}` };
    return [new vscode.McpHttpServerDefinition(LABEL, Uri.parse(status.url), headers, status.version)];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  /** While it starts again it is still the same to agents: they find it where it was. */
  #offerAnew(status: GatewayStatus): void {
    if (status.state === 'starting' || offerOf(status) === this.#offered) return;
    this.#offered = offerOf(status);
    this.#changed.fire();
  }
}

/** What makes one offer differ from another. A gateway that never ran is started once there is something to serve. */
function offerOf({ state, url, version, declared }: GatewayStatus): string {
  return JSON.stringify(state === 'running' ? [url, version] : [state, declared.length > 0]);
}
