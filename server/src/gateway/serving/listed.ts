import type { KnownList } from '../connection/known.ts';
import type { Json } from '../connection/raw.ts';
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

export function namesOf({ items }: KnownList): string[] {
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
