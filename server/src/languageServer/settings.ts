import type { Connection } from 'vscode-languageserver';
import type { Settings } from '../protocol.ts';
import { wish } from './wish.ts';

export const DEFAULT_SETTINGS: Settings = { controlPlane: { enabled: true }, exclude: [] };

/** Asks the client for the user's settings; what is not stated, or makes no sense, is as by default. */
export async function readSettings(connection: Connection): Promise<Settings> {
  const given = await wish(connection, connection.workspace.getConfiguration('heady'));
  const { exclude, controlPlane } = (given ?? {}) as Partial<Settings>;
  return {
    exclude: Array.isArray(exclude) ? exclude.filter((glob) => typeof glob === 'string') : [],
    controlPlane: { enabled: controlPlane?.enabled !== false },
  };
}
