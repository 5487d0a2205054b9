import { type ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';
import type { EnvironmentName } from '../../../../server/src/protocol.ts';
import { findingsUri } from '../findingBadges.ts';
import type { EntryGroup, GroupKey } from '../outline/entryGroup.ts';
import { MOST_ROWS } from '../outline/ranges.ts';
import { problemWords } from '../states.ts';
import type { CatalogNode } from './catalogNode.ts';
import type { TreeShape } from './treeShape.ts';

/** How a group is named; the rest of its row is the same for all. */
export interface GroupLook {
  label: string;
  tooltip: string;
  icon: ThemeIcon;
  contextValue: string;
  /** Before the count. */
  remark?: string;
  /** What is counted: "service". Absent: a number alone. */
  noun?: string;
}

/** What of the tree a row stands in. */
export interface InPlace extends CatalogNode {
  readonly environment?: EnvironmentName | undefined;
  readonly vertical?: string | undefined;
}

/** Services that have something in common. */
export abstract class GroupNode implements InPlace {
  readonly id: string;
  readonly parent: InPlace | undefined;
  /** Undefined: its services state none. */
  readonly value: string | undefined;
  protected readonly group: EntryGroup;
  protected readonly shape: TreeShape;
  readonly #key: GroupKey;
  #children: readonly CatalogNode[] | undefined;

  constructor(
    parent: InPlace | undefined,
    key: GroupKey,
    value: string | undefined,
    group: EntryGroup,
    shape: TreeShape,
  ) {
    this.parent = parent;
    this.#key = key;
    this.value = value;
    this.group = group;
    this.shape = shape;
    this.id = `${parent ? `${parent.id}/` : shape.idPrefix}${key}/${value ?? ''}`;
  }

  /** So that commands can be given the node itself. */
  get environment(): EnvironmentName | undefined {
    return this.parent?.environment;
  }

  get vertical(): string | undefined {
    return this.parent?.vertical;
  }

  get children(): readonly CatalogNode[] {
    this.#children ??= this.shape.rowsOf(this, this.group);
    return this.#children;
  }

  holds(item: CatalogItem): boolean {
    return item[this.#key] === this.value;
  }

  row(): TreeItem {
    const { label, tooltip, icon, contextValue, remark, noun } = this.look();
    const { entries, drifted } = this.group.totals;
    const isOpen = this.shape.isOpen(this.id, this.opensAtFirst);
    const row = new TreeItem(
      label,
      isOpen ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
    );
    const words = [remark, countWords(entries, noun), drifted > 0 ? `${drifted} drifted` : ''];
    row.description = words.filter(Boolean).join(' · ');
    row.tooltip = [tooltip, problemWords(this.group.totals)].filter(Boolean).join('\n');
    row.iconPath = icon;
    row.contextValue = contextValue;
    const spoken = [label, ...words, problemWords(this.group.totals)];
    row.accessibilityInformation = { label: spoken.filter(Boolean).join(', ') };
    const badge = findingsUri(this.id, this.group.totals);
    if (badge) row.resourceUri = badge;
    return row;
  }

  protected abstract look(): GroupLook;

  /** Before anybody opened or closed it: what is in an environment switched to, as long as that is not too much. */
  protected get opensAtFirst(): boolean {
    if (this.shape.opensAll) return true;
    return this.isInUse && this.group.totals.entries <= MOST_ROWS;
  }

  /** It is, or is in, an environment that a folder is switched to. */
  protected get isInUse(): boolean {
    return this.environment !== undefined && this.shape.inUse.includes(this.environment);
  }
}

function countWords(count: number, noun: string | undefined): string {
  const number = count.toLocaleString('en');
  if (noun === undefined) return number;
  if (count === 0) return `no ${noun}s`;
  return count === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}
