import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { PinItem } from '../../../../server/src/protocol/gatewayPins.ts';
import { byUrgency } from '../pins/pinWords.ts';
import type { McpNode } from './mcpNode.ts';
import { PinNode } from './pinNode.ts';

/** What of a server waits for a person. */
export class DecisionsNode implements McpNode {
  readonly id: string;
  readonly server: string;
  readonly #pins: readonly PinItem[];

  /** @param pins undecided ones */
  constructor(parent: string, server: string, pins: readonly PinItem[]) {
    this.id = `${parent}/decisions`;
    this.server = server;
    this.#pins = [...pins].sort(byUrgency);
  }

  children(): readonly McpNode[] {
    return this.#pins.map((pin) => new PinNode(this.id, pin));
  }

  row(): TreeItem {
    const row = new TreeItem('To Decide', TreeItemCollapsibleState.Expanded);
    row.description = String(this.#pins.length);
    row.iconPath = new ThemeIcon('checklist', new ThemeColor('list.warningForeground'));
    row.tooltip =
      'What changed since it was approved, or was not approved yet. Review it, then approve or reject.';
    row.accessibilityInformation = { label: `To decide, ${this.#pins.length}` };
    row.contextValue = 'mcp-decisions';
    return row;
  }
}
