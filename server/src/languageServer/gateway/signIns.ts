import type { Client, ClientCapabilities } from '@modelcontextprotocol/client';
import type { Connection } from 'vscode-languageserver';
import {
  KEEPS_SIGN_INS,
  type SealedSignIn,
  SignInMethods,
  SignInRequests,
} from '../../protocol/gatewaySignIn.ts';
import { keepsSecrets, opened, sealed } from '../tokens.ts';

type Json = Readonly<Record<string, unknown>>;

/** Said to the gateway where the editor keeps secrets. */
export function signInCapability(): ClientCapabilities {
  return keepsSecrets ? { experimental: { [KEEPS_SIGN_INS]: {} } } : {};
}

/** Hands on to the editor what the gateway asks it for: to keep what the user signed in to, and to show where. */
export function relaySignIns(client: Client, connection: Connection): void {
  const others = client.fallbackRequestHandler;
  client.fallbackRequestHandler = async (request, context) =>
    ((await askEditor(connection, request.method, request.params ?? {})) ??
      (await others?.(request, context))) as never;
}

/**
 * Asks the editor what somebody wants who has its user sign in.
 *
 * @returns undefined for what is something else
 */
export async function askEditor(
  connection: Connection,
  method: string,
  params: Json,
): Promise<Json | undefined> {
  const { key, signIn, url } = params;
  switch (method) {
    case SignInMethods.read: {
      const kept = await connection.sendRequest<SealedSignIn>(SignInRequests.read, { key });
      const found = kept.sealed === undefined ? undefined : opened(kept.sealed);
      return found === undefined ? {} : { signIn: found };
    }
    case SignInMethods.write: {
      const kept = typeof signIn === 'string' ? { sealed: sealed(signIn) } : {};
      await connection.sendRequest(SignInRequests.write, { key, ...kept });
      return {};
    }
    case SignInMethods.open:
      await connection.sendRequest(SignInRequests.open, { url });
      return {};
    default:
      return undefined;
  }
}
