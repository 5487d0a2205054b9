import type { TreeItem } from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol.ts';
import type { CatalogNode } from './catalogNode.ts';
import { entryRow } from './entryRow.ts';

/** A thing of a group; where the group mixes kinds it says which it is. */
export class GroupEntryNode implements CatalogNode {
  readonly id: string;
  readonly parent: CatalogNode;
  readonly children = [];
  readonly entry: CatalogItem;
  readonly #namesKind: boolean;

  constructor(parent: CatalogNode, id: string, entry: CatalogItem, namesKind: boolean) {
    this.parent = parent;
    this.id = `${parent.id}/${id}`;
    this.entry = entry;
    this.#namesKind = namesKind;
  }

  row(): TreeItem {
    const row = entryRow(this.entry, this.entry.name);
    if (this.#namesKind) row.description = `${this.entry.kind} · ${row.description}`;
    return row;
  }
}
