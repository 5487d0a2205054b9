import { createHash } from 'node:crypto';
import type { ExtensionContext } from 'vscode';

/** Before the file and the id: the name under which an answer lies in the editor's secret storage. */
const PREFIX = 'heady.input.';
/** In the workspace's own state: what was answered. For anything else the keychain is not asked. */
const ANSWERED = 'heady.inputs';

/**
 * What people answered to what a `mcp.json` asks for: each for one file, and for no other. It is kept in the editor's
 * secret storage and nowhere else.
 */
export class InputStore {
  readonly #context: Pick<ExtensionContext, 'secrets' | 'workspaceState'>;

  constructor(context: Pick<ExtensionContext, 'secrets' | 'workspaceState'>) {
    this.#context = context;
  }

  /** Those of these inputs that were answered, by id. @throws where the keychain cannot be read */
  async answers(uri: string, ids: readonly string[]): Promise<Map<string, string>> {
    const answers = new Map<string, string>();
    for (const id of ids) {
      if (!this.#answered().includes(nameOf(uri, id))) continue;
      const answer = await this.#context.secrets.get(nameOf(uri, id));
      if (answer !== undefined) answers.set(id, answer);
    }
    return answers;
  }

  /** @throws where the keychain cannot be written */
  async keep(uri: string, id: string, answer: string): Promise<void> {
    const name = nameOf(uri, id);
    await this.#context.secrets.store(name, answer);
    await this.#context.workspaceState.update(ANSWERED, [...new Set([...this.#answered(), name])]);
  }

  /** Forgets all that was answered in this workspace. @returns how much @throws where the keychain cannot be written */
  async forget(): Promise<number> {
    const names = this.#answered();
    for (const name of names) await this.#context.secrets.delete(name);
    await this.#context.workspaceState.update(ANSWERED, undefined);
    return names.length;
  }

  #answered(): string[] {
    const kept = this.#context.workspaceState.get(ANSWERED);
    return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : [];
  }
}

/** Paths may be long and are nobody's business: a digest tells them apart. */
function nameOf(uri: string, id: string): string {
  return `${PREFIX}${createHash('sha256').update(uri).digest('hex').slice(0, 16)}.${id}`;
}
