import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { ServerItem } from '../../../../server/src/protocol/gatewayOverview.ts';
import type { PinItem } from '../../../../server/src/protocol/gatewayPins.ts';
import { blockedWords, figureFacts, millisecondsWords } from '../looks.ts';
import { isUndecided, readable, standingWords } from '../pins/pinWords.ts';
import type { ItemKind } from '../targets.ts';
import type { McpNode } from './mcpNode.ts';

const ICONS: Readonly<Record<ItemKind, string>> = {
  tools: 'tools',
  resources: 'file',
  templates: 'symbol-file',
  prompts: 'comment',
};

/** Something that a server offers. */
export class ItemNode implements McpNode {
  readonly id: string;
  readonly server: string;
  readonly kind: ItemKind;
  readonly item: ServerItem;
  /** How it stands to what was decided; resources are not pinned. */
  readonly pin: PinItem | undefined;

  constructor(parent: string, server: string, kind: ItemKind, item: ServerItem, pin: PinItem | undefined) {
    this.id = `${parent}/${item.name}`;
    this.server = server;
    this.kind = kind;
    this.item = item;
    this.pin = pin;
  }

  children(): readonly McpNode[] {
    return [];
  }

  row(): TreeItem {
    const { blocked, figures } = this.item;
    const [label, beside] = this.#words();
    const row = new TreeItem(readable(label), TreeItemCollapsibleState.None);
    const words = blocked ? blockedWords[blocked] : beside;
    const speed = figures?.p95 === undefined ? undefined : `p95 ${millisecondsWords(figures.p95)}`;
    row.description = [readable(words), speed].filter(Boolean).join(' · ');
    row.iconPath = blocked
      ? new ThemeIcon('lock', new ThemeColor('list.warningForeground'))
      : new ThemeIcon(ICONS[this.kind]);
    row.tooltip = this.#tooltip();
    row.accessibilityInformation = {
      label: [readable(label), row.description].filter(Boolean).join(', '),
    };
    row.contextValue = [`mcp-${this.kind}`, blocked ? 'blocked' : 'usable', this.#decision()]
      .filter(Boolean)
      .join(' ');
    return row;
  }

  /** What it is called, and what stands beside that: resources have long URIs, and names for people. */
  #words(): [label: string, beside: string] {
    const { name, title, description, definition } = this.item;
    const isNamedForPeople = this.kind === 'resources' || this.kind === 'templates';
    const people = title ?? definition.name;
    if (isNamedForPeople && typeof people === 'string' && people !== '') return [people, name];
    return [name, title ?? firstLine(description)];
  }

  /** For the menus of package.json. */
  #decision(): string | undefined {
    if (!this.pin) return undefined;
    if (isUndecided(this.pin)) return 'undecided';
    return this.pin.state === 'pinned' || this.pin.state === 'rejected' ? 'decided' : undefined;
  }

  #tooltip(): MarkdownString {
    const { name, exposed, title, description, figures } = this.item;
    // What servers say of themselves is data: appendText keeps it from being anything else.
    const tooltip = new MarkdownString();
    tooltip
      .appendMarkdown('**')
      .appendText(readable(title ?? name))
      .appendMarkdown('**\n\n');
    if (exposed !== name) tooltip.appendText(`Through the gateway: ${exposed}`).appendMarkdown('\n\n');
    tooltip.appendText(description ?? '').appendMarkdown('\n\n');
    const { pin } = this;
    const facts = [
      ...(pin ? [`Pin: ${standingWords(pin)}`] : []),
      ...(pin?.flags ?? []).map(({ grade, message }) => `${grade}: ${message}`),
      ...(figures ? figureFacts(figures) : []),
    ];
    for (const fact of facts) tooltip.appendMarkdown('- ').appendText(fact).appendMarkdown('\n');
    return tooltip;
  }
}

function firstLine(text = ''): string {
  return text.split('\n', 1)[0] ?? '';
}
