import { ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { ServerItem } from '../../../../server/src/protocol/gatewayOverview.ts';
import { type ItemKind, ItemNode } from './itemNode.ts';
import type { McpNode } from './mcpNode.ts';

const LABELS: Readonly<Record<ItemKind, string>> = {
  tools: 'Tools',
  resources: 'Resources',
  templates: 'Resource Templates',
  prompts: 'Prompts',
};

/** All that a server offers of a kind. */
export class ItemsNode implements McpNode {
  readonly id: string;
  readonly #kind: ItemKind;
  readonly #items: readonly ServerItem[];

  constructor(parent: string, kind: ItemKind, items: readonly ServerItem[]) {
    this.id = `${parent}/${kind}`;
    this.#kind = kind;
    this.#items = items;
  }

  children(): readonly McpNode[] {
    return this.#items.map((item) => new ItemNode(this.id, this.#kind, item));
  }

  row(): TreeItem {
    const row = new TreeItem(LABELS[this.#kind], TreeItemCollapsibleState.Collapsed);
    row.description = String(this.#items.length);
    row.iconPath = new ThemeIcon('symbol-folder');
    row.contextValue = 'mcp-items';
    return row;
  }
}
