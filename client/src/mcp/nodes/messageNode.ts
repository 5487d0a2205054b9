import type { TreeItem } from 'vscode';
import { type MessageLook, messageRow } from '../../tree/messageRow.ts';
import type { McpNode } from './mcpNode.ts';

/** Says something about what is above it. */
export class MessageNode implements McpNode {
  readonly id: string;
  readonly #look: MessageLook;

  constructor(id: string, look: MessageLook) {
    this.id = `${id}/message`;
    this.#look = look;
  }

  children(): readonly McpNode[] {
    return [];
  }

  row(): TreeItem {
    return messageRow(this.#look);
  }
}
