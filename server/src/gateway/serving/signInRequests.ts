import type { Server } from '@modelcontextprotocol/server';
import { KEEPS_SIGN_INS, SignInMethods } from '../../protocol/gatewaySignIn.ts';
import { EditorSignIns } from '../authorization/editorSignIns.ts';
import { signInToServer, signOutOfServer } from '../authorization/signInToServer.ts';
import { type Json, RAW } from '../connection/raw.ts';
import type { Gateway } from '../gateway.ts';
import type { Upstream } from '../upstream.ts';

/** What the editor may ask of its user's sign-ins, and what it is asked for that. */
export class SignInRequests {
  readonly #gateway: Gateway;
  readonly #server: () => Server;

  /** @param server that the editor speaks to */
  constructor(gateway: Gateway, server: () => Server) {
    this.#gateway = gateway;
    this.#server = server;
  }

  /** The editor has said what it can: where it keeps sign-ins, they are kept there. */
  begin(): void {
    if (!this.#server().getClientCapabilities()?.experimental?.[KEEPS_SIGN_INS]) return;
    const store = new EditorSignIns((method, params) => this.#ask(method, params));
    this.#gateway.signIns.keepIn(store, (name) => `Sign in to ${name} in the MCP view of the editor.`);
  }

  /** @param signal the user does not want to any more */
  async signIn(upstream: Upstream, signal: AbortSignal): Promise<Json> {
    const { signIns, dialler } = this.#gateway;
    const open = async ({ href }: URL) => void (await this.#ask(SignInMethods.open, { url: href }));
    await signInToServer(upstream, { signIns, dialler, open, signal });
    return {};
  }

  async signOut(upstream: Upstream): Promise<Json> {
    return { was: await signOutOfServer(upstream, this.#gateway.signIns) };
  }

  async #ask(method: string, params: Json): Promise<Json> {
    return await this.#server().request({ method, params } as never, RAW);
  }
}
