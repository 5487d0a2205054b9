import { SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import { expect, test } from 'vitest';
import { upstreamOf } from '../policy/testCall.ts';
import { explained } from './explained.ts';

const hidden = (text: string) => text.replace('s3cret', '<KEY>');
const web = upstreamOf({ name: 'web', transport: 'http' });
const program = upstreamOf({ name: 'program', transport: 'stdio' });

const negotiation = (cause: Error) =>
  new SdkError(SdkErrorCode.EraNegotiationFailed, 'Version negotiation probe failed', {}, { cause });

test('what is no MCP server is said to be none, with what to look at', () => {
  const page = explained(negotiation(new Error('Unexpected content type: text/html')), web, {
    hidden,
  } as never);
  expect(page.message).toBe(
    'It does not answer as an MCP server does: Unexpected content type: text/html. Is its URL the right one?',
  );
  const status = { status: 404, statusText: 'Not Found', text: '<h1>' };
  const missing = new SdkHttpError(
    SdkErrorCode.ClientHttpNotImplemented,
    'Error POSTing to endpoint: <h1>',
    status,
  );
  expect(explained(missing, web, { hidden } as never).message).toBe(
    'It answers HTTP 404, and not as an MCP server does. Is its URL the right one?',
  );
});

test('of a process it is said what it said last, and a secret in no message', () => {
  const closed = new SdkError(SdkErrorCode.ConnectionClosed, 'Connection closed');
  const way = { hidden, lastLines: () => ['No key.', ''] };
  expect(explained(closed, program, way as never).message).toBe(
    'It ended before it answered. It last said: No key.',
  );
  expect(explained(new Error('It refused s3cret.'), program, { hidden } as never).message).toBe(
    'It refused <KEY>.',
  );
});
