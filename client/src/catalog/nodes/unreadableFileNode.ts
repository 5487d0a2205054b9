import { ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, workspace } from 'vscode';
import type { CatalogNode } from './catalogNode.ts';

/** A file that could not be read, and why. */
export class UnreadableFileNode implements CatalogNode {
  readonly id: string;
  readonly parent: CatalogNode;
  readonly children = [];
  readonly #uri: Uri;
  readonly #reason: string;

  constructor(parent: CatalogNode, uri: string, reason: string) {
    this.parent = parent;
    this.id = `${parent.id}/${uri}`;
    this.#uri = Uri.parse(uri);
    this.#reason = reason;
  }

  row(): TreeItem {
    const path = workspace.asRelativePath(this.#uri);
    const row = new TreeItem(path, TreeItemCollapsibleState.None);
    row.description = this.#reason;
    row.tooltip = `${path}: ${this.#reason}`;
    row.iconPath = new ThemeIcon('file');
    row.contextValue = 'unreadable-file';
    row.command = { command: 'revealInExplorer', title: 'Reveal in Explorer', arguments: [this.#uri] };
    return row;
  }
}
