import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { environmentOf } from '../manifest/environment.ts';
import type { ManifestFile } from '../manifest/file.ts';
import type { CatalogItem } from '../protocol/catalog.ts';
import type { CatalogEntry, Declaration } from '../rules/facts.ts';
import type { Catalog } from './catalog.ts';
import type { ControlPlaneKnowledge } from './knowledge.ts';
import { type CountFindings, itemKey, itemOfEntry, itemOfManifest } from './merge.ts';

/** What changed since a cursor, a page of it; see `CatalogChanges` of the protocol. */
export interface LedgerPage {
  isAnew: boolean;
  changed: [id: number, item: CatalogItem][];
  removed: number[];
  cursor: string;
  hasMore: boolean;
}

/** Findings of a document; undefined: nobody knows yet. */
export type FindingsIfKnown = (declaration: Declaration) => ReturnType<CountFindings> | undefined;

const NOT_COUNTED = { errors: 0, warnings: 0 };

/** The journal is written anew when so much of it is out of date, beyond as much as there are items. */
const SPARE = 1_000;

/**
 * The merged catalog, kept up to date: bringing it up to date costs what changed, and so does telling what changed. Every
 * item has a number, every change a revision.
 */
export class CatalogLedger {
  readonly #catalog: Catalog;
  readonly #findings: FindingsIfKnown;
  readonly #epoch = randomUUID();
  /** Numbers of items by where they come from: a file, or what is registered under a key. */
  readonly #sources = new Map<string, number[]>();
  readonly #items = new Map<number, { item: CatalogItem | undefined; revision: number }>();
  /** Numbers in the order of their changes; those that changed again since stand in it twice. */
  #journal: { id: number; revision: number }[] = [];
  #revision = 0;
  /** Of what was removed up to here nobody knows any more. */
  #forgotten = 0;
  #lastId = 0;
  #removed = 0;

  readonly #files = new Map<string, SeenFile>();
  /** How many manifests declare a key. */
  readonly #declared = new Map<string, number>();
  #registered: ReadonlyMap<string, readonly CatalogEntry[]> = new Map();
  #stamp: string | undefined;
  #knowledge: ControlPlaneKnowledge | undefined;

  constructor(catalog: Catalog, findings: FindingsIfKnown) {
    this.#catalog = catalog;
    this.#findings = findings;
  }

