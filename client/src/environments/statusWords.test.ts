import { expect, test } from 'vitest';
import { stateIcon, tooltipWords } from './statusWords.ts';

const now = new Date(2026, 10, 21, 14, 30);

test('the tooltip says how the control plane is and links to what mends it', () => {
  const { markdown, state, commands } = tooltipWords(
    'prod',
    { state: 'expired', environment: 'prod', factsAt: new Date(2026, 10, 21, 12, 3).toISOString() },
    now,
  );
  expect(state).toBe('Sign-in to Prod expired. What is shown is as of 12:03.');
  expect(markdown).toContain('[Sign In](command:heady.environment.signIn?%5B%22prod%22%5D)');
  expect(commands).toEqual(['heady.environment.signIn']);
});

test('signed out before anything was known says so', () => {
  const { state } = tooltipWords('test', { state: 'signedOut', environment: 'test' }, now);
  expect(state).toBe('Signed out of Test. Nothing known yet.');
});

test('nothing is claimed of a control plane that nobody heard of yet', () => {
  const { markdown, state } = tooltipWords('dev', undefined, now);
  expect(state).toBe('The control plane is not known yet.');
  expect(markdown).not.toContain('command:');
});

test('the one built in is told from an own one', () => {
  expect(tooltipWords('dev', { state: 'connected' }, now).markdown).toContain('built into Heady');
  const own = { state: 'connected', environment: 'dev', place: 'cp.example:8443' } as const;
  expect(tooltipWords('dev', own, now).markdown).not.toContain('built into Heady');
  expect(tooltipWords('dev', own, now).state).toBe('Control plane connected. cp.example:8443');
});

test('the environments of all folders are told where there are several', () => {
  const folders = [
    { name: 'pay*ments', environment: 'test' },
    { name: 'health', environment: 'dev' },
  ] as const;
  expect(tooltipWords('test', { state: 'connected' }, now, folders).markdown).toContain(
    'Here: pay\\*ments in Test, health in Dev.',
  );
  expect(tooltipWords('test', { state: 'connected' }, now).markdown).not.toContain('Here:');
});

test('what a manifest names is never markup', () => {
  const place = '[x](command:evil)';
  const { markdown } = tooltipWords('dev', { state: 'connected', environment: 'dev', place }, now);
  expect(markdown).not.toContain(place);
});

test('an icon stands only where something is to be done', () => {
  expect([undefined, { state: 'connected' as const }, { state: 'starting' as const }].map(stateIcon)).toEqual(
    ['', '', ''],
  );
  expect(
    [{ state: 'offline' as const }, { state: 'signedOut' as const }, { state: 'expired' as const }].map(
      stateIcon,
    ),
  ).toEqual(['debug-disconnect', 'key', 'key']);
});
