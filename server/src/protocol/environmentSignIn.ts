import type { EnvironmentName } from '../protocol.ts';

/** Signing in to the control plane of an environment, in a browser. */
export const EnvironmentSignInMethods = {
  /** request: EnvironmentSignInParams => EnvironmentSignInResult; waits until the user has. It can be cancelled. */
  signIn: 'heady/environment/signIn',
  /** request: EnvironmentSignInParams => null; forgets what the user got */
  signOut: 'heady/environment/signOut',
} as const;

export interface EnvironmentSignInParams {
  environment: EnvironmentName;
}

/** `token`: it does not say where one signs in, so that it takes a token. */
export interface EnvironmentSignInResult {
  outcome: 'signedIn' | 'token';
}
