import type { MarkdownString, TreeItem } from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';

/** A row of the catalog tree. */
export interface CatalogNode {
  /** Stays the same when the tree is built anew, so that expansion and selection stay too. */
  readonly id: string;
  readonly parent: CatalogNode | undefined;
  /** Made when they are asked for: only open rows cost anything. */
  readonly children: readonly CatalogNode[];
  /** How the row looks and what it offers. */
  row(): TreeItem;
  /** What pointing at the row tells, where that is worked out only then. */
  tooltip?(): MarkdownString;
  /** Whether an entry stands somewhere below, or is this one. */
  holds?(item: CatalogItem): boolean;
}
