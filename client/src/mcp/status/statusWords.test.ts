import { describe, expect, it } from 'vitest';
import type { GatewayStatus } from '../../../../server/src/protocol/gateway.ts';
import type { ServerOverview } from '../../../../server/src/protocol/gatewayOverview.ts';
import { unusedServer } from '../looks.ts';
import { ageWords, statusWords } from './statusWords.ts';

const NOW = new Date('2026-11-21T12:00:00Z');

function statusOf(...servers: Partial<ServerOverview>[]): GatewayStatus {
  return {
    state: 'running',
    environment: 'dev',
    declared: [],
    servers: servers.map((server, index) => ({ ...unusedServer(`s${index}`), ...server })),
  };
}

const textOf = (...servers: Partial<ServerOverview>[]) => statusWords(statusOf(...servers), NOW)?.text;
const pin = { kind: 'tools', name: 'echo', state: 'changed' } as ServerOverview['undecided'][number];

describe('the status bar', () => {
  it('says nothing when all is well', () => {
    expect(textOf()).toBeUndefined();
    expect(textOf({ state: 'connected' }, { state: 'idle' }, { state: 'stopped' })).toBeUndefined();
    expect(statusWords({ ...statusOf(), state: 'none' }, NOW)).toBeUndefined();
  });

  it('says how many servers are down, or which one', () => {
    expect(textOf({ state: 'failed' })).toBe('MCP: s0 down');
    expect(textOf({ state: 'failed' }, { state: 'broken' }, { state: 'connected' })).toBe(
      'MCP: 2 servers down',
    );
  });

  it('says how old what is shown is, the oldest first', () => {
    const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString();
    expect(textOf({ state: 'failed', staleSince: ago(4) })).toBe('MCP: cached, 4 min');
    expect(textOf({ state: 'failed', staleSince: ago(4) }, { state: 'broken', staleSince: ago(300) })).toBe(
      'MCP: cached, 5 h',
    );
    // Of one nothing is shown at all.
    expect(textOf({ state: 'failed', staleSince: ago(4) }, { state: 'failed' })).toBe('MCP: 2 servers down');
  });

  it('says what waits for a decision and what is in trouble, each with its details', () => {
    const words = statusWords(
      statusOf({ undecided: [pin, pin] }, { state: 'connected', alerts: ['"s1" is slow.'] }),
      NOW,
    );
    expect(words).toEqual({
      text: 'MCP: 2 to approve, s1 in trouble',
      details: ['"s1" is slow.', 's0: 2 to approve or reject.'],
      severity: 'warning',
    });
  });

  it('says that the gateway itself does not run, and why', () => {
    expect(statusWords({ ...statusOf(), state: 'failed', message: 'The port is taken.' }, NOW)).toEqual({
      text: 'MCP: not running',
      details: ['The port is taken.'],
      severity: 'error',
    });
  });

  it.each([
    [0.5, 'less than a minute'],
    [59, '59 min'],
    [60, '1 h'],
    [47 * 60, '47 h'],
    [72 * 60, '3 days'],
  ])('says of %d minutes "%s"', (minutes, words) => {
    expect(ageWords(new Date(NOW.getTime() - minutes * 60_000).toISOString(), NOW)).toBe(words);
  });
});
