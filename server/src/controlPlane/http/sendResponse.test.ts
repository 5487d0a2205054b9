import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sendResponse } from './sendResponse.ts';

const STALL = 200;

/** Sends a response to each request; the socket is a client that has asked and reads nothing yet. */
async function ask(
  respond: () => Response,
  end?: AbortSignal,
): Promise<{ socket: Socket; sent: Promise<void> }> {
  const sent = Promise.withResolvers<void>();
  const server = createServer((_, outgoing) => {
    sent.resolve(sendResponse(respond(), outgoing, { stall: STALL, ...(end ? { end } : {}) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => {}).write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  onTestFinished(() => {
    socket.destroy();
    server.closeAllConnections();
    server.close();
  });
  return { socket, sent: sent.promise };
}

/** A stream without end, which tells how much was taken of it and whether it was given up. */
function endless() {
  const state = { pulled: 0, cancelled: false };
  const chunk = new Uint8Array(65_536);
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      state.pulled += chunk.length;
      controller.enqueue(chunk);
    },
    cancel() {
      state.cancelled = true;
    },
  });
  return { state, stream };
}

describe('sendResponse', () => {
  it('sends all of a response', async () => {
    const { socket, sent } = await ask(
      () => new Response('a text', { status: 201, headers: { 'x-y': 'z' } }),
    );
    const chunks = await socket.toArray();
    await sent;
    expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 201 .*x-y: z\r\n.*a text/s);
  });

  it('cuts off who takes nothing, and takes no more itself meanwhile', async () => {
    const { state, stream } = endless();
    const { socket, sent } = await ask(() => new Response(stream));
    socket.pause();
    await sent;
    expect(state.cancelled).toBe(true);
    // What the sockets hold; all that there is would be without end.
    expect(state.pulled).toBeLessThan(20_000_000);
  });

  it('gives up a stream whose reader is gone', async () => {
    const { state, stream } = endless();
    const { socket, sent } = await ask(() => new Response(stream));
    socket.once('data', () => socket.destroy());
    await sent;
    expect(state.cancelled).toBe(true);
  });

  it('takes nothing for a reader who was gone before there was an answer', async () => {
    const cancelled = Promise.withResolvers<void>();
    const silent = new ReadableStream({ cancel: () => cancelled.resolve() });
    const server = createServer((_, outgoing) => {
      outgoing.once('close', () => void sendResponse(new Response(silent), outgoing, { stall: STALL }));
      socket.destroy();
    });
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await cancelled.promise;
  });

  it('ends a stream when its time is over', async () => {
    const end = new AbortController();
    const quiet = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('first')),
    });
    const { socket, sent } = await ask(() => new Response(quiet), end.signal);
    await once(socket, 'data');
    end.abort();
    await sent;
    await once(socket.resume(), 'close');
    expect(socket.destroyed).toBe(true);
  });
});
