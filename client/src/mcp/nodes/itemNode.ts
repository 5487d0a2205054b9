import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { ServerContents, ServerItem } from '../../../../server/src/protocol/gatewayOverview.ts';
import { blockedWords } from '../looks.ts';
import type { McpNode } from './mcpNode.ts';

export type ItemKind = keyof Pick<ServerContents, 'tools' | 'resources' | 'templates' | 'prompts'>;

const ICONS: Readonly<Record<ItemKind, string>> = {
  tools: 'tools',
  resources: 'file',
  templates: 'symbol-file',
  prompts: 'comment',
};

/** Something that a server offers. */
export class ItemNode implements McpNode {
  readonly id: string;
  readonly kind: ItemKind;
  readonly item: ServerItem;

  constructor(parent: string, kind: ItemKind, item: ServerItem) {
    this.id = `${parent}/${item.name}`;
    this.kind = kind;
    this.item = item;
  }

  children(): readonly McpNode[] {
    return [];
  }

  row(): TreeItem {
    const { name, exposed, title, description, blocked } = this.item;
    const row = new TreeItem(name, TreeItemCollapsibleState.None);
    row.description = blocked ? blockedWords[blocked] : (title ?? firstLine(description));
    row.iconPath = blocked
      ? new ThemeIcon('lock', new ThemeColor('list.warningForeground'))
      : new ThemeIcon(ICONS[this.kind]);
    // What servers say of themselves is data: appendText keeps it from being anything else.
    const tooltip = new MarkdownString();
    tooltip
      .appendMarkdown('**')
      .appendText(title ?? name)
      .appendMarkdown('**\n\n');
    if (exposed !== name) tooltip.appendText(`Through the gateway: ${exposed}`).appendMarkdown('\n\n');
    tooltip.appendText(description ?? '');
    row.tooltip = tooltip;
    row.accessibilityInformation = { label: `${name}, ${row.description}` };
    if (!blocked) row.contextValue = `mcp-${this.kind}`;
    return row;
  }
}

function firstLine(text = ''): string {
  return text.split('\n', 1)[0] ?? '';
}
