import type { Plain } from '../manifest/tree.ts';
import { isPort } from './ports.ts';

const URL_IN_COMMAND =
  /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(?<port>\d{1,5}))?(?<path>\/[^\s"'|&;)?#]*)?/i;

/** What a command that asks its own machine over HTTP asks: `curl -f http://localhost:8080/healthz`. */
export function healthOfCommand(command: string): { [key: string]: Plain } | undefined {
  const asked = URL_IN_COMMAND.exec(command.slice(0, 4_000))?.groups;
  if (!asked) return undefined;
  const port = asked.port === undefined ? undefined : Number(asked.port);
  return { path: asked.path ?? '/', ...(isPort(port) ? { port } : {}) };
}

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** `1m30s` as 90. Undefined for what is no duration. */
export function secondsOf(duration: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(duration)) return undefined;
  let seconds = 0;
  for (const { groups } of duration.matchAll(/(?<figure>\d+(?:\.\d+)?)(?<unit>ms|s|m|h)/g)) {
    seconds += Number(groups?.figure) * (UNITS[groups?.unit ?? ''] ?? 0);
  }
  return seconds;
}
