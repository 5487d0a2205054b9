import { ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { EnvironmentName } from '../../../../server/src/protocol.ts';
import { entryIds, type VerticalGroup } from '../arrange.ts';
import type { CatalogNode } from './catalogNode.ts';
import { ServiceNode } from './serviceNode.ts';

/** The environment that a vertical's row stands in. */
type InEnvironment = CatalogNode & { readonly environment: EnvironmentName | undefined };

/** A vertical within an environment, with its services there. */
export class VerticalNode implements CatalogNode {
  readonly id: string;
  readonly parent: InEnvironment;
  /** Undefined: for services that name none. */
  readonly vertical: string | undefined;
  readonly children: readonly ServiceNode[];
  readonly #open: boolean;

  constructor(parent: InEnvironment, { vertical, entries }: VerticalGroup, open: boolean) {
    this.parent = parent;
    this.vertical = vertical;
    this.id = `${parent.id}/${vertical ?? ''}`;
    this.#open = open;
    const ids = entryIds(entries);
    this.children = entries.map((entry, index) => new ServiceNode(this, ids[index] ?? '', entry));
  }

  /** So that commands can be given the node itself. */
  get environment(): EnvironmentName | undefined {
    return this.parent.environment;
  }

  row(): TreeItem {
    const row = new TreeItem(
      this.vertical ?? 'No vertical',
      this.#open ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
    );
    row.description = String(this.children.length);
    row.tooltip = this.vertical
      ? `Services of the vertical ${this.vertical}`
      : 'Services whose manifests state no vertical';
    row.iconPath = new ThemeIcon('symbol-namespace');
    row.contextValue = this.vertical && this.environment ? 'vertical place' : 'vertical';
    row.accessibilityInformation = {
      label: `${row.tooltip}, ${this.children.length}`,
    };
    return row;
  }
}
