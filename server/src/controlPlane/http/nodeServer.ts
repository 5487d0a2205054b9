import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpError } from './httpError.ts';
import { type BodyLimits, readBody } from './readBody.ts';
import { sendResponse } from './sendResponse.ts';

/** A request whose body is not read yet. */
export interface IncomingRequest {
  method: string;
  /** Begins with a slash. */
  path: string;
  headers: Headers;
  /** Aborted when the client is gone. */
  signal: AbortSignal;
  /** @throws {HttpError} where it is too large, or too slow to come */
  body(): Promise<Uint8Array<ArrayBuffer>>;
}

export interface Answer {
  response: Response;
  /** A stream that ends when the server does, or this signal says so; nobody waits for its end. */
  lasting?: AbortSignal;
}

/** How long a client may take nothing of what is sent to it, in milliseconds. */
const STALL = 30_000;

/** HTTP over Node's own server, in terms of the web's requests and responses. */
export class NodeServer {
  readonly #server: Server;
  readonly #limits: BodyLimits;
  readonly #answer: (request: IncomingRequest) => Promise<Answer>;
  readonly #stopping = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  /** Why it takes no more connections though nobody stopped it; unresolved while it does. */
  readonly lost: Promise<Error>;

  /** @param onerror told of what kept an answer from being sent */
  constructor(
    limits: BodyLimits,
    answer: (request: IncomingRequest) => Promise<Answer>,
    onerror: (error: unknown) => void,
  ) {
    this.#limits = limits;
    this.#answer = answer;
    const timeouts = {
      headersTimeout: limits.bodyTimeout,
      // The body's own timeout answers before this one cuts the connection.
      requestTimeout: limits.bodyTimeout * 2,
      connectionsCheckingInterval: 1_000,
    };
    this.#server = createServer(timeouts, (incoming, outgoing) => {
      const done = this.#serve(incoming, outgoing)
        .catch((error: unknown) => {
          outgoing.destroy();
          onerror(error);
        })
        .finally(() => this.#underWay.delete(done));
      this.#underWay.add(done);
    });
    this.lost = new Promise((resolve) => {
      this.#server.on('error', resolve);
      this.#server.once('close', () => {
        if (!this.isStopping) resolve(new Error('It was closed.'));
      });
    });
  }

  /** Requests being answered, with open streams. */
  get underWay(): number {
    return this.#underWay.size;
  }

  get isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** @returns the port; @throws where it cannot listen there */
  async listen({ host, port }: { host: string; port: number }): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(port, host, resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /**
   * Takes no more requests, ends streams, and lets what is under way come to its end.
   *
   * @param patience for that, in milliseconds; then connections are cut
   */
  async stop(patience: number): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#stopping.abort();
    const timer = setTimeout(() => this.#server.closeAllConnections(), patience);
    await Promise.all(this.#underWay);
    this.#server.closeAllConnections();
    await closed;
    clearTimeout(timer);
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const gone = new AbortController();
    outgoing.once('close', () => gone.abort());
    const { response, lasting } = await this.#answerOrError(incoming, gone.signal);
    // What the client still sends is not read any more, so the connection is of no further use.
    if (this.isStopping || !incoming.complete) outgoing.setHeader('Connection', 'close');
    const end = lasting && AbortSignal.any([lasting, this.#stopping.signal]);
    await sendResponse(response, outgoing, { stall: STALL, ...(end ? { end } : {}) });
    if (!incoming.complete) incoming.destroy();
  }

  async #answerOrError(incoming: IncomingMessage, signal: AbortSignal): Promise<Answer> {
    try {
      const { method = 'GET', url = '/' } = incoming;
      const headers = headersOf(incoming);
      const body = () => readBody(incoming, this.#limits);
      return await this.#answer({ method, path: url.split('?')[0] ?? '/', headers, signal, body });
    } catch (error) {
      if (error instanceof HttpError) return { response: error.response() };
      throw error;
    }
  }
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  return headers;
}
