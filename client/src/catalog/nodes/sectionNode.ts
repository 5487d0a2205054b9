import { ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';
import { findingsUri } from '../findingBadges.ts';
import type { EntryGroup } from '../outline/entryGroup.ts';
import type { Section } from '../outline/sections.ts';
import { problemWords } from '../states.ts';
import type { CatalogNode } from './catalogNode.ts';
import type { TreeShape } from './treeShape.ts';

/** Entries of a kind that are no services: what rules them, what they run on, who works on them. */
export class SectionNode implements CatalogNode {
  readonly id: string;
  readonly parent = undefined;
  readonly #section: Section;
  readonly #group: EntryGroup;
  readonly #shape: TreeShape;
  #children: readonly CatalogNode[] | undefined;

  constructor(section: Section, group: EntryGroup, shape: TreeShape) {
    this.id = `${shape.idPrefix}kind/${section.kind}`;
    this.#section = section;
    this.#group = group;
    this.#shape = shape;
  }

  get children(): readonly CatalogNode[] {
    this.#children ??= this.#shape.rowsOf(this, this.#group);
    return this.#children;
  }

  holds({ kind }: CatalogItem): boolean {
    return kind === this.#section.kind;
  }

  row(): TreeItem {
    const { label, tooltip, icon } = this.#section;
    const { totals } = this.#group;
    const isOpen = this.#shape.isOpen(this.id, this.#shape.opensAll);
    const row = new TreeItem(
      label,
      isOpen ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
    );
    const words = [
      totals.entries.toLocaleString('en'),
      totals.drifted > 0 ? `${totals.drifted} drifted` : '',
    ];
    row.description = words.filter(Boolean).join(' · ');
    row.tooltip = [tooltip, problemWords(totals)].filter(Boolean).join('\n');
    row.iconPath = new ThemeIcon(icon);
    row.contextValue = 'group';
    row.accessibilityInformation = {
      label: [label, ...words, problemWords(totals)].filter(Boolean).join(', '),
    };
    const badge = findingsUri(this.id, totals);
    if (badge) row.resourceUri = badge;
    return row;
  }
}
