import { expect, test } from 'vitest';
import type { ControlPlaneState } from '../../../server/src/protocol/controlPlane.ts';
import { controlPlaneWords, undecided } from './controlPlaneWords.ts';
import { clockWords } from './times.ts';

const now = new Date(2026, 10, 21, 14, 30);
const noon = new Date(2026, 10, 21, 12, 3);

test('offline says how old the facts are, and what that leaves open', () => {
  const words = controlPlaneWords({ state: 'offline', factsAt: noon.toISOString() }, true, now);
  expect(words.severity).toBe('warning');
  expect(words.detail).toContain('as of 12:03.');
  expect(words.detail).toContain(undecided);
});

test('offline without a single answer promises no facts', () => {
  expect(controlPlaneWords({ state: 'offline' }, false, now).detail).toBe('not reached yet.');
});

test('each state comes with what mends it', () => {
  const action = (state: ControlPlaneState) =>
    controlPlaneWords({ state, environment: 'prod' }, false, now).action;
  expect(action('offline')).toEqual({ command: 'heady.controlPlane.restart', title: 'Reconnect' });
  const signIn = { command: 'heady.environment.signIn', title: 'Sign In', arguments: ['prod'] };
  expect([action('signedOut'), action('expired')]).toEqual([signIn, signIn]);
});

test('signed out and expired say of which environment, and how old what is shown is', () => {
  const status = { environment: 'prod', factsAt: noon.toISOString() } as const;
  expect(controlPlaneWords({ ...status, state: 'signedOut' }, false, now)).toMatchObject({
    text: 'Signed out of Prod',
    detail: 'as of 12:03.',
    severity: 'warning',
  });
  expect(controlPlaneWords({ ...status, state: 'expired' }, true, now)).toMatchObject({
    text: 'Sign-in to Prod expired',
    detail: `as of 12:03. ${undecided}`,
  });
});

test('while it connects, what was known before says its age', () => {
  const words = controlPlaneWords({ state: 'starting', factsAt: noon.toISOString() }, false, now);
  expect(words).toMatchObject({ busy: true, detail: 'as of 12:03.' });
});

test('undecided is said only where something is unknown', () => {
  expect(controlPlaneWords({ state: 'connected' }, false, now).detail).toBe('');
  expect(controlPlaneWords({ state: 'starting' }, true, now)).toMatchObject({
    busy: true,
    detail: undecided,
  });
});

test('a moment more than a day ago says its date', () => {
  expect(clockWords(noon.toISOString(), now, 'en-GB')).toBe('12:03');
  expect(clockWords(new Date(2026, 10, 19, 9, 5).toISOString(), now, 'en-GB')).toMatch(/19 Nov.*09:05/);
});
