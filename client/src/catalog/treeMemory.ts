import type { Memento } from 'vscode';
import type { GroupKey } from './outline/entryGroup.ts';
import { type FilterName, isFilterName } from './outline/filters.ts';
import { isGrouping } from './outline/groupings.ts';
import type { Arrangement } from './outline/outline.ts';

const arrangementKey = 'heady.catalog.arrangement';
const rowsKey = 'heady.catalog.rows';

/** Rows whose state is remembered; those that were touched longest ago are forgotten. */
const MOST_REMEMBERED = 500;

/** How a person left the tree: grouping, filter, which rows are open. Kept with the workspace. */
export class TreeMemory {
  readonly #memory: Memento;
  #arrangement: Arrangement;
  readonly #rows: Map<string, boolean>;

  constructor(memory: Memento) {
    this.#memory = memory;
    this.#arrangement = arrangementIn(memory.get(arrangementKey));
    this.#rows = rowsIn(memory.get(rowsKey));
  }

  get arrangement(): Arrangement {
    return this.#arrangement;
  }

  async arrange(change: { grouping?: GroupKey; filters?: ReadonlySet<FilterName> }): Promise<void> {
    this.#arrangement = { ...this.#arrangement, ...change };
    const { grouping, filters } = this.#arrangement;
    await this.#memory.update(arrangementKey, { grouping, filters: [...filters] });
  }

  isOpen(id: string, byDefault: boolean): boolean {
    return this.#rows.get(id) ?? byDefault;
  }

  /** Somebody opened a row, or closed it. */
  remember(id: string, isOpen: boolean): void {
    this.#rows.delete(id);
    this.#rows.set(id, isOpen);
    for (const oldest of this.#rows.keys()) {
      if (this.#rows.size <= MOST_REMEMBERED) break;
      this.#rows.delete(oldest);
    }
    void this.#memory.update(rowsKey, [...this.#rows]);
  }
}

function arrangementIn(kept: unknown): Arrangement {
  const { grouping, filters } = (kept ?? {}) as { grouping?: unknown; filters?: unknown };
  return {
    grouping: isGrouping(grouping) ? grouping : 'environment',
    filters: new Set(Array.isArray(filters) ? filters.filter(isFilterName) : []),
  };
}

function rowsIn(kept: unknown): Map<string, boolean> {
  const rows = Array.isArray(kept) ? kept : [];
  return new Map(
    rows.filter(
      (row): row is [string, boolean] =>
        Array.isArray(row) && typeof row[0] === 'string' && typeof row[1] === 'boolean',
    ),
  );
}
