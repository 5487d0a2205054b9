import { ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';
import type { Range } from '../outline/ranges.ts';
import type { CatalogNode } from './catalogNode.ts';

/** A part of a group that is too large to look through, from one name to another. */
export class RangeNode implements CatalogNode {
  readonly id: string;
  readonly parent: CatalogNode;
  readonly #entries: readonly CatalogItem[];
  readonly #range: Range;
  readonly #label: (item: CatalogItem) => string;
  readonly #isOpen: (id: string) => boolean;
  readonly #rowsOf: (range: RangeNode, part: Range) => readonly CatalogNode[];
  #children: readonly CatalogNode[] | undefined;

  /**
   * @param number of the range among its neighbours, from 0: stays, by and large, when entries come and go
   * @param entries of the whole group
   */
  constructor(parent: CatalogNode, number: number, { entries, range, label, isOpen, rowsOf }: RangeOptions) {
    this.parent = parent;
    this.id = `${parent.id}/range/${number}`;
    this.#entries = entries;
    this.#range = range;
    this.#label = label;
    this.#isOpen = isOpen;
    this.#rowsOf = rowsOf;
  }

  get children(): readonly CatalogNode[] {
    this.#children ??= this.#rowsOf(this, this.#range);
    return this.#children;
  }

  holds(item: CatalogItem): boolean {
    const index = this.#entries.indexOf(item, this.#range.start);
    return index >= 0 && index < this.#range.end;
  }

  row(): TreeItem {
    const { start, end } = this.#range;
    const [first, last] = [this.#entries[start], this.#entries[end - 1]];
    const label = first && last ? `${this.#label(first)} … ${this.#label(last)}` : '';
    const row = new TreeItem(
      label,
      this.#isOpen(this.id) ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
    );
    row.description = (end - start).toLocaleString('en');
    row.iconPath = new ThemeIcon('list-flat');
    row.contextValue = 'range';
    row.tooltip = `${label}: ${row.description} entries by name`;
    row.accessibilityInformation = { label: row.tooltip };
    return row;
  }
}

export interface RangeOptions {
  entries: readonly CatalogItem[];
  range: Range;
  /** How an entry's row is called. */
  label(item: CatalogItem): string;
  isOpen(id: string): boolean;
  rowsOf(node: RangeNode, range: Range): readonly CatalogNode[];
}