  /** All items, in no order. */
  *items(): Generator<CatalogItem> {
    for (const { item } of this.#items.values()) if (item) yield item;
  }

  /**
   * Takes over what changed in files and control plane; a step for each that did.
   *
   * @param stamp changes whenever something does that all files may depend on
   */
  *update(stamp: string): Generator<void, void> {
    const { workspace, controlPlane } = this.#catalog;
    const depends = stamp !== this.#stamp;
    this.#stamp = stamp;
    const uris = [...workspace.uris];
    for (const uri of uris) {
      const file = workspace.file(uri);
      const seen = this.#files.get(uri);
      if (!file || (!depends && seen?.file === file && seen.isSettled)) continue;
      this.#takeFile(uri, file);
      yield;
    }
    if (this.#files.size > uris.length) {
      const present = new Set(uris);
      for (const uri of [...this.#files.keys()]) if (!present.has(uri)) this.#dropFile(uri);
    }
    if (controlPlane !== this.#knowledge) yield* this.#takeEntries(controlPlane);
  }

  /** @param since cursor of the page before @param limit of items, in number */
  changes(since: string | undefined, limit: number): LedgerPage {
    const [epoch, text] = since?.split('/') ?? [];
    const known = epoch === this.#epoch ? Number(text) : 0;
    const isAnew = !(known > 0 && known >= this.#forgotten && known <= this.#revision);
    const from = isAnew ? 0 : known;
    const changed: LedgerPage['changed'] = [];
    const removed: number[] = [];
    let at = this.#indexAfter(from);
    let revision = from;
    for (; at < this.#journal.length && changed.length + removed.length < limit; at++) {
      const change = this.#journal[at];
      if (!change) break;
      revision = change.revision;
      const current = this.#items.get(change.id);
      if (current?.revision !== change.revision) continue;
      if (current.item) changed.push([change.id, current.item]);
      else if (!isAnew) removed.push(change.id);
    }
    const hasMore = at < this.#journal.length;
    return {
      isAnew,
      changed,
      removed,
      cursor: `${this.#epoch}/${hasMore ? revision : this.#revision}`,
      hasMore,
    };
  }

  #takeFile(uri: string, file: ManifestFile): void {
    const declarations = this.#catalog.workspace.declarationsIn(uri);
    let isSettled = true;
    const items = declarations.map((declaration) => {
      const findings = this.#findings(declaration);
      isSettled &&= findings !== undefined;
      return itemOfManifest(this.#catalog, declaration, findings ?? NOT_COUNTED);
    });
    const keys = declarations.map(({ kind, name, document }) => itemKey(kind, name, environmentOf(document)));
    const before = this.#files.get(uri)?.keys ?? [];
    this.#files.set(uri, { file, keys, isSettled });
    this.#put(uri, items);
    this.#declare(before, keys);
  }

  #dropFile(uri: string): void {
    const before = this.#files.get(uri)?.keys ?? [];
    this.#files.delete(uri);
    this.#put(uri, []);
    this.#declare(before, []);
  }

  /** What a manifest describes is no item of its own. */
  #declare(before: readonly string[], after: readonly string[]): void {
    for (const key of before) this.#declared.set(key, (this.#declared.get(key) ?? 0) - 1);
    for (const key of after) this.#declared.set(key, (this.#declared.get(key) ?? 0) + 1);
    for (const key of new Set([...before, ...after])) {
      if (this.#declared.get(key) === 0) this.#declared.delete(key);
      this.#showRegistered(key);
    }
  }

  *#takeEntries(knowledge: ControlPlaneKnowledge): Generator<void, void> {
    const registered = new Map<string, CatalogEntry[]>();
    for (const entry of knowledge.entries()) {
      const key = itemKey(entry.kind, entry.name, entry.environment);
      const others = registered.get(key);
      if (others) others.push(entry);
      else registered.set(key, [entry]);
      yield;
    }
    const before = this.#registered;
    this.#registered = registered;
    this.#knowledge = knowledge;
    for (const key of before.keys()) if (!registered.has(key)) this.#showRegistered(key);
    for (const [key, entries] of registered) {
      const known = before.get(key);
      if (known?.length === entries.length && known.every((entry, index) => entry === entries[index]))
        continue;
      this.#showRegistered(key);
      yield;
    }
  }

  #showRegistered(key: string): void {
    const entries = this.#declared.has(key) ? [] : (this.#registered.get(key) ?? []);
    this.#put(
      `\0${key}`,
      entries.map((entry) => itemOfEntry(this.#catalog, entry)),
    );
  }

  /** Takes over what comes from a source by now. */
  #put(source: string, items: readonly CatalogItem[]): void {
    const ids = this.#sources.get(source) ?? [];
    for (const id of ids.splice(items.length)) this.#write(id, undefined);
    for (const [index, item] of items.entries()) {
      const id = ids[index] ?? ++this.#lastId;
      ids[index] = id;
      if (!isDeepStrictEqual(this.#items.get(id)?.item, item)) this.#write(id, item);
    }
    if (ids.length > 0) this.#sources.set(source, ids);
    else this.#sources.delete(source);
  }

  #write(id: number, item: CatalogItem | undefined): void {
    const revision = ++this.#revision;
    if (item === undefined) this.#removed++;
    this.#items.set(id, { item, revision });
    this.#journal.push({ id, revision });
    if (this.#journal.length > 2 * (this.#items.size - this.#removed) + SPARE) this.#compact();
  }

  #compact(): void {
    this.#journal = this.#journal.filter(({ id, revision }) => {
      const current = this.#items.get(id);
      if (current?.revision !== revision) return false;
      if (current.item === undefined) this.#items.delete(id);
      return current.item !== undefined;
    });
    this.#removed = 0;
    this.#forgotten = this.#revision;
  }

  /** Where the journal goes on after a revision. */
  #indexAfter(revision: number): number {
    let [low, high] = [0, this.#journal.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#journal[middle]?.revision ?? 0) <= revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

interface SeenFile {
  file: ManifestFile;
  /** What its documents declare. */
  keys: readonly string[];
  /** The findings of all its documents are known. */
  isSettled: boolean;
}
