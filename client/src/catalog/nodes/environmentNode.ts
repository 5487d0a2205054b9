import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { EnvironmentName } from '../../../../server/src/protocol.ts';
import { environmentLabels, environmentSummaries } from '../../environments/environments.ts';
import type { EnvironmentGroup } from '../arrange.ts';
import type { CatalogNode } from './catalogNode.ts';
import { VerticalNode } from './verticalNode.ts';

/** An environment with the verticals that have services in it. */
export class EnvironmentNode implements CatalogNode {
  readonly parent = undefined;
  readonly id: string;
  /** Undefined: for services that name none. */
  readonly environment: EnvironmentName | undefined;
  readonly children: readonly VerticalNode[];
  readonly #current: boolean;

  constructor({ environment, verticals }: EnvironmentGroup, current: EnvironmentName) {
    this.environment = environment;
    this.id = `environment/${environment ?? ''}`;
    this.#current = environment === current;
    this.children = verticals.map((group) => new VerticalNode(this, group, this.#current));
  }

  row(): TreeItem {
    const row = new TreeItem(
      this.environment ? environmentLabels[this.environment] : 'No environment',
      this.#current ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
    );
    const services = this.children.reduce((sum, vertical) => sum + vertical.children.length, 0);
    row.description = [this.#current ? 'current' : '', servicesWords(services)].filter(Boolean).join(' · ');
    row.tooltip = this.environment
      ? `${environmentLabels[this.environment]}: ${environmentSummaries[this.environment]}`
      : 'Services whose manifests state no environment';
    row.iconPath = this.#current
      ? new ThemeIcon('server-environment', new ThemeColor('charts.green'))
      : new ThemeIcon('server-environment');
    row.contextValue = this.environment
      ? `environment place ${this.#current ? 'current-environment' : 'other-environment'}`
      : 'environment';
    return row;
  }
}

function servicesWords(count: number): string {
  if (count === 0) return 'no services';
  return count === 1 ? '1 service' : `${count} services`;
}
