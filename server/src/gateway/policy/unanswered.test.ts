import { ProtocolError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import { expect, test } from 'vitest';
import { ServerBusy } from '../../catalog/controlPlane/serverBusy.ts';
import { Refusal } from './call.ts';
import { Declined, Unanswered, unansweredOf } from './unanswered.ts';

const { signal } = new AbortController();

function answered(status: number): unknown {
  const error = new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, 'no', { status, statusText: '' });
  return unansweredOf(error, signal, true);
}

test.each([400, 403, 404, 405, 413, 422])('HTTP %i is an answer', (status) => {
  expect(answered(status)).toBeInstanceOf(Declined);
});

test.each([408, 425, 500, 502, 503, 504])('HTTP %i is none', (status) => {
  expect(answered(status)).toMatchObject({ name: 'Unanswered', isSent: true });
});

test('what a server has too much to do for it did not do', () => {
  const busy = new ServerBusy(429, 7);
  expect(unansweredOf(new Error('sending failed', { cause: busy }), signal, true)).toMatchObject({
    isSent: false,
    cause: busy,
  });
});

test('a refusal stays one, whatever was made of it', () => {
  const refusal = new Refusal('gateway/sign-in', 'Sign in.');
  expect(unansweredOf(new Error('It cannot be reached.', { cause: refusal }), signal, false)).toBe(refusal);
});

test('what the server itself answered, and what is known already, stays', () => {
  for (const error of [new ProtocolError(-32000, 'no'), new Unanswered('lost', true)]) {
    expect(unansweredOf(error, signal, true)).toBe(error);
  }
});
