import { ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { type EntryGroup, entryIds } from '../arrange.ts';
import type { CatalogNode } from './catalogNode.ts';
import { GroupEntryNode } from './groupEntryNode.ts';

/** Things of the catalog that are no services: what rules them, what they run on, who works on them. */
export class GroupNode implements CatalogNode {
  readonly id: string;
  readonly parent = undefined;
  readonly children: readonly GroupEntryNode[];
  readonly #group: EntryGroup;

  constructor(group: EntryGroup) {
    this.id = group.id;
    this.#group = group;
    const ids = entryIds(group.entries);
    const namesKind = new Set(group.entries.map(({ kind }) => kind)).size > 1;
    this.children = group.entries.map(
      (entry, index) => new GroupEntryNode(this, ids[index] ?? '', entry, namesKind),
    );
  }

  row(): TreeItem {
    const { label, tooltip, icon } = this.#group;
    const row = new TreeItem(label, TreeItemCollapsibleState.Collapsed);
    row.description = String(this.children.length);
    row.tooltip = tooltip;
    row.iconPath = new ThemeIcon(icon);
    row.contextValue = 'group';
    return row;
  }
}
