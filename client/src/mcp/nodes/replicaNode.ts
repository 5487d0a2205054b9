import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { ReplicaOverview } from '../../../../server/src/protocol/gatewayOverview.ts';
import { serverLooks } from '../looks.ts';
import type { McpNode } from './mcpNode.ts';

/** One of several instances of a server. */
export class ReplicaNode implements McpNode {
  readonly id: string;
  readonly server: string;
  /** Its URL. */
  readonly replica: string;
  readonly #replica: ReplicaOverview;

  constructor(parent: string, server: string, replica: ReplicaOverview) {
    this.server = server;
    this.replica = replica.url;
    this.id = `${parent}/replica/${replica.url}`;
    this.#replica = replica;
  }

  children(): readonly McpNode[] {
    return [];
  }

  row(): TreeItem {
    const { url, state, error } = this.#replica;
    const look = serverLooks[state];
    const row = new TreeItem(url, TreeItemCollapsibleState.None);
    row.description = look.words;
    row.iconPath = new ThemeIcon(
      look.icon,
      look.color === undefined ? undefined : new ThemeColor(look.color),
    );
    row.tooltip = [url, look.words, error].filter(Boolean).join('\n');
    row.accessibilityInformation = { label: `Replica ${url}, ${look.words}` };
    row.contextValue = state === 'broken' ? 'mcp-replica broken-server' : 'mcp-replica';
    return row;
  }
}
