import type { EnvironmentName } from '../../../../server/src/protocol.ts';
import type { EntryGroup } from '../outline/entryGroup.ts';
import type { CatalogNode } from './catalogNode.ts';

/** What rows have to know of the tree that they stand in. */
export interface TreeShape {
  /** The environment switched to. */
  readonly current: EnvironmentName;
  /** Before the ids of rows at the root: where all rows open, the editor must not take them for those that were closed. */
  readonly idPrefix: string;
  /** Few enough entries are left by a filter that all rows open. */
  readonly opensAll: boolean;
  /** Whether somebody opened a row, or closed it. */
  isOpen(id: string, byDefault: boolean): boolean;
  /** The rows of a group. */
  rowsOf(parent: CatalogNode, group: EntryGroup): readonly CatalogNode[];
}
