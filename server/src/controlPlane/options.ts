import { parseArgs } from 'node:util';

export const USAGE = `heady control plane: the catalog as an MCP server.

usage: controlPlane --stdio --store sqlite:PATH

  --stdio               speak MCP over standard input and output
  --store sqlite:PATH   keep the catalog in this SQLite file; made where there is none
  --help                print this
`;

export interface Options {
  /** Path of the SQLite file. */
  path: string;
}

/** The command line says something that cannot be. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * @returns undefined where help is asked for
 * @throws UsageError
 */
export function parseOptions(args: readonly string[]): Options | undefined {
  const { stdio, store, help } = valuesOf(args);
  if (help) return undefined;
  if (!stdio) throw new UsageError('Say how to connect: --stdio.');
  if (store === undefined) throw new UsageError('Say where the catalog is kept: --store sqlite:PATH.');
  const path = /^sqlite:(.+)$/s.exec(store)?.[1];
  if (!path) throw new UsageError(`--store ${store}: it is written sqlite:PATH, as in sqlite:catalog.db.`);
  return { path };
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { stdio: { type: 'boolean' }, store: { type: 'string' }, help: { type: 'boolean' } },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
