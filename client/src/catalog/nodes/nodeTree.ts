import { type Disposable, EventEmitter, type TreeDataProvider, type TreeItem } from 'vscode';
import type { CatalogNode } from './catalogNode.ts';

/** A view whose rows are nodes of the catalog. */
export abstract class NodeTree implements TreeDataProvider<CatalogNode>, Disposable {
  readonly #changed = new EventEmitter<void>();

  readonly onDidChangeTreeData = this.#changed.event;

  getTreeItem(node: CatalogNode): TreeItem {
    const row = node.row();
    row.id = node.id;
    return row;
  }

  getChildren(node?: CatalogNode): CatalogNode[] {
    return [...(node ? node.children : this.roots())];
  }

  getParent(node: CatalogNode): CatalogNode | undefined {
    return node.parent;
  }

  resolveTreeItem(row: TreeItem, node: CatalogNode): TreeItem {
    const tooltip = node.tooltip?.();
    if (tooltip) row.tooltip = tooltip;
    return row;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  protected abstract roots(): readonly CatalogNode[];

  /** Has the editor ask for all rows that it shows. */
  protected redraw(): void {
    this.#changed.fire();
  }
}
