import { ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';
import type { CatalogNode } from '../../catalog/nodes/catalogNode.ts';
import { RangeNode } from '../../catalog/nodes/rangeNode.ts';
import type { EntryGroup } from '../../catalog/outline/entryGroup.ts';
import { entryId } from '../../catalog/outline/outline.ts';
import { type Range, rangesOf } from '../../catalog/outline/ranges.ts';
import { worstFirst } from '../standing.ts';
import { wantWords } from '../words.ts';
import { WantingServiceNode } from './wantingServiceNode.ts';

/** The services of a vertical that break the rule, or of which nobody can say whether they do. */
export class WantingVerticalNode implements CatalogNode {
  readonly id: string;
  readonly parent = undefined;
  readonly #vertical: string | undefined;
  readonly #group: EntryGroup;

  /** @param vertical undefined: the services state none */
  constructor(vertical: string | undefined, group: EntryGroup) {
    this.id = `vertical/${vertical ?? ''}`;
    this.#vertical = vertical;
    this.#group = group;
  }

  get children(): readonly CatalogNode[] {
    const entries = worstFirst(this.#group.entries);
    const rowsOf = (node: CatalogNode, range: Range): readonly CatalogNode[] => {
      const ranges = rangesOf(range);
      if (ranges.length === 0) return serviceRows(node, entries, range);
      const label = ({ name }: CatalogItem) => name;
      return ranges.map(
        (part, number) =>
          new RangeNode(node, number, { entries, range: part, label, isOpen: () => false, rowsOf }),
      );
    };
    return rowsOf(this, { start: 0, end: entries.length });
  }

  row(): TreeItem {
    const breaks = this.#group.entries.filter(({ prod }) => prod?.outcome === 'breaks').length;
    const row = new TreeItem(this.#vertical ?? 'No vertical', TreeItemCollapsibleState.Expanded);
    row.description = wantWords({ keeps: 0, breaks, undecided: this.#group.totals.entries - breaks });
    row.iconPath = new ThemeIcon('symbol-namespace');
    row.contextValue = 'wanting-vertical';
    row.accessibilityInformation = { label: `${row.label}, ${row.description}` };
    return row;
  }
}

function serviceRows(
  parent: CatalogNode,
  entries: readonly CatalogItem[],
  { start, end }: Range,
): CatalogNode[] {
  return entries
    .slice(start, end)
    .map((entry, index) => new WantingServiceNode(parent, entryId(entries, start + index), entry));
}
