import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { PinItem } from '../../../../server/src/protocol/gatewayPins.ts';
import { readable, standingWords, thingWords } from '../pins/pinWords.ts';
import type { McpNode } from './mcpNode.ts';

/** Something that waits for a person's decision. */
export class PinNode implements McpNode {
  readonly id: string;
  readonly pin: PinItem;

  constructor(parent: string, pin: PinItem) {
    this.id = `${parent}/${pin.kind}/${pin.name}`;
    this.pin = pin;
  }

  children(): readonly McpNode[] {
    return [];
  }

  row(): TreeItem {
    const { pin } = this;
    const isDangerous = pin.flags.some(({ grade }) => grade === 'danger');
    const row = new TreeItem(readable(pin.name), TreeItemCollapsibleState.None);
    row.description = [standingWords(pin), isDangerous && 'dangerous'].filter(Boolean).join(' · ');
    row.iconPath = isDangerous
      ? new ThemeIcon('shield', new ThemeColor('list.errorForeground'))
      : new ThemeIcon(pin.state === 'missing' ? 'trash' : 'diff', new ThemeColor('list.warningForeground'));
    const tooltip = new MarkdownString();
    tooltip.appendText(`${thingWords(pin)}: ${standingWords(pin)}`).appendMarkdown('\n\n');
    for (const { grade, message } of pin.flags)
      tooltip.appendMarkdown('- ').appendText(`${grade}: ${message}`).appendMarkdown('\n');
    row.tooltip = tooltip;
    row.accessibilityInformation = { label: `To decide: ${thingWords(pin)}, ${row.description}` };
    row.command = { command: 'heady.mcp.reviewPin', title: 'Review Change', arguments: [this] };
    row.contextValue = 'mcp-pin undecided';
    return row;
  }
}
