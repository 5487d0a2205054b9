import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, workspace } from 'vscode';
import type { GatewayStatus } from '../../../../server/src/protocol/gateway.ts';
import type { EnvironmentName } from '../../../../server/src/protocol.ts';
import { environmentLabels } from '../../environments/environments.ts';
import type { Gateway } from '../gateway.ts';
import type { McpNode } from './mcpNode.ts';
import { ServerNode } from './serverNode.ts';

/** An environment with the servers that are offered in it. */
export class EnvironmentNode implements McpNode {
  readonly id: string;
  readonly environment: EnvironmentName;
  readonly servers: readonly ServerNode[];
  readonly #isCurrent: boolean;

  constructor(gateway: Gateway, status: GatewayStatus, environment: EnvironmentName) {
    this.environment = environment;
    this.id = `mcp/${environment}`;
    this.#isCurrent = environment === status.environment;
    this.servers = status.declared
      .filter(({ environments }) => environments.includes(environment))
      .map((declared) => {
        const overview = this.#isCurrent
          ? status.servers.find(({ name }) => name === declared.name)
          : undefined;
        return new ServerNode(this.id, gateway, declared, overview, this.#isCurrent);
      });
  }

  children(): readonly McpNode[] {
    return this.servers;
  }

  row(): TreeItem {
    const row = new TreeItem(
      environmentLabels[this.environment],
      this.#isCurrent ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
    );
    const count = this.servers.length;
    row.description = [this.#isCurrent ? 'current' : '', count === 1 ? '1 server' : `${count} servers`]
      .filter(Boolean)
      .join(' · ');
    row.iconPath = this.#isCurrent
      ? new ThemeIcon('server-environment', new ThemeColor('charts.green'))
      : new ThemeIcon('server-environment');
    row.tooltip = this.#isCurrent
      ? `The gateway offers these servers.${wholeWindow()}`
      : 'The gateway offers these servers once you switch to this environment.';
    row.contextValue = this.#isCurrent ? 'mcp-environment' : 'mcp-environment other-environment';
    return row;
  }
}

/** Why it is not another one in another folder. */
function wholeWindow(): string {
  const [first, second] = workspace.workspaceFolders ?? [];
  if (!first || !second) return '';
  return ` It is one program for the window, which agents know by one address: it serves the environment of the first folder, ${first.name}.`;
}
