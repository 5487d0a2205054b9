import { maySendToken } from '../../catalog/controlPlane/bearerToken.ts';
import { nodesIn } from '../../catalog/controlPlane/nodes.ts';
import { embeddedCommand } from '../../catalog/controlPlane/process.ts';
import type { Role } from '../../controlPlane/access/roles.ts';
import type { Environment } from '../../manifest/document.ts';
import { DEFAULTS, type Found, type SourceProblem, type Upstream } from '../upstream.ts';

/** What the control plane of the environment is called among the servers. */
export const CONTROL_PLANE = 'control-plane';

/** Before the path of the database of one that is built in. */
const STORE = 'sqlite:';

/** Where the control plane of an environment is, and how it is spoken to. */
export interface ControlPlanePlace {
  readonly environment: Environment;
  /** URLs of its nodes, or `sqlite:PATH` for the one built in. */
  readonly places: readonly string[];
  /** The gateway's own token there. */
  readonly token?: string | undefined;
  /** As which role clients of the gateway act there at most. */
  readonly role: Role;
  /** Who says where it is. */
  readonly uri: string;
  readonly line?: number;
}

/** The control plane of an environment as a server behind the gateway. What cannot be a node of it is left out, alone. */
export function controlPlaneIn({ places, ...about }: ControlPlanePlace): Found {
  if (places.length === 0) return { upstreams: [], problems: [] };
  const [first = ''] = places;
  if (first.startsWith(STORE)) {
    const { command, args, env } = embeddedCommand(first.slice(STORE.length));
    const embedded = { transport: 'stdio', replicas: [''], command, env } as const;
    return {
      upstreams: [upstreamOf(about, { ...embedded, args: [...args, '--role', about.role] })],
      problems: [],
    };
  }
  const problems: SourceProblem[] = [];
  const leftOut = (reason: string) =>
    problems.push({ name: CONTROL_PLANE, uri: about.uri, line: about.line ?? 0, reason });
  const replicas = places.flatMap((place) => {
    const [node] = nodesIn([place]);
    if (!node) leftOut(`"${place}" is no URL of HTTP.`);
    else if (about.token !== undefined && !maySendToken(node))
      leftOut(`To ${node.host} no token is sent over plain HTTP. Use https.`);
    else return [node.href];
    return [];
  });
  const { token } = about;
  const signedIn =
    token === undefined ? {} : { headers: { Authorization: `Bearer \${token}` }, values: { token } };
  const remote = { transport: 'http', replicas, args: [], env: {}, ...signedIn } as const;
  return { upstreams: replicas.length > 0 ? [upstreamOf(about, remote)] : [], problems };
}

function upstreamOf(
  { environment, role, uri, line }: Omit<ControlPlanePlace, 'places'>,
  reached: Pick<Upstream, 'transport' | 'command' | 'args' | 'env' | 'replicas' | 'headers' | 'values'>,
): Upstream {
  return {
    name: CONTROL_PLANE,
    origin: { kind: 'controlPlane', uri, ...(line === undefined ? {} : { line }) },
    ...reached,
    environments: [environment],
    tools: {},
    ...DEFAULTS,
    // It is the program that decides what may be changed at all: what only reads there is known.
    trustHints: true,
    actsAs: role,
  };
}
