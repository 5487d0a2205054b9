import type { CacheFile } from '../../catalog/cacheFile.ts';
import type { Known, KnownList, ListKind } from '../connection/known.ts';
import { decoded, encoded, type Recollection } from './recollection.ts';

/** What changes within so long is written together, in milliseconds. */
const SETTLING = 500;

/**
 * What every server offers, as it said last, kept between runs: where a server cannot be asked what it offered before
 * is still known. Of several gateways that share a file each keeps what it heard itself, and the others' for the rest.
 */
export class Capabilities implements Known {
  readonly #file: CacheFile;
  readonly #servers: Map<string, Recollection>;
  /** Heard of in this run. */
  readonly #heard = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: CacheFile, servers: Map<string, Recollection>) {
    this.#file = file;
    this.#servers = servers;
  }

  static async load(file: CacheFile): Promise<Capabilities> {
    const bytes = await file.read();
    return new Capabilities(file, bytes ? decoded(bytes) : new Map());
  }

  get(server: string, kind: ListKind): KnownList | undefined {
    return this.#servers.get(server)?.lists[kind];
  }

  put(server: string, kind: ListKind, list: KnownList): void {
    const before = this.#servers.get(server);
    this.#hear(server, { ...before, lists: { ...before?.lists, [kind]: list } });
  }

  instructionsOf(server: string): string | undefined {
    return this.#servers.get(server)?.instructions;
  }

  putInstructions(server: string, instructions: string | undefined): void {
    const lists = this.#servers.get(server)?.lists ?? {};
    this.#hear(server, instructions === undefined ? { lists } : { lists, instructions });
  }

  async close(): Promise<void> {
    if (this.#timer) this.#write();
    await this.#writing;
  }

  #hear(server: string, recollection: Recollection): void {
    this.#servers.set(server, recollection);
    this.#heard.add(server);
    this.#timer ??= setTimeout(() => this.#write(), SETTLING).unref();
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(async () => {
      const others = await this.#file.read();
      const own = [...this.#servers].filter(([server]) => this.#heard.has(server));
      await this.#file.write(encoded(new Map([...(others ? decoded(others) : []), ...own])));
    });
  }
}
