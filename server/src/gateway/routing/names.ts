/** Where an exposed name leads. */
export interface Route {
  readonly server: string;
  /** As the server itself calls it. */
  readonly name: string;
}

/** Between the name of a server and what it offers, where both are needed to tell it apart. */
export const SEPARATOR = '__';

/**
 * What servers' tools, or prompts, are called to the outside: as they are, except where several servers have one of a
 * name. Then all of these carry their server's name in front, so that none passes for another's.
 *
 * @param offered names by server, in the servers' order
 * @returns routes by exposed name, in the same order
 */
export function exposedNames(offered: ReadonlyMap<string, readonly string[]>): Map<string, Route> {
  const holders = new Map<string, number>();
  for (const names of offered.values()) {
    for (const name of new Set(names)) holders.set(name, (holders.get(name) ?? 0) + 1);
  }
  const routes = new Map<string, Route>();
  for (const [server, names] of offered) {
    for (const name of new Set(names)) {
      const isShared = (holders.get(name) ?? 0) > 1;
      let exposed = isShared ? prefixed(server, name) : name;
      // Another server may have one of just that name.
      while (isShared && (holders.has(exposed) || routes.has(exposed))) exposed = prefixed(server, exposed);
      routes.set(exposed, { server, name });
    }
  }
  return routes;
}

/** Names of servers in a `mcp.json` may have what names of tools must not. */
export function prefixed(server: string, name: string): string {
  return `${server.replace(/[^\w.-]+/g, '-')}${SEPARATOR}${name}`;
}
