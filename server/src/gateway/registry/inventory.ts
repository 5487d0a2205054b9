import { LOCAL } from '../../controlPlane/access/principal.ts';
import type { ServerState } from '../../protocol/gatewayOverview.ts';
import { LISTS, type ListKind } from '../connection/known.ts';
import type { Json } from '../connection/raw.ts';
import type { Gateway } from '../gateway.ts';
import type { Flag } from '../hygiene/flag.ts';
import { inspect } from '../hygiene/inspect.ts';
import type { PinKind } from '../pins/definition.ts';
import type { PinState } from '../pins/judgement.ts';
import { standingOf } from '../pins/standing.ts';
import { companyOf } from '../serving/offer.ts';
import { overviewOf } from '../serving/overview.ts';
import type { Upstream } from '../upstream.ts';

/** Something that a server offers, or did when it was approved. */
export interface InventoryItem {
  readonly server: string;
  readonly kind: PinKind | 'resources';
  /** Of resources and templates it is the URI. */
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  /** Absent where nothing is pinned: for resources. `denied`: the manifest lets nobody have it. */
  readonly state?: PinState | 'missing' | 'denied';
  readonly flags: readonly Flag[];
  /** As it is now; absent where it is gone. */
  readonly definition?: Json;
  /** As it was approved. */
  readonly pinned?: Json;
  /** Who decided how it stands; absent: the workspace. */
  readonly by?: 'organisation';
}

/** What is known of a server. */
export interface ServerInventory {
  readonly name: string;
  readonly transport: Upstream['transport'];
  readonly origin: string;
  readonly state: ServerState;
  readonly error?: string;
  readonly era?: 'legacy' | 'modern';
  /** When it listed its tools last, in ms since 1970. */
  readonly listedAt?: number;
  readonly items: readonly InventoryItem[];
}

/** @param ask whom to ask what they offer: all servers, or those of which nothing is known */
export async function inventoryOf(gateway: Gateway, ask: 'all' | 'unknown'): Promise<ServerInventory[]> {
  const { upstreams, known } = gateway;
  const session = gateway.open({ capabilities: {}, ask: cannotAnswer, tell: () => {} }, LOCAL);
  await gateway.pins?.known();
  const asked = upstreams.filter(({ name }) => ask === 'all' || !known.get(name, 'tools'));
  const kinds = Object.keys(LISTS) as ListKind[];
  await Promise.all(asked.flatMap((upstream) => kinds.map((kind) => session.offers(upstream, kind))));
  const { servers } = overviewOf(gateway, '');
  return upstreams.map((upstream): ServerInventory => {
    const { name, transport, origin } = upstream;
    const { state = 'idle', error, era } = servers.find((each) => each.name === name) ?? {};
    const listedAt = known.get(name, 'tools')?.at;
    return {
      ...{ name, transport, origin: origin.uri, state },
      ...(error === undefined ? {} : { error }),
      ...(era ? { era } : {}),
      ...(listedAt === undefined ? {} : { listedAt }),
      items: itemsOf(gateway, upstream),
    };
  });
}

async function cannotAnswer(): Promise<never> {
  throw new Error('Nobody is there to be asked.');
}

/** Of one server, as far as it is known. */
export function itemsOf({ upstreams, known, pins }: Gateway, upstream: Upstream): InventoryItem[] {
  const server = upstream.name;
  const company = companyOf(upstream, upstreams, known);
  const pinned = standingOf(known, pins, upstream).map((standing): InventoryItem => {
    const { definition, pinned } = standing;
    const flags = definition ? inspect(definition, company) : [];
    return { server, ...standing, ...wordsOf(definition ?? pinned ?? {}), flags };
  });
  const resources = (known.get(server, 'resources')?.items ?? []).map(
    (definition): InventoryItem => ({
      ...{
        server,
        kind: 'resources',
        name: String(definition.uri),
        flags: inspect(definition, company),
        definition,
      },
      ...wordsOf(definition),
    }),
  );
  return [...pinned, ...resources];
}

function wordsOf({ title, description, instructions }: Json): { title?: string; description?: string } {
  const text = description ?? instructions;
  return {
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof text === 'string' ? { description: text } : {}),
  };
}
