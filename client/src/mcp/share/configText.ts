import type { ServerEntry } from './entry.ts';

/** A file that is not what it should be: it is left as it is. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Json = Record<string, unknown>;

/**
 * The text of a configuration with an entry in it; all else stays, in its order.
 *
 * @param text absent: there is no file yet
 * @throws ConfigError
 */
export function withEntry(text: string | undefined, name: string, entry: ServerEntry): string {
  const config = parsed(text);
  return written({ ...config, mcpServers: { ...serversIn(config), [name]: entry } }, text);
}

/** Without an entry. @throws ConfigError */
export function withoutEntry(text: string, name: string): string {
  const config = parsed(text);
  const { [name]: _, ...others } = serversIn(config);
  return written({ ...config, mcpServers: others }, text);
}

/** @returns undefined where there is none by that name. @throws ConfigError */
export function entryIn(text: string | undefined, name: string): unknown {
  const servers = serversIn(parsed(text));
  return Object.hasOwn(servers, name) ? servers[name] : undefined;
}

function parsed(text: string | undefined): Json {
  if (text === undefined || text.trim() === '') return {};
  try {
    const config: unknown = JSON.parse(text.replace(/^\u{FEFF}/u, ''));
    if (isObject(config)) return config;
  } catch (error) {
    throw new ConfigError(`it is no JSON (${(error as Error).message})`);
  }
  throw new ConfigError('it holds no object');
}

function serversIn({ mcpServers = {} }: Json): Json {
  if (isObject(mcpServers)) return mcpServers;
  throw new ConfigError('its "mcpServers" is no object');
}

/** As the file was indented, and ended. */
function written(config: Json, before: string | undefined): string {
  const indent = /^[{[]\r?\n([ \t]+)/.exec(before ?? '')?.[1] ?? 2;
  const text = `${JSON.stringify(config, null, indent)}\n`;
  return before?.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
