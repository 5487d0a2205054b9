import type { Principal } from '../../controlPlane/access/principal.ts';
import { mayUse } from '../policy/authorize.ts';
import type { Upstream } from '../upstream.ts';
import type { Offer } from './offer.ts';

/** So much of a server's instructions is handed on, and of all together, in characters: models read them with everything. */
const MAX_OF_ONE = 2_000;
const MAX = 8_000;

/** By anybody's reckoning. */
const LINE_BREAK = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;

/**
 * How the servers say that they are to be used, as far as that is known and approved, each under its name.
 *
 * @param principal for whom; absent where that is not known yet: then of servers that are there for everybody
 * @returns undefined where none says anything
 */
export function instructionsOf(
  upstreams: readonly Upstream[],
  offer: Pick<Offer, 'instructionsOf'>,
  principal?: Principal,
): string | undefined {
  let room = MAX;
  const parts: string[] = [];
  for (const upstream of upstreams) {
    const isForThem = principal ? mayUse(principal, upstream) : upstream.roles === undefined;
    const said = isForThem ? offer.instructionsOf(upstream) : undefined;
    if (!said) continue;
    const part = `# ${upstream.name}\n\n${quoted(shortened(said.trim(), MAX_OF_ONE))}`;
    // A part of a part may say the opposite of the whole.
    if (part.length > room) continue;
    room -= part.length;
    parts.push(part);
  }
  return parts.length > 0 ? parts.join('\n\n') : undefined;
}

/** No server can speak as if it were another one, or the gateway: not by a heading of its own, however it is written. */
function quoted(text: string): string {
  return text
    .split(LINE_BREAK)
    .map((line) => `> ${line}`)
    .join('\n');
}

/** Says that something is missing. */
function shortened(text: string, max: number): string {
  const note = '\n\n(shortened)';
  return text.length <= max ? text : `${text.slice(0, max - note.length).trimEnd()}${note}`;
}
