import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a session was opened with: all that another node needs to carry it on. */
export interface SessionOpening {
  /** Whose it is; nobody else may use it. */
  subject: string;
  /** The client's `initialize`, as far as it matters. */
  protocolVersion: string;
  capabilities: unknown;
  clientInfo: { name: string; version: string };
}

interface Sealed extends SessionOpening {
  /** In milliseconds since the epoch. */
  expiresAt: number;
  /** Tells sessions apart that were opened alike. */
  nonce: string;
}

/** A header's worth; longer ones are not looked at. In characters. */
const MAX_ID = 6_000;

/** Session ids that say themselves, under a seal, what the session is: no node has to be asked for it. */
export class SessionIds {
  readonly #key: Uint8Array;
  readonly #lifetime: number;

  /** @param key shared by the nodes; @param lifetime in milliseconds */
  constructor(key: Uint8Array, lifetime: number) {
    this.#key = key;
    this.#lifetime = lifetime;
  }

  seal(opening: SessionOpening): string {
    const expiresAt = Date.now() + this.#lifetime;
    const sealed: Sealed = { ...opening, expiresAt, nonce: randomBytes(12).toString('base64url') };
    const text = Buffer.from(JSON.stringify(sealed)).toString('base64url');
    return `${text}.${this.#mac(text).toString('base64url')}`;
  }

  /** @returns undefined for what is none of ours, or too old */
  open(id: string): SessionOpening | undefined {
    if (id.length > MAX_ID) return undefined;
    const [text = '', mac = ''] = id.split('.');
    const expected = this.#mac(text);
    const given = Buffer.from(mac, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const sealed = JSON.parse(Buffer.from(text, 'base64url').toString()) as Sealed;
    return sealed.expiresAt > Date.now() ? sealed : undefined;
  }

  #mac(text: string): Buffer {
    return createHmac('sha256', this.#key).update('mcp-session:').update(text).digest();
  }
}
