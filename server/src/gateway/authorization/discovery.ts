import {
  type AuthorizationServerMetadata,
  discoverAuthorizationServerMetadata,
  discoverOAuthProtectedResourceMetadata,
  extractWWWAuthenticateParams,
  type FetchLike,
  type OAuthProtectedResourceMetadata,
} from '@modelcontextprotocol/client';
import { SignInError, secureUrl } from './authorizationFetch.ts';

/** What a server says when it lets nobody in. */
export interface Challenge {
  readonly resourceMetadataUrl?: URL;
  /** What it wants to be allowed, separated by spaces. */
  readonly scope?: string;
}

/** Where one signs in to a server. */
export interface SignInPlace {
  /** What the server says of itself; absent of servers of revision 2025-03-26. */
  readonly resource?: OAuthProtectedResourceMetadata;
  readonly resourceMetadataUrl?: string;
  readonly authorizationServer: string;
  readonly metadata: AuthorizationServerMetadata;
}

export function challengeOf(response: Response): Challenge {
  const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(response);
  return {
    ...(resourceMetadataUrl ? { resourceMetadataUrl } : {}),
    ...(scope === undefined ? {} : { scope }),
  };
}

/**
 * Finds out where one signs in to a server: by what it says of itself (RFC 9728), else by what its origin says
 * (revision 2025-03-26).
 *
 * @param fetch as `authorizationFetch` makes it
 * @returns undefined where nothing is said
 * @throws Error where what is said cannot be used
 */
export async function discover(
  server: URL,
  { resourceMetadataUrl }: Challenge,
  fetch: FetchLike,
): Promise<SignInPlace | undefined> {
  const resource = await resourceOf(server, resourceMetadataUrl, fetch);
  const authorizationServer = resource?.authorization_servers?.[0] ?? String(new URL('/', server));
  const metadata = await metadataOf(authorizationServer, fetch, resource !== undefined);
  if (!metadata) return undefined;
  // Without it a stolen code could be used by whoever stole it.
  if (!metadata.code_challenge_methods_supported?.includes('S256'))
    throw new SignInError(`${authorizationServer} does not say that it knows PKCE, as MCP asks of it.`);
  secureUrl(metadata.authorization_endpoint);
  return {
    authorizationServer,
    metadata,
    ...(resource ? { resource } : {}),
    ...(resourceMetadataUrl ? { resourceMetadataUrl: resourceMetadataUrl.href } : {}),
  };
}

async function resourceOf(
  server: URL,
  resourceMetadataUrl: URL | undefined,
  fetch: FetchLike,
): Promise<OAuthProtectedResourceMetadata | undefined> {
  try {
    return await discoverOAuthProtectedResourceMetadata(
      server,
      resourceMetadataUrl ? { resourceMetadataUrl } : {},
      fetch,
    );
  } catch (error) {
    if (!resourceMetadataUrl) return undefined;
    throw unreadable(resourceMetadataUrl.href, error);
  }
}

async function metadataOf(
  authorizationServer: string,
  fetch: FetchLike,
  isNamed: boolean,
): Promise<AuthorizationServerMetadata | undefined> {
  try {
    const metadata = await discoverAuthorizationServerMetadata(authorizationServer, { fetchFn: fetch });
    if (metadata || !isNamed) return metadata;
  } catch (error) {
    if (!isNamed) return undefined;
    throw unreadable(authorizationServer, error);
  }
  throw new SignInError(
    `It says that one signs in at ${authorizationServer}, which does not say how. Ask who runs it.`,
  );
}

function unreadable(place: string, cause: unknown): SignInError {
  const { message } = cause as Error;
  return new SignInError(`How one signs in to it stands at ${place}, which cannot be used: ${message}`, {
    cause,
  });
}
