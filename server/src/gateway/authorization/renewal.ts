import {
  type FetchLike,
  OAuthError,
  OAuthErrorCode,
  refreshAuthorization,
} from '@modelcontextprotocol/client';
import { authorizationFetch } from './authorizationFetch.ts';
import type { SignIn } from './signIn.ts';

/**
 * Has the authorization server give new tokens for a sign-in. Opens no browser.
 *
 * @param fetch over connections to where the server may be
 * @returns undefined where it cannot be renewed any more
 * @throws Error in words for people where nobody can say just now
 */
export async function renewSignIn(signIn: SignIn | undefined, fetch: FetchLike): Promise<SignIn | undefined> {
  const { refresh_token: refreshToken } = signIn?.tokens ?? {};
  if (!signIn || refreshToken === undefined) return undefined;
  const { authorizationServer, metadata, client, resource } = signIn;
  try {
    const tokens = await refreshAuthorization(authorizationServer, {
      metadata,
      clientInformation: client,
      refreshToken,
      resource,
      fetchFn: authorizationFetch(fetch),
    });
    return { ...signIn, tokens };
  } catch (error) {
    if (isOver(error)) return undefined;
    const { message } = error as Error;
    throw new Error(`The sign-in cannot be renewed at ${authorizationServer} just now: ${message}`, {
      cause: error,
    });
  }
}

/** The authorization server does not know it any more, or never will again; anything else may pass. */
function isOver(error: unknown): boolean {
  const over: readonly string[] = [
    OAuthErrorCode.InvalidGrant,
    OAuthErrorCode.InvalidClient,
    OAuthErrorCode.UnauthorizedClient,
  ];
  return error instanceof OAuthError && over.includes(error.code);
}
