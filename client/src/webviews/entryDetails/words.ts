import type { CatalogState } from '../../../../server/src/protocol/catalog.ts';
import type { ControlPlaneStatus } from '../../../../server/src/protocol/controlPlane.ts';
import type { GraphNode } from '../../../../server/src/protocol/entryDetails.ts';
import type { EnvironmentName } from '../../../../server/src/protocol.ts';
import { knownAsOf } from '../../catalog/controlPlaneWords.ts';
import { stateLooks } from '../../catalog/states.ts';
import { clockWords } from '../../catalog/times.ts';
import { environmentLabels } from '../../environments/environments.ts';

export function environmentWords(environment: EnvironmentName | undefined): string {
  return environment === undefined ? '' : environmentLabels[environment];
}

/** How an entry, or what is named like one, stands in the catalog, in a few words. */
export function stateWords(state: GraphNode['state']): string {
  if (state === 'absent') return 'not found';
  return state === 'unsure' ? 'nobody can say whether it exists' : stateLooks[state].words;
}

export function stateSentence(state: CatalogState): string {
  return stateLooks[state].sentence;
}

/** Why what is shown may be old; undefined: it is as it is now. */
export function ageWords(status: ControlPlaneStatus, now: Date): string | undefined {
  const age = status.factsAt === undefined ? 'nothing is known yet' : `is ${knownAsOf(status, now)}`;
  switch (status.state) {
    case 'connected':
      return undefined;
    case 'disabled':
      return 'No control plane is used here: this is what the workspace says alone.';
    case 'starting':
      return `Connecting to the control plane. What is registered ${age}.`;
    default:
      return [`What is registered ${age}.`, status.message].filter(Boolean).join(' ');
  }
}

/** When, as people say it. @param iso ISO time */
export function when(iso: string): string {
  return clockWords(iso, new Date());
}

/** `catalog_register` as people say it. */
export function actionWords(action: string): string {
  return action.replace(/^heady:\/\/.*/, 'read').replaceAll('_', ' ');
}
