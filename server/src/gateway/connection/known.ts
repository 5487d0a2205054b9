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
}

/** What servers listed last, for when they cannot be asked. */
export interface Known {
  get(server: string, kind: ListKind): KnownList | undefined;
  put(server: string, kind: ListKind, list: KnownList): void;
}

/** Remembers as long as the gateway runs. */
export class KnownInMemory implements Known {
  readonly #lists = new Map<string, KnownList>();

  get(server: string, kind: ListKind): KnownList | undefined {
    return this.#lists.get(`${kind} ${server}`);
  }

  put(server: string, kind: ListKind, list: KnownList): void {
    this.#lists.set(`${kind} ${server}`, list);
  }
}
