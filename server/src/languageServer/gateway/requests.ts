import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  ResponseError,
  type WorkDoneProgressParams,
} from 'vscode-languageserver';
import { RAW } from '../../gateway/connection/raw.ts';
import { type CallToolParams, GatewayMethods, type ServerParams } from '../../protocol/gateway.ts';
import { OverviewMethods } from '../../protocol/gatewayOverview.ts';
import type { GatewayService } from './gatewayService.ts';

/** A tool may take its time, in milliseconds; the gateway ends it where its server's manifest says so. */
const PATIENCE = 2 ** 31 - 1;

/** Answers what the editor asks of its gateway. */
export function listenForGateway(connection: Connection, gateway: () => GatewayService): void {
  connection.onRequest(GatewayMethods.status, () => gateway().status);
  connection.onRequest(GatewayMethods.start, () => gateway().start());
  connection.onRequest(GatewayMethods.restart, () => gateway().restart());
  const ask = async (method: string, params: object, token: CancellationToken) =>
    await withSignal(token, async (signal) => {
      const { client } = await gateway().link();
      return await client.request({ method, params } as never, RAW, { signal, timeout: PATIENCE });
    });
  connection.onRequest(GatewayMethods.contents, ({ server }: ServerParams, token) =>
    ask(OverviewMethods.contents, { server }, token).finally(() => gateway().refresh()),
  );
  connection.onRequest(
    GatewayMethods.serverLog,
    async ({ server }: ServerParams, token) => (await ask(OverviewMethods.log, { server }, token)).lines,
  );
  connection.onRequest(GatewayMethods.startServer, async ({ server }: ServerParams, token) => {
    await ask(OverviewMethods.start, { server }, token).finally(() => gateway().refresh());
    return null;
  });
  connection.onRequest(GatewayMethods.stopServer, async ({ server }: ServerParams, token) => {
    await ask(OverviewMethods.stop, { server }, token).finally(() => gateway().refresh());
    return null;
  });
  connection.onRequest(GatewayMethods.readResource, ({ uri }: { uri: string }, token) =>
    ask('resources/read', { uri }, token),
  );
  connection.onRequest(
    GatewayMethods.callTool,
    async ({ name, arguments: args, workDoneToken }: CallToolParams & WorkDoneProgressParams, token) => {
      const reporter = connection.window.attachWorkDoneProgress(workDoneToken);
      reporter.begin(name, undefined, undefined, true);
      try {
        return await withSignal(token, async (signal) => {
          const { client } = await gateway().link();
          const request = { method: 'tools/call', params: { name, arguments: args } };
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
    },
  );
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
