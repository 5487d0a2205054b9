import { AnswerError, CallError } from '../catalog/controlPlane/answers.ts';
import type { ControlPlaneClient } from '../catalog/controlPlane/client.ts';
import type { EntryRef } from '../protocol/entryDetails.ts';
import { keyOf } from './entryRefs.ts';
import type { Place } from './environmentPlaces.ts';

/** What a control plane is told of an entry that another one has: `claim` of `catalog_promote`. */
export interface Claim {
  /** Where it was read, in words that hold wherever they are read later. */
  controlPlane: string;
  /** Absent: there is no such entry. */
  entry?: { version: number; manifest: Record<string, unknown> };
}

/** The longest name of a control plane that `catalog_promote` takes, in UTF-16 units. */
const LONGEST = 300;

/**
 * Reads what is to be promoted where it is registered.
 *
 * @throws CallError where whoever is signed in may not read it; NotConnected or any other Error, in words for people,
 *   where no answer came
 */
export async function readSource(client: ControlPlaneClient, place: Place, ref: EntryRef): Promise<Claim> {
  const controlPlane = nameOf(place);
  try {
    return { controlPlane, entry: entryIn(await client.ask('catalog_get', { ...keyOf(ref) })) };
  } catch (error) {
    if (error instanceof CallError && error.refusedBy === undefined) return { controlPlane };
    throw error;
  }
}

function nameOf({ nodes }: Place): string {
  if (nodes.length === 0) return 'the control plane built into the editor';
  return nodes.join(' ').slice(0, LONGEST);
}

function entryIn(answer: unknown): Required<Claim>['entry'] {
  const { entry } = answer as { entry?: { version?: unknown; manifest?: unknown } };
  const { version, manifest } = entry ?? {};
  if (typeof version !== 'number' || typeof manifest !== 'object' || manifest === null)
    throw new AnswerError('catalog_get');
  return { version, manifest: manifest as Record<string, unknown> };
}
