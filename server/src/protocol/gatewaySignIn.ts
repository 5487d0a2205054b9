/**
 * An editor that says so among its experimental capabilities keeps what its user signs in to, and is shown where to sign
 * in: it answers `read`, `write` and `open`.
 */
export const KEEPS_SIGN_INS = 'heady.systems/signIns';

/** Between the gateway and the editor that started it, beyond MCP. */
export const SignInMethods = {
  /** request: { server: string } => {}; has the user sign in, and waits until they have. It can be cancelled. */
  signIn: 'heady.systems/gateway/signIn',
  /** request: { server: string } => { was: boolean }; forgets what the user got, if anything */
  signOut: 'heady.systems/gateway/signOut',
  /** request to the editor: { key: string } => { signIn?: string } */
  read: 'heady.systems/gateway/signIn/read',
  /** request to the editor: { key: string, signIn?: string } => {}; without one it is forgotten */
  write: 'heady.systems/gateway/signIn/write',
  /** request to the editor: { url: string } => {} */
  open: 'heady.systems/gateway/signIn/open',
} as const;

/** Whose sign-in is meant: the URL of a server. */
export interface SignInKey {
  key: string;
}

/** What a user got by signing in, sealed as tokens are: what the language server says may be traced. Absent: nothing. */
export interface SealedSignIn {
  sealed?: string;
}

/** Between the editor and its language server. */
export const SignInRequests = {
  /** request: ServerParams => null; has the user sign in, and waits until they have. It can be cancelled. */
  signIn: 'heady/gateway/signIn',
  /** request: ServerParams => { was: boolean } */
  signOut: 'heady/gateway/signOut',
  /** request to the client: SignInKey => SealedSignIn */
  read: 'heady/gateway/signIn/read',
  /** request to the client: SignInKey & SealedSignIn => null */
  write: 'heady/gateway/signIn/write',
  /** request to the client: { url: string } => null; shows a page of the web in the user's browser */
  open: 'heady/gateway/signIn/open',
} as const;
