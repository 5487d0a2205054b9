import { type MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';
import { entryTooltip } from '../entryTooltip.ts';
import { findingsUri } from '../findingBadges.ts';
import { entryDescription, isPromotable, isRegistrable, stateLooks } from '../states.ts';
import type { CatalogNode } from './catalogNode.ts';

/** Kinds whose calls the editor can show. */
const CALLERS: ReadonlySet<string> = new Set(['Service', 'Workspace']);

/** A thing of the catalog. */
export class EntryNode implements CatalogNode {
  readonly id: string;
  readonly parent: CatalogNode;
  readonly children = [];
  readonly entry: CatalogItem;
  readonly #label: string;

  /** @param id among those of its parent */
  constructor(parent: CatalogNode, id: string, entry: CatalogItem, label: string) {
    this.parent = parent;
    this.id = `${parent.id}/${id}`;
    this.entry = entry;
    this.#label = label;
  }

  holds(item: CatalogItem): boolean {
    return item === this.entry;
  }

  row(): TreeItem {
    const { entry } = this;
    const look = stateLooks[entry.state];
    const row = new TreeItem(this.#label, TreeItemCollapsibleState.None);
    row.description = look.words;
    row.iconPath = new ThemeIcon(look.icon, new ThemeColor(look.color));
    row.accessibilityInformation = { label: `${entry.kind} ${entry.name}, ${entryDescription(entry)}` };
    row.contextValue = [
      'entry',
      `kind-${entry.kind}`,
      entry.uri ? 'openable' : '',
      entry.uri && CALLERS.has(entry.kind) ? 'caller' : '',
      isRegistrable(entry) ? 'registrable' : '',
      entry.version === undefined ? '' : 'registered',
      isPromotable(entry) ? 'promotable' : '',
      entry.state,
    ]
      .filter(Boolean)
      .join(' ');
    row.command = entry.uri
      ? { command: 'heady.catalog.open', title: 'Open Manifest', arguments: [{ entry }] }
      : { command: 'heady.catalog.details', title: 'Open Details', arguments: [{ entry }] };
    const badge = findingsUri(this.id, entry);
    if (badge) row.resourceUri = badge;
    return row;
  }

  tooltip(): MarkdownString {
    return entryTooltip(this.entry);
  }
}
