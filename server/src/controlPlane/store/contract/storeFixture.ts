import { documentOf, draftOf } from '../../gate/draft.ts';
import type { EntryDraft } from '../catalogStore.ts';
import type { Store } from '../store.ts';

/** Data that stores are opened on. */
export interface Backend {
  /** Another node on the same data. */
  open(): Promise<Store>;
  dispose(): Promise<void>;
}

/** A backend that closes what was opened on it. */
export class StoreFixture {
  readonly #backend: Backend;
  readonly #open = new Set<Store>();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async open(): Promise<Store> {
    const store = await this.#backend.open();
    this.#open.add(store);
    return store;
  }

  async closeAll(): Promise<void> {
    for (const store of this.#open) await store.close();
    this.#open.clear();
  }

  async dispose(): Promise<void> {
    await this.closeAll();
    await this.#backend.dispose();
  }
}

/** What is registered of a manifest. */
export function draft(manifest: Record<string, unknown>): EntryDraft {
  const document = documentOf(manifest);
  const made = document && draftOf(document, undefined);
  if (!made) throw new Error('The test manifest has no kind or name.');
  return made;
}
