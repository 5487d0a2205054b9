import type { Known } from '../connection/known.ts';
import type { Json } from '../connection/raw.ts';
import { isOffered } from '../policy/authorize.ts';
import type { Upstream } from '../upstream.ts';
import { nameOf, PIN_KINDS, type PinKind } from './definition.ts';
import type { PinState } from './judgement.ts';
import type { Pins } from './pins.ts';

/** How something of a server stands to what was decided about it. */
export interface Standing {
  readonly kind: PinKind;
  readonly name: string;
  /** `denied`: the manifest lets nobody have it; `missing`: it is gone. Absent where nothing is pinned at all. */
  readonly state?: PinState | 'missing' | 'denied';
  /** As it is now; absent where it is gone. */
  readonly definition?: Json;
  /** As it was approved. */
  readonly pinned?: Json;
  /** Whose decision it is; absent: the workspace's. */
  readonly by?: 'organisation';
}

/** States that wait for a person. */
const UNDECIDED = ['changed', 'new', 'reworded', 'missing'] as const;
export type Undecided = (typeof UNDECIDED)[number];

export function isUndecided(standing: Standing): standing is Standing & { state: Undecided } {
  return UNDECIDED.some((state) => state === standing.state);
}

/** Of all that a server offers, as far as it is known, and of all that is approved of it. */
export function standingOf(known: Known, pins: Pins | undefined, upstream: Upstream): Standing[] {
  return PIN_KINDS.flatMap((kind) => {
    const list = listOf(known, upstream.name, kind);
    // Of a list that is not known nothing is missing.
    if (!list) return [];
    const offered = list.flatMap((definition) => offeredAs(pins, upstream, kind, definition));
    const names = new Set(offered.map(({ name }) => name));
    const gone = [...(pins?.pinsOf(upstream.name, kind) ?? [])].filter(([name]) => !names.has(name));
    return [
      ...offered,
      ...gone.map(
        ([name, { definition }]): Standing => ({ kind, name, state: 'missing', pinned: definition }),
      ),
    ];
  });
}

/** The instructions come with the connection, as the list of tools does. */
function listOf(known: Known, server: string, kind: PinKind): readonly Json[] | undefined {
  if (kind !== 'server') return known.get(server, kind)?.items;
  if (!known.get(server, 'tools')) return undefined;
  const instructions = known.instructionsOf(server);
  return instructions ? [{ instructions }] : [];
}

function offeredAs(pins: Pins | undefined, upstream: Upstream, kind: PinKind, definition: Json): Standing[] {
  const name = nameOf(kind, definition);
  if (name === undefined) return [];
  const judgement = pins?.judge(upstream.name, kind, definition);
  const isDenied = kind === 'tools' && !isOffered(upstream, name);
  const state = isDenied ? 'denied' : judgement?.state;
  return [
    {
      ...{ kind, name, definition },
      ...(state ? { state } : {}),
      ...(judgement?.pinned ? { pinned: judgement.pinned } : {}),
      ...(judgement?.by ? { by: judgement.by } : {}),
    },
  ];
}
