import type { Environment } from '../../manifest/document.ts';
import type { Plain } from '../../manifest/tree.ts';
import type { CatalogEntry } from '../../rules/facts.ts';
import type { Audited } from './auditLog.ts';

/** What names an entry. Things that belong to no environment (verticals, policies) have none. */
export interface EntryKey {
  kind: string;
  name: string;
  environment: Environment | undefined;
  /**
   * Tells apart what may be registered side by side under one name: the `spec.version` of a GoldenImage. Other kinds
   * have none. Absent when reading: the one registered last.
   */
  release?: string;
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
  /** Who registers it: the principal. */
  actor?: string;
  /** On whose behalf or by what means, as the client says. */
  source?: string;
}

export interface StoredEntry extends CatalogEntry, EntryFacets {
  release?: string;
  /** Who registered (or retired) this version: the principal. */
  actor?: string;
  /** On whose behalf or by what means, as the client said. */
  source?: string;
  /** The revision of the catalog that this version made. */
  revision: number;
  /** ISO time since when it is out of use; only its history and a search that asks for it still show it. */
  retiredAt?: string;
}

/** One version of an entry, as it was registered. */
export interface EntryVersion {
  version: number;
  manifest: Plain;
  registeredAt: string;
  actor?: string;
  source?: string;
  /** This version took the entry out of use; its manifest is the last one registered. */
  retired?: true;
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
  /** Text that the manifest holds, written as in JSON. No index knows it: every entry that meets the rest is read. */
  mentions?: string;
  /** Only what changed after this revision. */
  since?: number;
  /** Also what was retired: who follows by `since` learns of it this way. */
  includeRetired?: boolean;
}

export interface Page {
  /** At most this many entries. */
  limit: number;
  /** `nextCursor` of the page before. */
  cursor?: string;
}

export interface HistoryPage {
  /** At most this many versions. */
  limit: number;
  /** Only versions before this one. */
  before?: number;
}

export interface SearchResult {
  /** Ordered by kind, name, environment, release. */
  entries: StoredEntry[];
  /** Absent: this was the last page. */
  nextCursor?: string;
  /** Entries that match, on all pages. */
  total: number;
  /**
   * The catalog's revision: counts its changes; 0: nothing was ever registered. Everything up to it is on the pages;
   * what came while they were read may be as well.
   */
  revision: number;
}

export interface WriteOptions<Result> extends Audited<Result> {
  /** The version that must be there now; 0: none. Absent: any. */
  ifVersion?: number;
  /** Aborted once nobody waits for the result: what has not begun by then is dropped. */
  signal?: AbortSignal;
}

export interface RetireOptions extends WriteOptions<RetireResult> {
  actor?: string;
  source?: string;
}

export type PutResult =
  | { outcome: 'created' | 'updated' | 'unchanged'; entry: StoredEntry }
  /** Not the version expected; `entry` is what is there now, if anything. */
  | { outcome: 'conflict'; entry: StoredEntry | undefined };

export type RetireResult =
  | { outcome: 'retired'; entry: StoredEntry }
  /** There is none, or it is retired already. */
  | { outcome: 'absent' }
  | { outcome: 'conflict'; entry: StoredEntry };

/** An entry that was registered, changed or retired. */
export interface Change extends EntryKey {
  /** Grows with each change; numbers may be left out. */
  revision: number;
  version: number;
  retired?: true;
  /** Verticals that have an entry more or less since; absent: none. */
  recounted?: readonly string[];
}

/** How many entries are in use that share these facets. */
export interface EntryCount {
  kind: string;
  environment: Environment | undefined;
  vertical?: string;
  count: number;
}

/** The entries of every kind with their history. Nodes that share the data see each other's writes. */
export interface CatalogStore {
  /** @throws CursorError for a cursor that is none of this store's */
  search(query: CatalogQuery, page: Page): Promise<SearchResult>;
  /** What is in use; nothing for what is retired. */
  get(key: EntryKey): Promise<StoredEntry | undefined>;
  /**
   * Registers a manifest; once this resolves it survives a crash. The same manifest again is `unchanged`, whatever
   * version was expected, so that a call whose answer was lost can simply be repeated. What was retired and is
   * registered again is `created`, its versions count on.
   */
  put(draft: EntryDraft, options?: WriteOptions<PutResult>): Promise<PutResult>;
  /** Takes an entry out of use; its history stays. */
  retire(key: EntryKey, options?: RetireOptions): Promise<RetireResult>;
  /** The latest version first. @param page default: all of them */
  history(key: EntryKey, page?: HistoryPage): Promise<EntryVersion[]>;
  /** What is in use, counted by kind, environment and vertical; of one vertical or of all. */
  count(vertical?: string): Promise<EntryCount[]>;
  /** Changes after a revision, the oldest first. */
  changes(after: number, limit: number): Promise<Change[]>;
  revision(): Promise<number>;
  /**
   * Calls back with changes made from now on by anybody, this node or another, each once and in order; one made
   * a moment before may come too. Returns how to stop.
   */
  watch(listener: (changes: readonly Change[]) => void): () => void;
}
