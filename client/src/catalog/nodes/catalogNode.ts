import type { TreeItem } from 'vscode';

/** A row of the catalog tree. */
export interface CatalogNode {
  /** Stays the same when the tree is built anew, so that expansion and selection stay too. */
  readonly id: string;
  readonly parent: CatalogNode | undefined;
  readonly children: readonly CatalogNode[];
  /** How the row looks and what it offers. */
  row(): TreeItem;
}
