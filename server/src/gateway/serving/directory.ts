import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import type { Json } from '../connection/raw.ts';
import { fitsTemplate } from '../routing/uriTemplates.ts';
import type { Upstream } from '../upstream.ts';
import { itemAt, type Listed, routesIn } from './listed.ts';
import type { Listings } from './listings.ts';

/** What a name leads to. */
export interface Named {
  readonly upstream: Upstream;
  /** As the server itself calls it. */
  readonly name: string;
  /** As the server gave it; absent where no list has it. */
  readonly definition: Json | undefined;
}

/** Whose a URI is. */
export interface Held {
  readonly upstream: Upstream;
  /** The resource template that it fits, as the server gave it; absent where the URI itself is listed, or nothing lists it. */
  readonly template: Json | undefined;
}

/** Finds the server that a name, or a URI, leads to. */
export class Directory {
  readonly #upstreams: readonly Upstream[];
  readonly #listings: Pick<Listings, 'all' | 'known' | 'withheld'>;

  constructor(upstreams: readonly Upstream[], listings: Pick<Listings, 'all' | 'known' | 'withheld'>) {
    this.#upstreams = upstreams;
    this.#listings = listings;
  }

  /** @throws ProtocolError for a name that no server offers */
  async named(kind: 'tools' | 'prompts', exposed: string): Promise<Named> {
    const found =
      find(exposed, this.#listings.known(kind)) ??
      find(exposed, await this.#listings.all(kind)) ??
      find(exposed, this.#listings.withheld(kind));
    if (found) return found;
    const only = this.#only;
    // Whether there is such a one, and how to say that there is not, is the server's to tell.
    if (only) return { upstream: only, name: exposed, definition: undefined };
    const what = kind === 'tools' ? 'tool' : 'prompt';
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no ${what} "${exposed}".`);
  }

  /** @throws ProtocolError for a URI that no server has */
  async holderOf(uri: string): Promise<Held> {
    const listings = this.#listings;
    const holder =
      holding(uri, listings.known('resources'), listings.known('templates')) ??
      holding(uri, await listings.all('resources'), await listings.all('templates')) ??
      // It is for the policy to say why not.
      holding(uri, [], listings.withheld('templates'));
    if (holder) return holder;
    const only = this.#only;
    // Servers need not list what they have.
    if (only) return { upstream: only, template: undefined };
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no resource "${uri}".`, { uri });
  }

  get #only(): Upstream | undefined {
    return this.#upstreams.length === 1 ? this.#upstreams[0] : undefined;
  }
}

function find(exposed: string, listed: readonly Listed[]): Named | undefined {
  const route = routesIn(listed).get(exposed);
  const found = route && itemAt(route, listed);
  return found && { upstream: found.from.upstream, name: route.name, definition: found.item };
}

/** A URI that is listed comes before one that fits a template. */
function holding(uri: string, resources: readonly Listed[], templates: readonly Listed[]): Held | undefined {
  const listing = resources.find(({ list }) => list.items.some((item) => item.uri === uri));
  if (listing) return { upstream: listing.upstream, template: undefined };
  for (const { upstream, list } of templates) {
    const template = list.items.find(({ uriTemplate }) => fitsTemplate(String(uriTemplate), uri));
    if (template) return { upstream, template };
  }
  return undefined;
}
