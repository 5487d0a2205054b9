import type { GatewayStatus } from '../../../../server/src/protocol/gateway.ts';
import type { ServerOverview } from '../../../../server/src/protocol/gatewayOverview.ts';

/** What the status bar says of MCP. */
export interface StatusWords {
  /** A few words. */
  text: string;
  /** All that is wrong, in sentences. */
  details: readonly string[];
  /** Something does not work, or only does not work as it should. */
  severity: 'error' | 'warning';
}

/** @returns undefined when all is well, or nobody has needed a server yet */
export function statusWords({ state, message, servers }: GatewayStatus, now: Date): StatusWords | undefined {
  if (state === 'failed') {
    return { text: 'MCP: not running', details: [message ?? 'The gateway does not run.'], severity: 'error' };
  }
  const down = servers.filter(isDown);
  const undecided = servers.reduce((sum, server) => sum + server.undecided.length, 0);
  const troubled = servers.filter((server) => !isDown(server) && server.alerts.length > 0);
  const parts = [
    ...(down.length > 0 ? [downWords(down, now)] : []),
    ...(undecided > 0 ? [`${undecided} to approve`] : []),
    ...(troubled.length > 0 ? [`${counted(troubled)} in trouble`] : []),
  ];
  if (parts.length === 0) return undefined;
  const details = [
    ...down.map((server) => downDetail(server, now)),
    ...troubled.flatMap(({ alerts }) => alerts),
    ...servers
      .filter(({ undecided: pins }) => pins.length > 0)
      .map(({ name, undecided: pins }) => `${name}: ${pins.length} to approve or reject.`),
  ];
  return { text: `MCP: ${parts.join(', ')}`, details, severity: 'warning' };
}

/** How long ago, in the largest unit that fits: `4 min`. */
export function ageWords(iso: string, now: Date): string {
  const minutes = Math.floor((now.getTime() - Date.parse(iso)) / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / (24 * 60))} days`;
}

/** Where all that is down is still shown, what matters is how old that is. */
function downWords(down: readonly ServerOverview[], now: Date): string {
  const since = down.map(({ staleSince }) => staleSince);
  const known = since.filter((each) => each !== undefined).sort();
  const [oldest] = known;
  if (oldest !== undefined && known.length === down.length) return `cached, ${ageWords(oldest, now)}`;
  return `${counted(down)} down`;
}

function downDetail({ name, staleSince, error }: ServerOverview, now: Date): string {
  const shown =
    staleSince === undefined
      ? `${name} is down.`
      : `${name} is down; what it offers is shown as it was ${ageWords(staleSince, now)} ago.`;
  return error === undefined ? shown : `${shown} ${error}`;
}

function isDown({ state }: ServerOverview): boolean {
  return state === 'failed' || state === 'broken';
}

function counted(servers: readonly ServerOverview[]): string {
  const [only] = servers;
  return servers.length === 1 && only ? only.name : `${servers.length} servers`;
}
