import type { KnownList } from '../connection/known.ts';
import type { Json } from '../connection/raw.ts';
import { exposedNames, type Route } from '../routing/names.ts';
import type { Upstream } from '../upstream.ts';

/** What was listed of one server. */
export interface Listed {
  readonly upstream: Upstream;
  readonly list: KnownList;
  /** It could not be asked just now. */
  readonly isStale: boolean;
}

/** Says of something listed since when its server could not be asked. */
const STALE = 'heady.systems/staleSince';

/** What the servers' tools, or prompts, are called to the outside, and where that leads. */
export function routesIn(listed: readonly Listed[]): Map<string, Route> {
  return exposedNames(new Map(listed.map(({ upstream, list }) => [upstream.name, namesOf(list)])));
}

/** What a route leads to; undefined where its server is not among those listed. */
export function itemAt(
  { server, name }: Route,
  listed: readonly Listed[],
): { from: Listed; item: Json | undefined } | undefined {
  const from = listed.find(({ upstream }) => upstream.name === server);
  return from && { from, item: from.list.items.find((item) => item.name === name) };
}

function namesOf({ items }: KnownList): string[] {
  return items.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
}

/** A URI leads to one server: the first that has it. */
export function distinctResources(listed: readonly Listed[], kind: 'resources' | 'templates'): Json[] {
  const seen = new Set<unknown>();
  return listed.flatMap((each) =>
    each.list.items.flatMap((item) => {
      const uri = kind === 'resources' ? item.uri : item.uriTemplate;
      if (seen.has(uri)) return [];
      seen.add(uri);
      return [shown(item, each)];
    }),
  );
}

export function shown(item: Json, { isStale, list }: Listed): Json {
  if (!isStale) return item;
  return {
    ...item,
    _meta: { ...(item._meta as Json | undefined), [STALE]: new Date(list.at).toISOString() },
  };
}
