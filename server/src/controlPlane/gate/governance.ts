import { WorkspaceIndex } from '../../catalog/workspaceIndex.ts';
import { parseManifest } from '../../manifest/parse.ts';
import { entryUri } from '../resources/uri.ts';
import type { CatalogStore } from '../store/catalogStore.ts';

/** Kinds whose entries decide how others are judged. */
const GOVERNING = ['Policy', 'Vertical'];

/** The registered policies and verticals, as the rules read them; follows the store. */
export class Governance {
  readonly #store: CatalogStore;
  readonly #index = new WorkspaceIndex();
  #revision = 0;

  constructor(store: CatalogStore) {
    this.#store = store;
  }

  /** The index with all that is registered by now. */
  async latest(): Promise<WorkspaceIndex> {
    if ((await this.#store.revision()) === this.#revision) return this.#index;
    const since = this.#revision;
    const revisions = await Promise.all(GOVERNING.map((kind) => this.#read(kind, since)));
    // The oldest: what came between two reads is read again.
    this.#revision = Math.min(...revisions);
    return this.#index;
  }

  async #read(kind: string, since: number): Promise<number> {
    let first: number | undefined;
    let cursor: string | undefined;
    do {
      const query = { kind, since, includeRetired: since > 0 };
      const page = await this.#store.search(query, { limit: 500, ...(cursor ? { cursor } : {}) });
      for (const entry of page.entries) {
        if (entry.retiredAt !== undefined) this.#index.delete(entryUri(entry));
        else this.#index.set(entryUri(entry), parseManifest(JSON.stringify(entry.manifest)));
      }
      first ??= page.revision;
      cursor = page.nextCursor;
    } while (cursor);
    return first;
  }
}
