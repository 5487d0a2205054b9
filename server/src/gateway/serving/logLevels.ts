/** Of MCP's log messages, from the least important. */
const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

/** Whether somebody who wants to see messages from a level on wants to see one. */
export function isAtLeast(level: unknown, threshold: unknown): boolean {
  return LEVELS.indexOf(String(level)) >= LEVELS.indexOf(String(threshold));
}
