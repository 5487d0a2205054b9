import { ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { ServerItem } from '../../../../server/src/protocol/gatewayOverview.ts';
import type { PinItem } from '../../../../server/src/protocol/gatewayPins.ts';
import type { ItemKind } from '../targets.ts';
import { ItemNode } from './itemNode.ts';
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
  readonly #server: string;
  readonly #kind: ItemKind;
  readonly #items: readonly ServerItem[];
  readonly #pins: ReadonlyMap<string, PinItem>;

  /** @param pins of the server, of all kinds */
  constructor(
    parent: string,
    server: string,
    kind: ItemKind,
    items: readonly ServerItem[],
    pins: readonly PinItem[],
  ) {
    this.id = `${parent}/${kind}`;
    this.#server = server;
    this.#kind = kind;
    this.#items = items;
    this.#pins = new Map(pins.filter((pin) => pin.kind === kind).map((pin) => [pin.name, pin]));
  }

  children(): readonly McpNode[] {
    return this.#items.map(
      (item) => new ItemNode(this.id, this.#server, this.#kind, item, this.#pins.get(item.name)),
    );
  }

  row(): TreeItem {
    const row = new TreeItem(LABELS[this.#kind], TreeItemCollapsibleState.Collapsed);
    row.description = String(this.#items.length);
    row.iconPath = new ThemeIcon('symbol-folder');
    row.accessibilityInformation = { label: `${LABELS[this.#kind]}, ${this.#items.length}` };
    row.contextValue = 'mcp-items';
    return row;
  }
}
