import type { Server } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { identifyAsLocal, LOCAL } from '../../controlPlane/access/principal.ts';
import type { Gateway } from '../gateway.ts';
import { gatewayServer } from './downstream.ts';
import { ListenedResources } from './listenedResources.ts';

/** How long it may take to end the servers, in milliseconds. */
const FAREWELL = 5_000;

/**
 * Serves the client that started this process, until it closes standard input or a signal ends it.
 *
 * @param makeServer what it is served; default: what every client is
 */
export function serveStandardStreams(
  gateway: Gateway,
  log: (message: string) => void,
  makeServer?: () => Server,
): void {
  const listened = new ListenedResources();
  const pipes = new StdioServerTransport();
  const transport = makeServer ? pipes : listened.watch(pipes);
  const handle = serveStdio(
    makeServer ?? (() => gatewayServer(gateway, identifyAsLocal, { principal: LOCAL, listened })),
    {
      transport,
      // What could not be read is not repeated: it may be secret.
      onerror: ({ name, message }) =>
        log(/SyntaxError|ZodError/.test(name) ? 'a message could not be read' : message),
    },
  );
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(), FAREWELL).unref();
    await handle.close().catch(() => {});
    await gateway.close();
    process.exit();
  };
  // The editor that started it may be gone without a word: then standard input ends, and this process with it.
  process.stdin.once('end', end).once('close', end);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
}
