import type { Connection } from 'vscode-languageserver';
import { InputMethods, type InputsAnswer, type InputsParams } from '../../protocol/gatewayInputs.ts';
import { keepsSecrets, opened } from '../tokens.ts';
import { wish } from '../wish.ts';

/**
 * What the editor keeps of what a `mcp.json` asks for, by id. Empty where it keeps nothing, or is another editor.
 *
 * @param uri of the file
 */
export async function answersTo(
  connection: Connection,
  uri: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0 || !keepsSecrets) return new Map();
  const params: InputsParams = { uri, ids: [...ids] };
  const answer = await wish(connection, connection.sendRequest<InputsAnswer>(InputMethods.answers, params));
  return new Map(
    Object.entries(answer?.sealed ?? {}).flatMap(([id, sealed]) => {
      const value = ids.includes(id) ? opened(sealed) : undefined;
      return value === undefined ? [] : [[id, value] as const];
    }),
  );
}
