import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { CatalogSnapshot } from '../../../../server/src/protocol/catalog.ts';
import type { CatalogNode } from './catalogNode.ts';
import { UnreadableFileNode } from './unreadableFileNode.ts';

/** Files of the workspace that could not be read: what they hold is missing from the tree. */
export class UnreadableNode implements CatalogNode {
  readonly id = 'unreadable';
  readonly parent = undefined;
  readonly children: readonly UnreadableFileNode[];

  constructor(files: CatalogSnapshot['unreadable']) {
    this.children = files.map(({ uri, reason }) => new UnreadableFileNode(this, uri, reason));
  }

  row(): TreeItem {
    const row = new TreeItem('Unreadable files', TreeItemCollapsibleState.Collapsed);
    row.description = String(this.children.length);
    row.tooltip = 'What these files hold is missing from the catalog';
    row.iconPath = new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
    row.contextValue = 'unreadable';
    return row;
  }
}
