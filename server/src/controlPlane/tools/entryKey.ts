import { z } from 'zod';
import { environmentInName } from '../../manifest/environment.ts';
import type { EntryKey } from '../store/catalogStore.ts';
import { environmentSchema } from './entry.ts';

/** What names an entry in the arguments of a tool. */
export const entryKeyShape = {
  kind: z.string().max(200),
  name: z.string().max(500),
  environment: environmentSchema
    .optional()
    .describe('Absent: the one that its name says, of services and virtual machines; none of other kinds'),
};

export const releaseShape = z
  .string()
  .max(200)
  .optional()
  .describe('The version of a golden image. Absent: the one registered last');

export interface EntryArguments {
  kind: string;
  name: string;
  environment?: EntryKey['environment'];
  release?: string | undefined;
}

/** The entry that is meant; `access/manifestScope.ts` reads it just so. */
export function keyOf({ kind, name, environment, release }: EntryArguments): EntryKey {
  return {
    kind,
    name,
    environment: environment ?? environmentInName(kind, name),
    ...(release === undefined ? {} : { release }),
  };
}
