import { canonical } from '../../controlPlane/pins/definition.ts';
import type { Json } from '../connection/raw.ts';

export {
  canonical,
  hashOf,
  INSTRUCTIONS,
  nameOf,
  PIN_KINDS,
  type PinKind,
} from '../../controlPlane/pins/definition.ts';

/** What people read; the rest is what programs go by. */
const WORDING = new Set(['title', 'description', 'icons']);

/** Whether two definitions differ in their wording alone. That of an argument counts for more: it says what to send. */
export function differInWordingOnly(one: Json, other: Json): boolean {
  const rest = (definition: Json) =>
    JSON.stringify(
      canonical(Object.fromEntries(Object.entries(definition).filter(([key]) => !WORDING.has(key)))),
    );
  return rest(one) === rest(other);
}
