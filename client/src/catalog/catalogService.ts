import { type Disposable, EventEmitter } from 'vscode';
import type {
  CatalogCircumstances,
  CatalogItem,
  CatalogSnapshot,
} from '../../../server/src/protocol/catalog.ts';
import type { ControlPlaneStatus } from '../../../server/src/protocol/controlPlane.ts';
import { type EnvironmentName, Methods } from '../../../server/src/protocol.ts';
import { wordsOf } from '../failures.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { CatalogMirror, type EntryChange } from './catalogMirror.ts';

const settleMs = 100;

/** What is known of the catalog, followed change by change; and why nothing newer is known. */
export class CatalogService implements Disposable {
  readonly #server: HeadyServer;
  readonly #changed = new EventEmitter<void>();
  readonly #entriesChanged = new EventEmitter<readonly EntryChange[]>();
  readonly #subscriptions: Disposable[];
  readonly #mirror = new CatalogMirror();
  #circumstances: CatalogCircumstances | undefined;
  #failure: string | undefined;
  #settling: NodeJS.Timeout | undefined;
  #fetching: Promise<void> | undefined;
  #stale = false;

  /** Entries, circumstances or the failure are other ones. */
  readonly onDidChange = this.#changed.event;
  /** Before that: which entries. */
  readonly onDidChangeEntries = this.#entriesChanged.event;

  constructor(server: HeadyServer) {
    this.#server = server;
    this.#subscriptions = [
      server.onDidChangeState((state) => {
        if (state === 'running') void this.refresh();
        if (state === 'failed') this.#learn(undefined, server.failure);
      }),
      server.onDidChangeCatalog(() => this.#refreshSoon()),
      server.onDidChangeControlPlane((news) => {
        if (this.#circumstances) this.#learn({ ...this.#circumstances, ...news }, undefined);
      }),
    ];
  }

  /** Undefined until the server has answered for the first time. */
  get snapshot(): CatalogSnapshot | undefined {
    return this.#circumstances && { ...this.#circumstances, items: this.items };
  }

  /** All entries, in no order; the same list until one of them changes. */
  get items(): CatalogItem[] {
    return this.#mirror.items;
  }

  /** Why what is known is old or missing, in words for people. */
  get failure(): string | undefined {
    return this.#failure;
  }

  find(kind: string, name: string): CatalogItem | undefined {
    return this.items.find((item) => item.kind === kind && item.name === name);
  }

  /** How the control plane of an environment is; undefined: nothing is known, or the editor is not connected to it. */
  controlPlaneOf(environment: EnvironmentName): ControlPlaneStatus | undefined {
    return this.#circumstances?.controlPlanes[environment];
  }

  /** Of all control planes that the editor is connected to, each once. */
  get controlPlanes(): ControlPlaneStatus[] {
    const statuses = Object.values(this.#circumstances?.controlPlanes ?? {});
    const place = ({ environment: _, ...status }: ControlPlaneStatus) => JSON.stringify(status);
    return [...new Map(statuses.map((status) => [place(status), status])).values()];
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
    this.#entriesChanged.dispose();
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
        this.#learn(await this.#followChanges(), undefined);
      } catch (cause) {
        this.#learn(this.#circumstances, wordsOf(cause));
      }
    }
  }

  /** Page by page; whoever listens hears of the last one when all are there. */
  async #followChanges(): Promise<CatalogCircumstances> {
    for (;;) {
      const { cursor } = this.#mirror;
      const since = cursor === undefined ? {} : { since: cursor };
      const page = await this.#server.request(Methods.catalogChanges, since);
      const { isAnew: _, changed: __, removed: ___, cursor: ____, hasMore, ...circumstances } = page;
      const changes = this.#mirror.apply(page);
      if (changes.length > 0) this.#entriesChanged.fire(changes);
      if (!hasMore) return circumstances;
    }
  }

  #learn(circumstances: CatalogCircumstances | undefined, failure: string | undefined): void {
    this.#circumstances = circumstances;
    this.#failure = failure;
    this.#changed.fire();
  }
}
