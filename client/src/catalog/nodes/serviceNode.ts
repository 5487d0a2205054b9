import type { TreeItem } from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol.ts';
import { shortName } from '../arrange.ts';
import type { CatalogNode } from './catalogNode.ts';
import { entryRow } from './entryRow.ts';

/** A service in its environment and vertical. */
export class ServiceNode implements CatalogNode {
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
    return entryRow(this.entry, shortName(this.entry));
  }
}
