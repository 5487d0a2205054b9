import type { ServerResponse } from 'node:http';

interface SendOptions {
  /** How long the client may take nothing, in milliseconds; then the connection is cut. */
  stall: number;
  /** Ends the response early. */
  end?: AbortSignal;
}

/** Sends a response as fast as the client takes it, to its end, the client's, or that of its time. */
export async function sendResponse(
  response: Response,
  outgoing: ServerResponse,
  { stall, end }: SendOptions,
): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  const reader = response.body?.getReader();
  if (!reader) {
    await finish(outgoing);
    return;
  }
  const cancel = () => void reader.cancel().catch(() => {});
  outgoing.once('close', cancel);
  end?.addEventListener('abort', cancel);
  // Either may have happened while the answer was being found.
  if (end?.aborted || outgoing.destroyed) cancel();
  // What reads a stream's first bytes may wait for the headers alone.
  outgoing.flushHeaders();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (!outgoing.write(next.value)) await drained(outgoing, stall);
    }
    await finish(outgoing);
  } catch {
    outgoing.destroy();
  } finally {
    end?.removeEventListener('abort', cancel);
  }
}

function drained(outgoing: ServerResponse, stall: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => outgoing.destroy(), stall);
    const go = () => {
      clearTimeout(timer);
      outgoing.off('drain', go).off('close', go);
      resolve();
    };
    outgoing.once('drain', go).once('close', go);
  });
}

function finish(outgoing: ServerResponse): Promise<void> {
  if (outgoing.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    outgoing.once('close', resolve).end(resolve);
  });
}
