import { CacheFile } from '../cacheFile.ts';
import { type CatalogPage, pageOf } from './answers.ts';
import { ControlPlaneFacts, type KnownFacts } from './facts.ts';

/** Raised when what is written changes. */
const FORMAT = 1;

/** What a control plane had registered when it was last heard of, kept for the next time. Nothing here throws. */
export class ControlPlaneCache {
  readonly #file: CacheFile;

  /** @param place tells it from other control planes */
  constructor(folder: string, place: string) {
    this.#file = new CacheFile(folder, ['control plane', place]);
  }

  async read(): Promise<KnownFacts | undefined> {
    const bytes = await this.#file.read();
    try {
      const content = JSON.parse(new TextDecoder().decode(bytes)) as Partial<CatalogPage> & {
        format?: unknown;
        factsAt?: unknown;
      };
      if (content.format !== FORMAT || typeof content.factsAt !== 'string') return undefined;
      const { entries } = pageOf({ entries: content.entries, revision: 0 });
      return { facts: new ControlPlaneFacts(entries), factsAt: content.factsAt };
    } catch {
      return undefined;
    }
  }

  async write({ facts, factsAt }: KnownFacts): Promise<void> {
    const text = JSON.stringify({ format: FORMAT, factsAt, entries: [...facts.entries()] });
    await this.#file.write([new TextEncoder().encode(text)]);
  }
}
