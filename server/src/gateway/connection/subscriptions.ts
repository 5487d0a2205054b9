import type { Client, McpSubscription } from '@modelcontextprotocol/client';
import type { Message } from './caller.ts';

/** Asks the server, in the name of whoever wants to hear of a resource. */
type Ask = (request: Message) => Promise<unknown>;

/** The resources of a server that somebody wants to hear of; each revision has its way to say so. */
export class Subscriptions {
  readonly #uris = new Set<string>();
  #listening: McpSubscription | undefined;

  get isEmpty(): boolean {
    return this.#uris.size === 0;
  }

  /** @throws where the server does not want to tell of it */
  async add(uri: string, client: Client, ask: Ask): Promise<void> {
    const isModern = client.getProtocolEra() === 'modern';
    if (!isModern) await ask({ method: 'resources/subscribe', params: { uri } });
    this.#uris.add(uri);
    if (isModern) await this.#listen(client);
  }

  /** @param client absent while the server is not connected */
  async remove(uri: string, client: Client | undefined, ask: Ask): Promise<void> {
    this.#uris.delete(uri);
    if (client?.getProtocolEra() === 'modern') await this.#listen(client);
    else if (client) await ask({ method: 'resources/unsubscribe', params: { uri } });
  }

  /**
   * Has a server that was just connected to tell of all that it is to tell of.
   *
   * @param onRefused told where it does not want to any more
   */
  async restore(client: Client, onRefused: () => void): Promise<void> {
    if (client.getProtocolEra() === 'modern') return await this.#listen(client);
    for (const uri of this.#uris) await client.subscribeResource({ uri }).catch(onRefused);
  }

  /** Revision 2026-07-28 has one subscription to all that is wanted, changes of lists among it. */
  async #listen(client: Client): Promise<void> {
    const { tools, prompts, resources } = client.getServerCapabilities() ?? {};
    const filter = {
      ...(tools?.listChanged ? { toolsListChanged: true } : {}),
      ...(prompts?.listChanged ? { promptsListChanged: true } : {}),
      ...(resources?.listChanged ? { resourcesListChanged: true } : {}),
      ...(this.#uris.size > 0 ? { resourceSubscriptions: [...this.#uris] } : {}),
    };
    const before = this.#listening;
    // Whoever is not told of changes can still call.
    if (Object.keys(filter).length > 0) this.#listening = await client.listen(filter).catch(() => undefined);
    else this.#listening = undefined;
    await before?.close().catch(() => {});
  }
}
