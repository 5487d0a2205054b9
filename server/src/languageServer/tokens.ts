import type { Connection } from 'vscode-languageserver';
import { openToken, sealToken, TOKENS_KEY_VARIABLE, type TokenAnswer } from '../protocol/tokens.ts';
import { Methods } from '../protocol.ts';
import { takeVariable } from './takeVariable.ts';
import { wish } from './wish.ts';

const KEY = takeVariable(TOKENS_KEY_VARIABLE);

/** Asks the editor for the token of a control plane; undefined: nobody is signed in, or the editor keeps no tokens. */
export async function tokenFor(connection: Connection, { origin }: URL): Promise<string | undefined> {
  if (!keepsSecrets) return undefined;
  const answer = await wish(connection, connection.sendRequest<TokenAnswer>(Methods.token, { origin }));
  return answer?.sealed === undefined ? undefined : opened(answer.sealed);
}

/** Whether the editor can tell secrets at all. */
export const keepsSecrets = KEY !== undefined;

/** What the editor sealed; undefined where it has no key. @throws where it was sealed with another one */
export function opened(sealed: string): string | undefined {
  return KEY === undefined ? undefined : openToken(KEY, sealed);
}

/** Seals something for the editor; undefined where it has no key. */
export function sealed(text: string): string | undefined {
  return KEY === undefined ? undefined : sealToken(KEY, text);
}
