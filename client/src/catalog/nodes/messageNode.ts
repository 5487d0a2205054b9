import type { TreeItem } from 'vscode';
import { type MessageLook, messageRow } from '../../tree/messageRow.ts';
import type { CatalogNode } from './catalogNode.ts';

/** Says something about the tree itself. */
export class MessageNode implements CatalogNode {
  readonly id: string;
  readonly parent: CatalogNode | undefined;
  readonly children = [];
  readonly #look: MessageLook;

  constructor(id: string, look: MessageLook, parent?: CatalogNode) {
    this.id = `${parent ? `${parent.id}/` : ''}message/${id}`;
    this.parent = parent;
    this.#look = look;
  }

  row(): TreeItem {
    return messageRow(this.#look);
  }
}
