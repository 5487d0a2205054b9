import type { Environment } from '../../manifest/document.ts';
import type { Plain } from '../../manifest/tree.ts';
import type { CatalogEntry } from '../../rules/facts.ts';

/** What names an entry. Things that belong to no environment (verticals, policies) have none. */
export interface EntryKey {
  kind: string;
  name: string;
  environment: Environment | undefined;
}

/** What an entry is found by, taken from its manifest. */
export interface EntryFacets {
  title?: string;
  vertical?: string;
  owner?: string;
  sensitivity?: string;
  tags: Readonly<Record<string, string>>;
}

/** A manifest to be registered. */
export interface EntryDraft extends EntryKey, EntryFacets {
  manifest: Plain;
  /** Who or what registers it, for the history. */
  source?: string;
}

export interface StoredEntry extends CatalogEntry, EntryFacets {
  /** Who or what registered this version. */
  source?: string;
  /** The revision of the catalog that this version made. */
  revision: number;
}

/** One version of an entry, as it was registered. */
export interface EntryVersion {
  version: number;
  manifest: Plain;
  registeredAt: string;
  source?: string;
}

/** All conditions hold together; absent: any. */
export interface CatalogQuery {
  /** Part of name, title, description, owner or vertical, whatever the case. */
  text?: string;
  kind?: string;
  /** `none`: entries that belong to no environment. */
  environment?: Environment | 'none';
  vertical?: string;
  owner?: string;
  /** `key` or `key=value`. */
  tag?: string;
  /** Only what changed after this revision. */
  since?: number;
}

export interface Page {
  /** At most this many entries. */
  limit: number;
  /** `nextCursor` of the page before. */
  cursor?: string;
}

export interface SearchResult {
  /** Ordered by kind, name, environment. */
  entries: StoredEntry[];
  /** Absent: this was the last page. */
  nextCursor?: string;
  /** Entries that match, on all pages. */
  total: number;
  /** The catalog's revision: counts its changes; 0: nothing was ever registered. */
  revision: number;
}

export type PutResult =
  | { outcome: 'created' | 'updated' | 'unchanged'; entry: StoredEntry }
  /** Not the version expected; `entry` is what is there now, if anything. */
  | { outcome: 'conflict'; entry: StoredEntry | undefined };

/** An entry that was registered or changed. */
export interface Change extends EntryKey {
  revision: number;
  version: number;
}

/** Where the catalog is kept. Every node of a control plane has one; several may share the same data. */
export interface CatalogStore {
  /** @throws CursorError for a cursor that is none of this store's */
  search(query: CatalogQuery, page: Page): Promise<SearchResult>;
  get(key: EntryKey): Promise<StoredEntry | undefined>;
  /**
   * Registers a manifest; once this resolves it survives a crash. The same manifest again is `unchanged`, whatever
   * version was expected, so that a call whose answer was lost can simply be repeated.
   *
   * @param ifVersion the version that must be there now; 0: none. Absent: any
   */
  put(draft: EntryDraft, ifVersion?: number): Promise<PutResult>;
  /** The latest version first. */
  history(key: EntryKey): Promise<EntryVersion[]>;
  /** Changes after a revision, the oldest first. */
  changes(after: number, limit: number): Promise<Change[]>;
  revision(): Promise<number>;
  /** Calls back with changes made from now on by anybody, this process or another; returns how to stop. */
  watch(listener: (changes: readonly Change[]) => void): () => void;
  close(): Promise<void>;
}

/** A cursor that does not come from an earlier page. */
export class CursorError extends Error {
  override readonly name = 'CursorError';
  constructor() {
    super('This cursor does not come from an earlier page. Leave it out to start from the first page.');
  }
}
