import type { ServerContext } from '@modelcontextprotocol/server';
import { Pacer } from '../../catalog/slices.ts';

/** Least time between two reports, in ms. */
const INTERVAL = 100;

/** Long work of a call: lets others come in between, tells the client how far it is, ends when the client gives up. */
export class Progress {
  readonly #context: ServerContext;
  readonly #pacer = new Pacer();
  #told = Number.NEGATIVE_INFINITY;

  constructor(context: ServerContext) {
    this.#context = context;
  }

  /**
   * To be called between two steps.
   *
   * @param done steps of `total`
   * @throws where the call was cancelled
   */
  async step(done: number, total: number, message: string): Promise<void> {
    await this.#pacer.turn();
    const { signal, _meta, notify } = this.#context.mcpReq;
    signal.throwIfAborted();
    const progressToken = _meta?.progressToken;
    if (progressToken === undefined || performance.now() - this.#told < INTERVAL) return;
    this.#told = performance.now();
    await notify({
      method: 'notifications/progress',
      params: { progressToken, progress: done, total, message },
    });
  }
}
