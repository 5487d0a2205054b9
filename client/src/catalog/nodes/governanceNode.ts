import { ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol.ts';
import { entryIds } from '../arrange.ts';
import type { CatalogNode } from './catalogNode.ts';
import { GovernanceEntryNode } from './governanceEntryNode.ts';

/** What rules the services: verticals, environments, policies. */
export class GovernanceNode implements CatalogNode {
  readonly id = 'governance';
  readonly parent = undefined;
  readonly children: readonly GovernanceEntryNode[];

  constructor(entries: readonly CatalogItem[]) {
    const ids = entryIds(entries);
    this.children = entries.map((entry, index) => new GovernanceEntryNode(this, ids[index] ?? '', entry));
  }

  row(): TreeItem {
    const row = new TreeItem('Governance', TreeItemCollapsibleState.Collapsed);
    row.description = String(this.children.length);
    row.tooltip = 'Verticals, environments and policies: what the services are held to';
    row.iconPath = new ThemeIcon('law');
    row.contextValue = 'governance';
    return row;
  }
}
