import {
  type Disposable,
  EventEmitter,
  type TreeDataProvider,
  type TreeItem,
  window,
  workspace,
} from 'vscode';
import type { GatewayStatus } from '../../../server/src/protocol/gateway.ts';
import { ENVIRONMENT_NAMES } from '../../../server/src/protocol.ts';
import { wordsOf } from '../failures.ts';
import type { Gateway } from './gateway.ts';
import { EnvironmentNode } from './nodes/environmentNode.ts';
import type { McpNode } from './nodes/mcpNode.ts';
import { MessageNode } from './nodes/messageNode.ts';

/** The view `heady.mcp`: environment, server, what it offers. Nothing is asked for before its row is opened. */
export class McpTree implements TreeDataProvider<McpNode>, Disposable {
  readonly #gateway: Gateway;
  readonly #changed = new EventEmitter<McpNode[] | undefined>();
  readonly #subscriptions: Disposable[];
  /** Rows whose children are being asked for. */
  #opening = 0;
  #isOutdated = false;
  #rows: McpNode[] = [];
  /** All that decides which rows there are. */
  #laidOut = '';

  readonly onDidChangeTreeData = this.#changed.event;
  readonly view;

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
    this.view = window.createTreeView('heady.mcp', { treeDataProvider: this, showCollapseAll: true });
    this.#subscriptions = [this.view, gateway.onDidChange(() => this.#redraw())];
  }

  getTreeItem(node: McpNode): TreeItem {
    const row = node.row();
    row.id = node.id;
    return row;
  }

  async getChildren(node?: McpNode): Promise<McpNode[]> {
    if (!node) return this.#rows;
    this.#opening++;
    try {
      return [...(await node.children())];
    } catch (cause) {
      return [
        new MessageNode(node.id, {
          label: 'Not reached',
          description: wordsOf(cause),
          icon: 'error',
          color: 'list.errorForeground',
        }),
      ];
    } finally {
      this.#opening--;
      if (this.#opening === 0 && this.#isOutdated) this.#redraw();
    }
  }

  /** A row that is being opened would close again: what changes meanwhile, such as its server's state, waits for it. */
  #redraw(): void {
    this.#isOutdated = this.#opening > 0;
    const { status } = this.#gateway;
    if (this.#isOutdated || !status) return;
    this.#count(status);
    const { servers, version: _, url: __, ...layout } = status;
    const laidOut = JSON.stringify(layout);
    if (laidOut !== this.#laidOut) {
      this.#laidOut = laidOut;
      this.#rows = this.#roots();
      this.#changed.fire(undefined);
      return;
    }
    // An open row asks again when it is drawn again, and is told again: only what differs is news.
    const news = this.#rows
      .flatMap((row) => (row instanceof EnvironmentNode ? row.servers : []))
      .filter((row) => {
        const overview = servers.find(({ name }) => name === row.server);
        return overview !== undefined && row.update(overview);
      });
    if (news.length > 0) this.#changed.fire(news);
  }

  /** How much waits for a person is seen where the view is not. */
  #count({ servers }: GatewayStatus): void {
    const value = servers.reduce((sum, { undecided }) => sum + undecided.length, 0);
    const tooltip = `${value === 1 ? '1 definition waits' : `${value} definitions wait`} for your decision`;
    this.view.badge = value > 0 ? { value, tooltip } : undefined;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  #roots(): McpNode[] {
    const { status } = this.#gateway;
    // Nothing to show: the view's welcome says what to do.
    if (!status || status.declared.length === 0) return [];
    const environments = ENVIRONMENT_NAMES.map((name) => new EnvironmentNode(this.#gateway, status, name));
    const offering = environments.filter(({ servers }) => servers.length > 0);
    const current = offering.filter(({ environment }) => environment === status.environment);
    return [...troubleOf(status), ...current, ...offering.filter((node) => !current.includes(node))];
  }
}

function troubleOf({ state, message }: GatewayStatus): McpNode[] {
  if (!workspace.isTrusted) {
    return [
      new MessageNode('mcp/trust', {
        label: 'Nothing runs here',
        description: 'the workspace is not trusted',
        tooltip: 'MCP servers are programs that the workspace names: they are started once you trust it.',
        icon: 'shield',
        command: { command: 'workbench.trust.manage', title: 'Manage Workspace Trust' },
      }),
    ];
  }
  if (state !== 'failed') return [];
  return [
    new MessageNode('mcp/failed', {
      label: 'The gateway does not run',
      description: 'click to start it again',
      tooltip: message ?? '',
      icon: 'error',
      color: 'list.errorForeground',
      command: { command: 'heady.mcp.restartGateway', title: 'Restart Gateway' },
    }),
  ];
}
