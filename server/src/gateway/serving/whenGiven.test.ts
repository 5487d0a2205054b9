import { expect, test } from 'vitest';
import type { Message } from '../connection/caller.ts';
import type { Json } from '../connection/raw.ts';
import type { Exchange } from './exchange.ts';
import { whenGiven } from './whenGiven.ts';

const { signal } = new AbortController();
const INPUT = {
  resultType: 'input_required',
  inputRequests: { who: { method: 'elicitation/create', params: { message: 'Who?' } } },
  requestState: 'a-state',
};

test('a client of the newer revision is given the question as an answer', async () => {
  expect(await whenGiven(async () => INPUT, exchange({ isAskedByAnswer: true }), signal)).toBe(INPUT);
});

test('an older one is asked, and the server called again with what it said and its own state', async () => {
  const calls: Json[] = [];
  const asked: Message[] = [];
  const answer = { content: [] };
  const server = async (extras: Json) => {
    calls.push(extras);
    return calls.length === 1 ? INPUT : answer;
  };
  const client = exchange({
    ask: async (request) => {
      asked.push(request);
      return { action: 'accept' };
    },
  });
  expect(await whenGiven(server, client, signal)).toBe(answer);
  expect(asked).toEqual([{ method: 'elicitation/create', params: { message: 'Who?' } }]);
  expect(calls).toEqual([{}, { inputResponses: { who: { action: 'accept' } }, requestState: 'a-state' }]);
});

test('what is asked for at a URL has a name, which the older revision wants', async () => {
  const asked: Message[] = [];
  const question = { method: 'elicitation/create', params: { mode: 'url', url: 'https://a.example' } };
  let rounds = 0;
  const server = async () =>
    rounds++ === 0 ? { resultType: 'input_required', inputRequests: { go: question } } : {};
  const client = exchange({
    ask: async (request) => {
      asked.push(request);
      return { action: 'accept' };
    },
  });
  await whenGiven(server, client, signal);
  expect(asked[0]?.params).toMatchObject({ url: 'https://a.example', elicitationId: expect.any(String) });
});

test('a server that never has enough is not asked for ever', async () => {
  await expect(whenGiven(async () => INPUT, exchange({}), signal)).rejects.toThrow(/still wants more/);
});

function exchange(given: Partial<Exchange>): Exchange {
  return {
    signal,
    correlation: '1',
    extras: {},
    isAskedByAnswer: false,
    ask: async () => ({ action: 'accept' }),
    tell: () => {},
    ...given,
  };
}
