import { hasSoundHeaders } from '../connection/paramHeaders.ts';
import type { Json } from '../connection/raw.ts';
import type { Alerts } from '../telemetry/alerts.ts';

/** More names are counted only. */
const NAMED = 5;

/**
 * The tools that a client may use of those that a server of revision 2026-07-28 lists over HTTP: it has to leave out
 * those that ask for headers in a way that the revision does not allow. People hear which.
 */
export function soundTools(server: string, tools: readonly Json[], alerts: Alerts): readonly Json[] {
  const sound = tools.filter(hasSoundHeaders);
  const cause = `headers of ${server}`;
  if (sound.length === tools.length) {
    alerts.recover({ cause, server, message: `"${server}": its tools ask for headers as MCP allows again.` });
    return tools;
  }
  const left = tools.filter((tool) => !sound.includes(tool)).map(({ name }) => JSON.stringify(name));
  const more = left.length > NAMED ? ` and ${left.length - NAMED} more` : '';
  const message = `"${server}": tools that ask for headers (x-mcp-header) in a way that MCP does not allow are left out: ${left.slice(0, NAMED).join(', ')}${more}. Whoever runs it has to mend them.`;
  alerts.raise({ cause, server, message });
  return sound;
}
