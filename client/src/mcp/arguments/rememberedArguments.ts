import type { Memento } from 'vscode';
import { withoutSecrets } from './secretArguments.ts';

const STORED = 'heady.mcp.arguments';

/** Of more tools the ones longest not called are forgotten. */
const MAX_TOOLS = 100;
/** Longer ones are not kept, in characters. */
const MAX_LENGTH = 20_000;

type Stored = Readonly<Record<string, Record<string, unknown>>>;

/** What tools were called with last in this workspace, without what is secret. */
export class RememberedArguments {
  readonly #memory: Memento;

  constructor(memory: Memento) {
    this.#memory = memory;
  }

  of(server: string, tool: string): Record<string, unknown> {
    return this.#memory.get<Stored>(STORED, {})[keyOf(server, tool)] ?? {};
  }

  async keep(server: string, tool: string, given: unknown, inputSchema: unknown): Promise<void> {
    const kept = withoutSecrets(given, inputSchema) as Record<string, unknown>;
    const { [keyOf(server, tool)]: _, ...others } = this.#memory.get<Stored>(STORED, {});
    const isLong = JSON.stringify(kept).length > MAX_LENGTH;
    const latest = Object.entries(others).slice(1 - MAX_TOOLS);
    const all = isLong ? latest : [...latest, [keyOf(server, tool), kept]];
    await this.#memory.update(STORED, Object.fromEntries(all));
  }
}

function keyOf(server: string, tool: string): string {
  return JSON.stringify([server, tool]);
}
