import { isEnvironment } from '../../manifest/environment.ts';
import { CursorError, openCursor, sealCursor } from '../store/opaqueCursor.ts';
import type { SecretKey } from '../store/secretStore.ts';

/** Names the last secret of a page, so that secrets added meanwhile shift nothing. */
export function encodeSecretCursor({ name, environment }: SecretKey): string {
  return sealCursor('secrets', [name, environment ?? '']);
}

/** @throws CursorError */
export function decodeSecretCursor(cursor: string): SecretKey {
  const [name, environment] = openCursor('secrets', cursor);
  if (typeof name !== 'string') throw new CursorError();
  return { name, environment: isEnvironment(environment) ? environment : undefined };
}

/** In the order of lists. */
export function isAfter(secret: SecretKey, last: SecretKey): boolean {
  if (secret.name !== last.name) return secret.name > last.name;
  return (secret.environment ?? '') > (last.environment ?? '');
}
