import type { ServerOrigin } from '../../../server/src/protocol/gateway.ts';
import type {
  CallFigures,
  ServerItem,
  ServerOverview,
  ServerState,
} from '../../../server/src/protocol/gatewayOverview.ts';
import type { Restarts } from '../../../server/src/protocol/gatewaySupervision.ts';

/** How a state is shown; each has its own shape, so that colour is never the only sign. */
export interface Look {
  /** Codicon id. */
  icon: string;
  /** Theme colour id; absent: that of the text. */
  color?: string;
  /** A few words beside the name. */
  words: string;
}

export const serverLooks: Readonly<Record<ServerState, Look>> = {
  idle: { icon: 'circle-outline', words: 'not connected' },
  connecting: { icon: 'sync~spin', words: 'connecting' },
  connected: { icon: 'pass', color: 'testing.iconPassed', words: 'connected' },
  degraded: { icon: 'warning', color: 'list.warningForeground', words: 'degraded' },
  failed: { icon: 'error', color: 'list.errorForeground', words: 'not reached' },
  broken: { icon: 'circle-slash', color: 'list.errorForeground', words: 'left alone: breaker open' },
  signIn: { icon: 'key', color: 'list.warningForeground', words: 'sign in first' },
  stopped: { icon: 'debug-stop', color: 'disabledForeground', words: 'stopped' },
};

/** Who tells of a server. */
export const originWords: Readonly<Record<ServerOrigin, string>> = {
  manifest: 'Its manifest tells of it.',
  'mcp.json': '.vscode/mcp.json tells of it.',
  controlPlane: 'It is the control plane of the environment; agents act there as agents.',
};

const ERAS = { legacy: '2025-11-25', modern: '2026-07-28' } as const;

/** Of a server that the gateway has not told of. */
export function unusedServer(name: string): ServerOverview {
  return { name, state: 'idle', replicas: [], active: 0, waiting: 0, alerts: [], blocked: 0, undecided: [] };
}

/** What stands beside a server's name: its state, what it offers, how fast it is. */
export function serverWords({ state, counts, blocked, undecided, figures }: ServerOverview): string {
  return [
    serverLooks[state].words,
    undecided.length > 0 ? `${undecided.length} to decide` : blocked > 0 && `${blocked} blocked`,
    counts && (counts.tools === 1 ? '1 tool' : `${counts.tools} tools`),
    figures?.p95 !== undefined && `p95 ${millisecondsWords(figures.p95)}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Facts for the tooltip, one a line. */
export function serverFacts(overview: ServerOverview): string[] {
  const { era, error, blocked, undecided, figures, alerts, active, waiting, restarts } = overview;
  return [
    ...alerts,
    error && `Last error: ${error}`,
    restarts && restarts.count > 0 && restartWords(restarts),
    era && `Protocol: ${ERAS[era]}${era === 'legacy' ? ' or older' : ''}`,
    undecided.length > 0 && `Waiting for your decision: ${undecided.length}`,
    blocked > 0 && `Blocked, as they changed, wait for approval or were rejected: ${blocked}`,
    (active > 0 || waiting > 0) && `Calls under way: ${active}; waiting for their turn: ${waiting}`,
    ...(figures ? figureFacts(figures) : []),
  ].filter((fact) => typeof fact === 'string' && fact !== '') as string[];
}

function restartWords({ count, max, withinSeconds }: Restarts): string {
  const ended = count === 1 ? 'ended once' : `ended ${count} times`;
  return `Its process ${ended} in ${withinSeconds} s; after ${max} times it is left alone`;
}

/** Of calls of the last minutes. */
export function figureFacts({ calls, errors, perMinute, p50, p95 }: CallFigures): string[] {
  const times = p50 !== undefined && p95 !== undefined;
  return [
    `Calls: ${perMinute} in the last minute; ${errors} of ${calls} failed in the last five`,
    ...(times ? [`p50 ${millisecondsWords(p50)}, p95 ${millisecondsWords(p95)}`] : []),
  ];
}

export const blockedWords: Readonly<Record<NonNullable<ServerItem['blocked']>, string>> = {
  changed: 'blocked: changed since it was approved',
  new: 'blocked: not approved yet',
  rejected: 'blocked: rejected',
  reworded: 'blocked: worded differently than approved',
  unknown: 'blocked: the pins cannot be read',
};

export function millisecondsWords(milliseconds: number): string {
  if (milliseconds < 1) return '< 1 ms';
  return milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
}
