import type { EnvironmentName } from '../../../../server/src/protocol.ts';
import type { EntryGroup } from '../outline/entryGroup.ts';
import type { CatalogNode } from './catalogNode.ts';

/** What rows have to know of the tree that they stand in. */
export interface TreeShape {
  /** The environment of the folder that somebody works in. */
  readonly current: EnvironmentName;
  /** Those that folders are switched to, the first folder's first: rows stay where they are between editors. */
  readonly inUse: readonly [EnvironmentName, ...EnvironmentName[]];
  /** Names of the folders that are switched to an environment; none where the workspace has one folder. */
  foldersIn(environment: EnvironmentName): readonly string[];
  /** Whether an environment is guarded so that nothing changes there unless it is unlocked. */
  isReadOnly(environment: EnvironmentName): boolean;
  /** Before the ids of rows at the root: where all rows open, the editor must not take them for those that were closed. */
  readonly idPrefix: string;
  /** Few enough entries are left by a filter that all rows open. */
  readonly opensAll: boolean;
  /** Whether somebody opened a row, or closed it. */
  isOpen(id: string, byDefault: boolean): boolean;
  /** The rows of a group. */
  rowsOf(parent: CatalogNode, group: EntryGroup): readonly CatalogNode[];
}
