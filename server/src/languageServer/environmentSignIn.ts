import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import {
  EnvironmentSignInMethods,
  type EnvironmentSignInParams,
  type EnvironmentSignInResult,
} from '../protocol/environmentSignIn.ts';
import type { ControlPlanes } from './controlPlanes.ts';
import { authOf, placeOf } from './environmentPlaces.ts';
import type { Session } from './session.ts';

interface Parts {
  session: Session;
  controlPlanes: ControlPlanes;
}

/**
 * Answers the editor whose user wants to sign in to an environment, or out of it.
 *
 * @param parts exist once `initialize` was answered
 * @param changed told when the user is let in by something else, or by nothing
 */
export function listenForEnvironmentSignIn(
  connection: Connection,
  parts: () => Parts,
  changed: () => void,
): void {
  connection.onRequest(
    EnvironmentSignInMethods.signIn,
    async ({ environment }: EnvironmentSignInParams, token): Promise<EnvironmentSignInResult> => {
      const { session, controlPlanes } = parts();
      const { nodes } = placeOf(session, environment);
      const auth = authOf(session.project.catalog, environment, session.settings.environments[environment]);
      if (auth === 'bearer' || nodes.length === 0) return { outcome: 'token' };
      const signIns = await controlPlanes.signIns();
      try {
        const isStated = auth === 'oauth';
        const signal = signalOf(token);
        if (!(await signIns.signIn({ environment, nodes, isStated, signal }))) return { outcome: 'token' };
      } catch (error) {
        throw new ResponseError(LSPErrorCodes.RequestFailed, (error as Error).message);
      }
      changed();
      return { outcome: 'signedIn' };
    },
  );
  connection.onRequest(EnvironmentSignInMethods.signOut, async ({ environment }: EnvironmentSignInParams) => {
    const { session, controlPlanes } = parts();
    await (await controlPlanes.signIns()).signOut(placeOf(session, environment).nodes);
    changed();
    return null;
  });
}

function signalOf(token: CancellationToken): AbortSignal {
  const stop = new AbortController();
  token.onCancellationRequested(() => stop.abort());
  return stop.signal;
}
