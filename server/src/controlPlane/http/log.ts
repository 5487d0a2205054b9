import { type Logger, pino } from 'pino';
import type { LogLevel } from '../settings/options.ts';

export type Log = Pick<Logger, LogLevel>;

/**
 * Writes JSON lines to standard error. What comes from outside is only ever a value in them, passed through
 * `plainText`, so that it neither starts a line of its own nor reaches a terminal as an escape sequence.
 */
export function openLog(level: LogLevel): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  // Written at once, or the last lines before an end would be lost.
  return pino(options, pino.destination({ dest: 2, sync: true }));
}
