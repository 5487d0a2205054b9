import { type Disposable, EventEmitter } from 'vscode';
import { type CatalogItem, type CatalogSnapshot, Methods } from '../../../server/src/protocol.ts';
import { wordsOf } from '../failures.ts';
import type { HeadyServer } from '../server/headyServer.ts';

const settleMs = 100;

/** What is known of the catalog: the last snapshot, and why there is no newer one. */
export class CatalogService implements Disposable {
  readonly #server: HeadyServer;
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: Disposable[];
  #snapshot: CatalogSnapshot | undefined;
  #failure: string | undefined;
  #settling: NodeJS.Timeout | undefined;
  #fetching: Promise<void> | undefined;
  #stale = false;

  /** The snapshot or the failure is another one. */
  readonly onDidChange = this.#changed.event;

  constructor(server: HeadyServer) {
    this.#server = server;
    this.#subscriptions = [
      server.onDidChangeState((state) => {
        if (state === 'running') void this.refresh();
        if (state === 'failed') this.#learn(undefined, server.failure);
      }),
      server.onDidChangeCatalog(() => this.#refreshSoon()),
      server.onDidChangeControlPlane((controlPlane) => {
        if (this.#snapshot) this.#learn({ ...this.#snapshot, controlPlane }, undefined);
      }),
    ];
  }

  /** Undefined until the server has answered for the first time. */
  get snapshot(): CatalogSnapshot | undefined {
    return this.#snapshot;
  }

  /** Why the snapshot is old or missing, in words for people. */
  get failure(): string | undefined {
    return this.#failure;
  }

  find(kind: string, name: string): CatalogItem | undefined {
    return this.#snapshot?.items.find((item) => item.kind === kind && item.name === name);
  }

  /** Asks the server; while an answer is under way, once more after it. Never rejects. */
  refresh(): Promise<void> {
    this.#stale = true;
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  dispose(): void {
    clearTimeout(this.#settling);
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  /** Typing changes the catalog with every key; one question for all that settles in a moment is enough. */
  #refreshSoon(): void {
    this.#settling ??= setTimeout(() => {
      this.#settling = undefined;
      void this.refresh();
    }, settleMs);
  }

  async #fetch(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      try {
        this.#learn(await this.#server.request(Methods.catalog, undefined), undefined);
      } catch (cause) {
        this.#learn(this.#snapshot, wordsOf(cause));
      }
    }
  }

  #learn(snapshot: CatalogSnapshot | undefined, failure: string | undefined): void {
    this.#snapshot = snapshot;
    this.#failure = failure;
    this.#changed.fire();
  }
}
