import { completable, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { ENVIRONMENTS } from '../../manifest/document.ts';
import { isEnvironment } from '../../manifest/environment.ts';
import { KINDS } from '../../manifest/schemas.ts';
import type { ControlPlane } from '../plane.ts';
import { verticalsStartingWith } from '../resources/verticalResource.ts';
import type { CatalogStore } from '../store/catalogStore.ts';

/** Completions that are sent, at most: the protocol allows no more. */
const MAX_COMPLETIONS = 100;

type Given = { arguments?: Record<string, string> } | undefined;

/** Arguments are strings that a person types, so each says what may be typed. */
export function kindArgument(kinds: readonly string[] = KINDS) {
  return completable(
    z
      .string()
      .max(100)
      .describe(`One of ${kinds.join(', ')}`),
    (value) => kinds.filter((kind) => kind.toLowerCase().startsWith(value.toLowerCase())),
  );
}

export function environmentArgument(about: string) {
  return completable(z.string().max(20).describe(about), (value) =>
    ENVIRONMENTS.filter((environment) => environment.startsWith(value)),
  );
}

export function verticalArgument(plane: Pick<ControlPlane, 'store'>, about: string) {
  return completable(z.string().max(200).describe(about), (value) => verticalsStartingWith(plane, value));
}

/** The name of a registered entry, of the kind that was given before. */
export function entryNameArgument(catalog: CatalogStore) {
  return completable(z.string().max(500).describe('As it is registered'), async (value, context) => {
    const kind = (context as Given)?.arguments?.kind;
    const query = { ...(kind ? { kind } : {}), ...(value ? { text: value } : {}) };
    const { entries } = await catalog.search(query, { limit: MAX_COMPLETIONS });
    return [...new Set(entries.map(({ name }) => name))].filter((name) => name.startsWith(value));
  });
}

/** @throws {ProtocolError} */
export function kindOf(text: string, kinds: readonly string[] = KINDS): string {
  const kind = kinds.find((each) => each.toLowerCase() === text.trim().toLowerCase());
  return kind ?? unusable(`There is no kind "${text}" here. There are ${kinds.join(', ')}.`);
}

/** @throws {ProtocolError} */
export function environmentGiven(text: string | undefined) {
  if (text === undefined || text === '') return undefined;
  return isEnvironment(text) ? text : unusable(`"${text}" is none of ${ENVIRONMENTS.join(', ')}.`);
}

/** @throws {ProtocolError} */
export function unusable(message: string): never {
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
