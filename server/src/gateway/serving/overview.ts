import { createHash } from 'node:crypto';
import type {
  CallFigures,
  GatewayOverview,
  ReplicaOverview,
  ServerOverview,
  ServerState,
} from '../../protocol/gatewayOverview.ts';
import type { UndecidedPin } from '../../protocol/gatewayPins.ts';
import { LISTS, type ListKind } from '../connection/known.ts';
import type { Link } from '../connection/link.ts';
import type { Json } from '../connection/raw.ts';
import type { Gateway } from '../gateway.ts';
import { hashOf } from '../pins/definition.ts';
import { isUndecided, standingOf } from '../pins/standing.ts';
import { isOffered } from '../policy/authorize.ts';
import type { Figures } from '../telemetry/slidingWindow.ts';
import type { Upstream } from '../upstream.ts';

/** How a gateway and the servers behind it are. @param url where it is served */
export function overviewOf(gateway: Gateway, url: string): GatewayOverview {
  const { environment, upstreams, governance, supervision } = gateway;
  const servers = upstreams.map((upstream) => serverOf(gateway, upstream));
  const alerts = governance.alerts.active.map(({ since, ...alert }) => ({
    ...alert,
    since: since.toISOString(),
  }));
  const supervised = supervision.root.node;
  return { environment, url, version: versionOf(gateway), servers, alerts, supervision: supervised };
}

/** Of all connections to a server, or to one of its replicas. */
export function linksTo({ sessions }: Gateway, { name }: Upstream, replica?: string): Link[] {
  return sessions
    .flatMap(({ links }) => links)
    .filter((link) => link.upstream.name === name && (replica === undefined || link.replica === replica));
}

function serverOf(gateway: Gateway, upstream: Upstream): ServerOverview {
  const { name } = upstream;
  const replicas = upstream.replicas.map((url) => replicaOf(gateway, upstream, url));
  const era = linksTo(gateway, upstream).find(({ era }) => era !== undefined)?.era;
  const error = replicas.find((replica) => replica.error !== undefined)?.error;
  const [tools, prompts, resources] = (['tools', 'prompts', 'resources'] as const).map(
    (kind) => gateway.offer.remembered(upstream, kind)?.items.length,
  );
  const { restarts } = gateway.supervision.of(upstream).node;
  const state = together(replicas.map((replica) => replica.state));
  const listedAt = gateway.known.get(name, 'tools')?.at;
  const isStale = (state === 'failed' || state === 'broken') && listedAt !== undefined;
  return {
    name,
    state,
    ...(era ? { era } : {}),
    ...(error === undefined ? {} : { error }),
    replicas: replicas.length > 1 ? replicas : [],
    ...figuresOf(gateway.governance.statistics.figures(name)),
    ...gateway.governance.bulkheads.of(name),
    alerts: gateway.governance.alerts.active.flatMap((each) => (each.server === name ? [each.message] : [])),
    ...(tools === undefined ? {} : { counts: { tools, prompts: prompts ?? 0, resources: resources ?? 0 } }),
    blocked: (['tools', 'prompts'] as const).flatMap((kind) => blockedOf(gateway, upstream, kind)).length,
    ...(restarts ? { restarts } : {}),
    ...(isStale ? { staleSince: new Date(listedAt).toISOString() } : {}),
    undecided: undecidedOf(gateway, upstream),
  };
}

function undecidedOf({ known, pins }: Gateway, upstream: Upstream): UndecidedPin[] {
  return standingOf(known, pins, upstream)
    .filter(isUndecided)
    .filter(({ kind }) => !pins?.awaitsFirstSight(upstream.name, kind))
    .map(({ kind, name, state, definition }) => {
      const hash = definition && hashOf(definition);
      return { kind, name, state, ...(hash === undefined ? {} : { hash }) };
    });
}

/** As they are told the editor, where there are any. */
export function figuresOf(figures: Figures | undefined): { figures?: CallFigures } {
  if (!figures) return {};
  const { timed: _, ...told } = figures;
  return { figures: told };
}

function replicaOf(gateway: Gateway, upstream: Upstream, url: string): ReplicaOverview {
  const links = linksTo(gateway, upstream, url);
  const replica = gateway.governance.balancer.of(upstream).find((each) => each.url === url);
  const breaker = replica?.breaker.state ?? 'closed';
  const supervisor = gateway.supervision.of(upstream);
  const isLeftAlone = supervisor.waitMs > 0;
  const has = (state: Link['state']) => links.some((link) => link.state === state);
  const state = (): ServerState => {
    if (gateway.isStopped(upstream)) return 'stopped';
    if (breaker !== 'closed') return 'broken';
    if (gateway.signIns.isWanted(upstream.name)) return 'signIn';
    if (has('connected')) return 'connected';
    if (has('connecting')) return 'connecting';
    return has('failed') || isLeftAlone ? 'failed' : 'idle';
  };
  const now = state();
  const last = links.findLast((link) => link.error !== undefined)?.error ?? replica?.lastFailure;
  const error = isLeftAlone ? [supervisor.verdict, last].filter(Boolean).join(' ') : last;
  const isTrouble = now === 'failed' || now === 'broken' || now === 'signIn';
  return { url, state: now, ...(isTrouble && error !== undefined ? { error } : {}) };
}

/** Of a server whose replicas differ: what can be said of all of them. */
function together(states: readonly ServerState[]): ServerState {
  const [first = 'idle', ...others] = states;
  if (others.every((state) => state === first)) return first;
  if (states.includes('signIn')) return 'signIn';
  if (states.some((state) => state === 'failed' || state === 'broken')) return 'degraded';
  return states.includes('connected') ? 'connected' : 'connecting';
}

/** What manifests let a server offer, and pins do not. */
export function blockedOf(
  { known, offer, pins }: Gateway,
  upstream: Upstream,
  kind: 'tools' | 'prompts',
): readonly Json[] {
  const list = known.get(upstream.name, kind);
  if (!list || !pins) return [];
  const offered = new Set(offer.of(upstream, kind, list).items.map(({ name }) => name));
  return list.items.filter(
    ({ name }) => !offered.has(name) && (kind !== 'tools' || isOffered(upstream, String(name))),
  );
}

/** Digest of what is offered, as far as it is known: of what was approved, where that is asked for. */
function versionOf({ upstreams, offer }: Gateway): string {
  const offered = upstreams.map((upstream) => {
    const { origin: _, values: __, ...how } = upstream;
    const kinds = Object.keys(LISTS) as ListKind[];
    const lists = kinds.map((kind) => offer.remembered(upstream, kind)?.items ?? null);
    return [how, lists];
  });
  return createHash('sha256').update(JSON.stringify(offered)).digest('hex').slice(0, 16);
}
