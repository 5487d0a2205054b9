import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * The environment variable in which the server gets the key that tokens are sealed with on their way to it: what the two
 * say to each other may be traced.
 */
export const TOKENS_KEY_VARIABLE = 'HEADY_LANGUAGE_SERVER_TOKENS_KEY';

/** Parameters of `heady/token`. */
export interface TokenParams {
  /** Of the control plane, such as `https://cp.example:8443`. */
  origin: string;
}

/** Its answer. */
export interface TokenAnswer {
  /** The token, sealed; absent: nobody is signed in there. */
  sealed?: string;
}

const IV = 12;
const TAG = 16;

export function newTokensKey(): string {
  return randomBytes(32).toString('hex');
}

/** @param key as `newTokensKey` makes them */
export function sealToken(key: string, token: string): string {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'hex'), iv);
  const text = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64');
}

/** @throws where it was not sealed with that key */
export function openToken(key: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const cipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'hex'), bytes.subarray(0, IV), {
    authTagLength: TAG,
  });
  cipher.setAuthTag(bytes.subarray(IV, IV + TAG));
  return Buffer.concat([cipher.update(bytes.subarray(IV + TAG)), cipher.final()]).toString('utf8');
}
