import {
  deserializeMessage,
  type JSONRPCMessage,
  serializeMessage,
  type Transport,
} from '@modelcontextprotocol/client';
import { WebSocket } from 'ws';
import type { Agents } from './dial.ts';
import { HttpStatus } from './httpStatus.ts';
import { MAX_MESSAGE } from './messageSize.ts';
import { plainError } from './plainErrors.ts';

/** What MCP is called among the protocols spoken over WebSocket. */
const SUBPROTOCOL = 'mcp';

/** A server that is spoken to over WebSocket. */
export class WebSocketTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport['onmessage']>;
  readonly #url: URL;
  readonly #agents: Agents;
  readonly #headers: Readonly<Record<string, string>>;
  #socket: WebSocket | undefined;

  /** @param agents make the connection */
  constructor(url: URL, agents: Agents, headers: Readonly<Record<string, string>> = {}) {
    this.#url = url;
    this.#agents = agents;
    this.#headers = headers;
  }

  async start(): Promise<void> {
    const socket = new WebSocket(this.#url, SUBPROTOCOL, {
      headers: { ...this.#headers },
      agent: this.#url.protocol === 'wss:' ? this.#agents.https : this.#agents.http,
      maxPayload: MAX_MESSAGE,
      followRedirects: false,
    });
    this.#socket = socket;
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', (error) => reject(plainError(error, this.#url)));
      socket.once('unexpected-response', (_, { statusCode = 0 }) => {
        reject(new HttpStatus(statusCode));
        socket.terminate();
      });
    });
    socket.on('error', (error) => this.onerror?.(error));
    socket.on('close', () => this.onclose?.());
    socket.on('message', (data) => this.#receive(String(data)));
  }

  send(message: JSONRPCMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = this.#socket;
      if (socket?.readyState !== WebSocket.OPEN) return reject(new Error('The connection is closed.'));
      socket.send(serializeMessage(message), (error) => (error ? reject(error) : resolve()));
    });
  }

  async close(): Promise<void> {
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket || socket.readyState === WebSocket.CLOSED) return;
    socket.close();
    // Whoever does not answer the farewell is not waited for.
    setTimeout(() => socket.terminate(), 1_000).unref();
    await new Promise<void>((resolve) => socket.once('close', () => resolve()));
  }

  #receive(text: string): void {
    try {
      this.onmessage?.(deserializeMessage(text));
    } catch (error) {
      this.onerror?.(error as Error);
    }
  }
}
