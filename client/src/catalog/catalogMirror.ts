import type { CatalogChanges, CatalogItem } from '../../../server/src/protocol/catalog.ts';

/** An entry that came, went, or took another's place. */
export interface EntryChange {
  before?: CatalogItem;
  after?: CatalogItem;
}

/** The server's catalog, as its pages of changes tell it. */
export class CatalogMirror {
  readonly #items = new Map<number, CatalogItem>();
  #list: CatalogItem[] | undefined;
  #cursor: string | undefined;

  /** Where the next page goes on from; undefined: at the beginning. */
  get cursor(): string | undefined {
    return this.#cursor;
  }

  /** All entries, in no order; the same list until one of them changes. */
  get items(): CatalogItem[] {
    this.#list ??= [...this.#items.values()];
    return this.#list;
  }

  /** Takes a page over; returns what changed by it. */
  apply({ isAnew, changed, removed, cursor }: CatalogChanges): EntryChange[] {
    const changes: EntryChange[] = [];
    if (isAnew) {
      for (const before of this.#items.values()) changes.push({ before });
      this.#items.clear();
    }
    for (const id of removed) {
      const before = this.#items.get(id);
      if (before) changes.push({ before });
      this.#items.delete(id);
    }
    for (const [id, after] of changed) {
      const before = this.#items.get(id);
      changes.push(before ? { before, after } : { after });
      this.#items.set(id, after);
    }
    this.#cursor = cursor;
    if (changes.length > 0) this.#list = undefined;
    return changes;
  }
}
