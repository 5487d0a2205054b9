import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';
import type { CatalogNode } from '../../catalog/nodes/catalogNode.ts';
import { isRegistrable } from '../../catalog/states.ts';
import { RULE, reasonWords } from '../words.ts';

/** A service that breaks the rule, or of which nobody can say whether it does. */
export class WantingServiceNode implements CatalogNode {
  readonly id: string;
  readonly parent: CatalogNode;
  readonly children = [];
  readonly entry: CatalogItem;

  constructor(parent: CatalogNode, id: string, entry: CatalogItem) {
    this.id = `${parent.id}/${id}`;
    this.parent = parent;
    this.entry = entry;
  }

  row(): TreeItem {
    const { entry } = this;
    const isBroken = entry.prod?.outcome === 'breaks';
    const row = new TreeItem(entry.name, TreeItemCollapsibleState.None);
    row.description = reasonWords(entry);
    row.iconPath = this.#icon(isBroken);
    row.contextValue = [
      'wanting',
      entry.uri ? 'openable' : '',
      isBroken && (entry.uri || isRegistrable(entry)) ? 'mendable' : '',
      isRegistrable(entry) ? 'registrable' : '',
    ]
      .filter(Boolean)
      .join(' ');
    const standing = isBroken ? 'breaks the rule' : 'undecided';
    row.accessibilityInformation = { label: `${entry.name}, ${standing}, ${row.description}` };
    row.command = { command: 'heady.governance.open', title: 'Show Why', arguments: [{ entry }] };
    return row;
  }

  tooltip(): MarkdownString {
    const { name, prod } = this.entry;
    const tooltip = new MarkdownString();
    tooltip
      .appendMarkdown('**')
      .appendText(name)
      .appendMarkdown('**\n\n')
      .appendText(RULE)
      .appendMarkdown('\n\n');
    for (const { message, silenced } of prod?.breaches ?? []) {
      const reason = silenced === undefined ? '' : ` Silenced: ${silenced}`;
      tooltip.appendMarkdown('- ').appendText(`${message}${reason}`).appendMarkdown('\n');
    }
    if (prod?.undecided.length)
      tooltip
        .appendMarkdown('- ')
        .appendText(`Nobody can say now: ${prod.undecided.join(', ')}. That is neither kept nor broken.`);
    return tooltip;
  }

  #icon(isBroken: boolean): ThemeIcon {
    if (!isBroken) return new ThemeIcon('question', new ThemeColor('disabledForeground'));
    return this.entry.environment === 'stage'
      ? new ThemeIcon('warning', new ThemeColor('list.warningForeground'))
      : new ThemeIcon('error', new ThemeColor('list.errorForeground'));
  }
}
