import { CursorError, openCursor, sealCursor } from '../store/opaqueCursor.ts';
import type { PinKey } from '../store/pinStore.ts';
import { PIN_KINDS } from './definition.ts';

/** Names the last decision of a page, so that what is decided meanwhile shifts nothing. */
export function encodePinCursor({ server, kind, name, hash }: PinKey): string {
  return sealCursor('pins', [server, kind, name, hash]);
}

/** @throws CursorError */
export function decodePinCursor(cursor: string): PinKey {
  const [server, stated, name, hash] = openCursor('pins', cursor);
  const kind = PIN_KINDS.find((each) => each === stated);
  if (typeof server !== 'string' || !kind || typeof name !== 'string' || typeof hash !== 'string')
    throw new CursorError();
  return { server, kind, name, hash };
}
