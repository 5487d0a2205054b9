import { isEnvironment } from '../../manifest/environment.ts';
import { CursorError } from '../store/catalogStore.ts';
import type { SecretKey } from '../store/secretStore.ts';

/** Opaque to clients. Names the last secret of a page, so that secrets added meanwhile shift nothing. */
export function encodeSecretCursor({ name, environment }: SecretKey): string {
  return Buffer.from(JSON.stringify([name, environment ?? ''])).toString('base64url');
}

/** @throws CursorError */
export function decodeSecretCursor(cursor: string): SecretKey {
  try {
    const [name, environment]: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (typeof name === 'string') {
      return { name, environment: isEnvironment(environment) ? environment : undefined };
    }
  } catch {
    // Not JSON, or no list: no cursor of ours, as below.
  }
  throw new CursorError();
}

/** In the order of lists. */
export function isAfter(secret: SecretKey, last: SecretKey): boolean {
  if (secret.name !== last.name) return secret.name > last.name;
  return (secret.environment ?? '') > (last.environment ?? '');
}
