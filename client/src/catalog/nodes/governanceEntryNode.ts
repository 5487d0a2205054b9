import type { TreeItem } from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol.ts';
import type { CatalogNode } from './catalogNode.ts';
import { entryRow } from './entryRow.ts';

/** A vertical, environment or policy. */
export class GovernanceEntryNode implements CatalogNode {
  readonly id: string;
  readonly parent: CatalogNode;
  readonly children = [];
  readonly entry: CatalogItem;

  constructor(parent: CatalogNode, id: string, entry: CatalogItem) {
    this.parent = parent;
    this.id = `${parent.id}/${id}`;
    this.entry = entry;
  }

  row(): TreeItem {
    const row = entryRow(this.entry, this.entry.name);
    row.description = `${this.entry.kind} · ${row.description}`;
    return row;
  }
}
