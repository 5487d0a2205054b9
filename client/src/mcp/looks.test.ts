import { expect, test } from 'vitest';
import type { ServerOverview } from '../../../server/src/protocol/gatewayOverview.ts';
import { serverFacts, serverLooks, serverWords, unusedServer } from './looks.ts';

const server = unusedServer('files');

test('a server nobody used yet has nothing but its state to tell', () => {
  expect(serverWords(server)).toBe('not connected');
  expect(serverFacts(server)).toEqual([]);
});

test('a server in use tells what it offers, what is held back and how fast it is', () => {
  const busy: ServerOverview = {
    ...server,
    state: 'connected',
    era: 'legacy',
    counts: { tools: 1, prompts: 0, resources: 0 },
    blocked: 2,
    alerts: ['It is slow.'],
    figures: { perMinute: 12, p50: 0.4, p95: 1_234, calls: 20, errors: 5 },
  };
  expect(serverWords(busy)).toBe('connected · 2 blocked · 1 tool · p95 1.2 s');
  expect(serverFacts(busy)).toEqual([
    'It is slow.',
    'Protocol: 2025-11-25 or older',
    'Blocked, as they changed, wait for approval or were rejected: 2',
    'Calls: 12 in the last minute; 5 of 20 failed in the last five',
    'p50 < 1 ms, p95 1.2 s',
  ]);
});

test('what waits for a decision is said in the place of what is blocked', () => {
  const waiting: ServerOverview = {
    ...server,
    blocked: 1,
    undecided: [{ kind: 'tools', name: 'read_file', state: 'changed' }],
  };
  expect(serverWords(waiting)).toBe('not connected · 1 to decide');
  expect(serverFacts(waiting)).toContain('Waiting for your decision: 1');
});

test('a server that fails says why, and its state has a shape of its own', () => {
  expect(serverFacts({ ...server, state: 'failed', error: 'There is no program "x".' })).toEqual([
    'Last error: There is no program "x".',
  ]);
  const icons = Object.values(serverLooks).map(({ icon }) => icon);
  expect(new Set(icons).size).toBe(icons.length);
});
