import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  type ProgressToken,
  ResponseError,
} from 'vscode-languageserver';
import { type Json, RAW } from '../../gateway/connection/raw.ts';
import type { GatewayService } from './gatewayService.ts';

/** A tool may take its time, in milliseconds; the gateway ends it where its server's manifest says so. */
const PATIENCE = 2 ** 31 - 1;

/** Asks the running gateway for the editor, which can cancel it. Starts one where none runs. */
export class Asking {
  readonly #connection: Connection;
  readonly gateway: () => GatewayService;

  constructor(connection: Connection, gateway: () => GatewayService) {
    this.#connection = connection;
    this.gateway = gateway;
  }

  /** @throws ResponseError with the words of whoever refused */
  async ask(method: string, params: object, token: CancellationToken): Promise<Json> {
    return await withSignal(token, async (signal) => {
      const { client } = await this.gateway().link();
      return await client.request({ method, params } as never, RAW, { signal, timeout: PATIENCE });
    });
  }

  /** `ask`, and then again how its servers are: what was asked changes that. */
  async change(method: string, params: object, token: CancellationToken): Promise<null> {
    await this.ask(method, params, token).finally(() => this.gateway().refresh());
    return null;
  }

  /** `ask` for what takes a while: the editor is told how far it is. */
  async askReporting(
    title: string,
    request: { method: string; params: object },
    workDoneToken: ProgressToken | undefined,
    token: CancellationToken,
  ): Promise<Json> {
    const reporter = this.#connection.window.attachWorkDoneProgress(workDoneToken);
    reporter.begin(title, undefined, undefined, true);
    try {
      return await withSignal(token, async (signal) => {
        const { client } = await this.gateway().link();
        return await client.request(request as never, RAW, {
          signal,
          timeout: PATIENCE,
          onprogress: ({ progress, total, message }) => {
            const text = message ?? (total === undefined ? String(progress) : `${progress} of ${total}`);
            if (total) reporter.report((progress / total) * 100, text);
            else reporter.report(text);
          },
        });
      });
    } finally {
      reporter.done();
    }
  }
}

async function withSignal<T>(
  token: CancellationToken,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const listening = token.onCancellationRequested(() => abort.abort());
  try {
    return await work(abort.signal);
  } catch (error) {
    // As it is: of anything else the protocol's library would tell the user its own part in it.
    throw new ResponseError(LSPErrorCodes.RequestFailed, (error as Error).message);
  } finally {
    listening.dispose();
  }
}
