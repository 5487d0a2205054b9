import { randomBytes } from 'node:crypto';
import {
  auth,
  type FetchLike,
  type OAuthClientInformationMixed,
  type OAuthClientMetadata,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  type OAuthTokens,
  RegistrationRejectedError,
} from '@modelcontextprotocol/client';
import type { OAuthClient } from '../upstream.ts';
import { authorizationFetch, SignInError, secureUrl } from './authorizationFetch.ts';
import { type Challenge, discover, type SignInPlace } from './discovery.ts';
import { type LoopbackRedirect, listenForRedirect } from './loopbackRedirect.ts';
import type { SignIn } from './signIn.ts';

export interface SigningIn {
  /** URL of the server, or of one of its replicas. */
  readonly server: URL;
  /** What it said when it let nobody in. */
  readonly challenge: Challenge;
  /** As what the gateway is known, filled in; absent: it registers itself. */
  readonly client?: OAuthClient;
  /** What the authorization server calls who wants to be let in; absent: Heady Gateway. */
  readonly clientName?: string;
  /** Where its id is named where it cannot register itself; absent: spec.oauth.clientId of the server's manifest. */
  readonly clientNamedIn?: string;
  /** Over connections to where the server may be. */
  readonly fetch: FetchLike;
  /** Shows the user where to sign in. */
  readonly open: (url: URL) => Promise<void>;
  /** The user does not want to any more. */
  readonly signal: AbortSignal;
}

/**
 * Has the user sign in to a server, in a browser (OAuth 2.1, authorization code with PKCE).
 *
 * @returns undefined for a server that says nothing of where one signs in
 * @throws SignInError where the user did not, or it is not possible
 */
export async function signInTo(signingIn: SigningIn): Promise<SignIn | undefined> {
  const { server, challenge, open, signal } = signingIn;
  const fetch = authorizationFetch(signingIn.fetch, signal);
  const place = await discover(server, challenge, fetch);
  if (!place) return undefined;
  const state = randomBytes(16).toString('hex');
  const redirect = await listenForRedirect(state);
  try {
    const flow = new Flow(signingIn, place, redirect, state);
    const scope = signingIn.client?.scopes?.join(' ') ?? challenge.scope;
    const options = { serverUrl: server, fetchFn: fetch, ...(scope === undefined ? {} : { scope }) };
    await auth(flow, options);
    if (!flow.asksAt) throw new SignInError('The authorization server asks nothing of its user.');
    await open(flow.asksAt);
    const answer = await unlessAborted(redirect.answer, signal);
    const iss = answer.get('iss');
    const authorizationCode = answer.get('code') ?? '';
    await auth(flow, { ...options, authorizationCode, ...(iss === null ? {} : { iss }) });
    return flow.signIn;
  } catch (error) {
    if (signal.aborted) throw new SignInError('Signing in was cancelled.');
    throw inWords(error, place, signingIn.clientNamedIn);
  } finally {
    redirect.close();
  }
}

/** One sign-in under way, as the SDK asks of it: it keeps nothing of others, and all of its own. */
class Flow implements OAuthClientProvider {
  readonly redirectUrl: URL;
  readonly state: () => string;
  readonly validateResourceURL?: NonNullable<OAuthClientProvider['validateResourceURL']>;
  /** Where the user is asked. */
  asksAt: URL | undefined;
  readonly #server: URL;
  readonly #name: string;
  readonly #place: SignInPlace;
  #client: OAuthClientInformationMixed | undefined;
  #verifier = '';
  #tokens: OAuthTokens | undefined;

  constructor(
    { server, client, clientName = 'Heady Gateway' }: SigningIn,
    place: SignInPlace,
    redirect: LoopbackRedirect,
    state: string,
  ) {
    this.redirectUrl = redirect.url;
    this.state = () => state;
    this.#server = server;
    this.#name = clientName;
    this.#place = place;
    this.#client = client && informationOf(client);
    // A server that does not say what it is called is called by its URL.
    if (!place.resource) this.validateResourceURL = async (url) => new URL(url);
  }

  get clientMetadata(): OAuthClientMetadata {
    return {
      client_name: this.#name,
      client_uri: 'https://heady.systems',
      redirect_uris: [String(this.redirectUrl)],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    };
  }

  /** What the user got. */
  get signIn(): SignIn {
    if (!this.#client || !this.#tokens) throw new SignInError('The authorization server gave no token.');
    const { authorizationServer, metadata, resource } = this.#place;
    const name = resource?.resource ?? String(this.#server);
    return { resource: name, authorizationServer, metadata, client: this.#client, tokens: this.#tokens };
  }

  discoveryState(): OAuthDiscoveryState {
    const { authorizationServer, metadata, resource, resourceMetadataUrl } = this.#place;
    return {
      authorizationServerUrl: authorizationServer,
      authorizationServerMetadata: metadata,
      ...(resource ? { resourceMetadata: resource } : {}),
      ...(resourceMetadataUrl === undefined ? {} : { resourceMetadataUrl }),
    };
  }

  /** What was found out is not found out again: the one who is asked is the one who gives the tokens. */
  saveDiscoveryState(): void {}

  clientInformation(): OAuthClientInformationMixed | undefined {
    return this.#client;
  }

  saveClientInformation(client: OAuthClientInformationMixed): void {
    this.#client = client;
  }

  /** Nobody signs in who has what is needed. */
  tokens(): undefined {
    return undefined;
  }

  saveTokens(tokens: OAuthTokens): void {
    this.#tokens = tokens;
  }

  redirectToAuthorization(url: URL): void {
    this.asksAt = secureUrl(url);
  }

  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier;
  }

  codeVerifier(): string {
    return this.#verifier;
  }
}

function informationOf({ clientId, clientSecret }: OAuthClient): OAuthClientInformationMixed {
  return { client_id: clientId, ...(clientSecret === undefined ? {} : { client_secret: clientSecret }) };
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancelled = () => reject(signal.reason);
    if (signal.aborted) return cancelled();
    signal.addEventListener('abort', cancelled, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancelled));
  });
}

function inWords(
  error: unknown,
  { authorizationServer, metadata }: SignInPlace,
  clientNamedIn = "spec.oauth.clientId of the server's manifest",
): Error {
  if (error instanceof SignInError) return error;
  const { message } = error as Error;
  const cannotRegister = !metadata.registration_endpoint || error instanceof RegistrationRejectedError;
  if (cannotRegister && /regist/i.test(message)) {
    return new SignInError(
      `${authorizationServer} lets no program register by itself. Register one there by hand, with the redirect URI http://127.0.0.1 (any port), and name it in ${clientNamedIn}.`,
      { cause: error },
    );
  }
  return new SignInError(`${authorizationServer} did not let you sign in: ${message}`, { cause: error });
}
