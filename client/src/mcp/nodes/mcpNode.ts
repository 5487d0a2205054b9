import type { TreeItem } from 'vscode';

/** A row of the MCP tree. */
export interface McpNode {
  /** Stays the same when the tree is built anew, so that expansion and selection stay too. */
  readonly id: string;
  /** Asked for when the row is opened. @throws {Error} in words for people */
  children(): readonly McpNode[] | Promise<readonly McpNode[]>;
  /** How the row looks and what it offers. */
  row(): TreeItem;
}
