import type { Json } from './raw.ts';

/** The lists that servers have, and where their items stand in an answer. */
export const LISTS = {
  tools: { method: 'tools/list', key: 'tools' },
  prompts: { method: 'prompts/list', key: 'prompts' },
  resources: { method: 'resources/list', key: 'resources' },
  templates: { method: 'resources/templates/list', key: 'resourceTemplates' },
} as const;

export type ListKind = keyof typeof LISTS;

/** What a server listed, and when. */
export interface KnownList {
  readonly items: readonly Json[];
  /** In ms since 1970. */
  readonly at: number;
  /** For how long, in ms, the server said that it holds. */
  readonly ttlMs?: number;
  /** It was listed to an earlier gateway: good enough to be shown where the server cannot be asked. */
  readonly isRecalled?: true;
}

/** What servers listed last, for when they cannot be asked. */
export interface Known {
  get(server: string, kind: ListKind): KnownList | undefined;
  put(server: string, kind: ListKind, list: KnownList): void;
  /** How the server is to be used, in its own words. */
  instructionsOf(server: string): string | undefined;
  putInstructions(server: string, instructions: string | undefined): void;
  /** Keeps what is not kept yet. */
  close(): Promise<void>;
}

/** Remembers as long as the gateway runs. */
export class KnownInMemory implements Known {
  readonly #lists = new Map<string, KnownList>();
  readonly #instructions = new Map<string, string>();

  get(server: string, kind: ListKind): KnownList | undefined {
    return this.#lists.get(`${kind} ${server}`);
  }

  put(server: string, kind: ListKind, list: KnownList): void {
    this.#lists.set(`${kind} ${server}`, list);
  }

  instructionsOf(server: string): string | undefined {
    return this.#instructions.get(server);
  }

  putInstructions(server: string, instructions: string | undefined): void {
    if (instructions === undefined) this.#instructions.delete(server);
    else this.#instructions.set(server, instructions);
  }

  async close(): Promise<void> {}
}

/** A server may ask for its lists to be believed for so long at most, in ms. */
const MAX_TTL = 3_600_000;

/** Whether a list still holds, by its server's own word. A clock that was set back makes none of them last longer. */
export function isFresh({ at, ttlMs = 0, isRecalled }: KnownList, now: number): boolean {
  return !isRecalled && now >= at && now - at < Math.min(ttlMs, MAX_TTL);
}
