import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { type KeptRow, MOST_KEPT } from '../keptTree.ts';
import type { CatalogNode } from './catalogNode.ts';
import { EntryNode } from './entryNode.ts';
import { LoadingNode } from './loadingNode.ts';

/** A row as it was seen last, shown until there is word of the catalog. It offers nothing but its manifest. */
export class KeptNode implements CatalogNode {
  readonly id: string;
  readonly parent: CatalogNode | undefined;
  readonly #kept: KeptRow;
  readonly #isOpen: (id: string, byDefault: boolean) => boolean;
  #children: readonly CatalogNode[] | undefined;

  constructor(
    parent: CatalogNode | undefined,
    kept: KeptRow,
    isOpen: (id: string, byDefault: boolean) => boolean,
  ) {
    this.id = kept.id;
    this.parent = parent;
    this.#kept = kept;
    this.#isOpen = isOpen;
  }

  get children(): readonly CatalogNode[] {
    const { rows, isOpen } = this.#kept;
    // What is below a row that was closed is not known yet.
    this.#children ??=
      rows?.map((row) => new KeptNode(this, row, this.#isOpen)) ??
      (isOpen === undefined ? [] : [new LoadingNode('Reading ...', this)]);
    return this.#children;
  }

  row(): TreeItem {
    const { label, description, spoken, icon, color, place } = this.#kept;
    const row = new TreeItem(label, this.#state());
    if (description !== undefined) row.description = description;
    if (spoken !== undefined) row.accessibilityInformation = { label: spoken };
    if (icon !== undefined) row.iconPath = new ThemeIcon(icon, color ? new ThemeColor(color) : undefined);
    if (place)
      row.command = {
        command: 'heady.catalog.open',
        title: 'Open Manifest',
        arguments: [{ entry: place }],
      };
    return row;
  }

  #state(): TreeItemCollapsibleState {
    const { id, isOpen } = this.#kept;
    if (isOpen === undefined) return TreeItemCollapsibleState.None;
    return this.#isOpen(id, isOpen) ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
  }
}

/** Rows as they look now, to be kept, with those below that are open: all of these rows, and a limited number below. */
export function keptRows(nodes: readonly CatalogNode[]): KeptRow[] {
  let left = MOST_KEPT;
  const below = (node: CatalogNode): KeptRow[] => {
    const rows: KeptRow[] = [];
    for (const child of node.children) {
      if (left-- <= 0) break;
      rows.push(kept(child));
    }
    return rows;
  };
  const kept = (node: CatalogNode): KeptRow => {
    const row = node.row();
    const { collapsibleState, description, iconPath, accessibilityInformation } = row;
    const isOpen = collapsibleState === TreeItemCollapsibleState.Expanded;
    const entry = node instanceof EntryNode ? node.entry : undefined;
    return {
      ...{ id: node.id, label: String(row.label ?? '') },
      ...(typeof description === 'string' ? { description } : {}),
      ...(accessibilityInformation ? { spoken: accessibilityInformation.label } : {}),
      ...(iconPath instanceof ThemeIcon ? { icon: iconPath.id } : {}),
      ...(iconPath instanceof ThemeIcon && iconPath.color ? { color: iconPath.color.id } : {}),
      ...(collapsibleState === TreeItemCollapsibleState.None ? {} : { isOpen }),
      ...(isOpen ? { rows: below(node) } : {}),
      ...(entry?.uri ? { place: { uri: entry.uri, ...(entry.range ? { range: entry.range } : {}) } } : {}),
    };
  };
  return nodes.map(kept);
}
