import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { patientFetch } from './patientFetch.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

const busy = (seconds: number) =>
  new Response('Refused by limits/user.', { status: 429, headers: { 'retry-after': String(seconds) } });

test('what a server had no time for is sent again when it says', async () => {
  const answers = [busy(1), new Response('done')];
  const sent: unknown[] = [];
  const response = await patientFetch(
    async (...request) => {
      sent.push(request);
      return answers.shift() ?? busy(1);
    },
    'http://plane.example/mcp',
    { method: 'POST', body: '{}' },
  );
  expect(await response.text()).toBe('done');
  expect(sent).toHaveLength(2);
  expect(sent[1]).toEqual(sent[0]);
});

test('a server that has no time for longer than anybody waits is believed', async () => {
  const send = vi.fn(async () => busy(3_600));
  expect((await patientFetch(send, 'http://plane.example/mcp')).status).toBe(429);
  expect(send).toHaveBeenCalledTimes(1);
});

test('whoever is gone is not waited for', async () => {
  const gone = new AbortController();
  const send = async () => {
    gone.abort();
    return busy(30);
  };
  await expect(patientFetch(send, 'http://plane.example/mcp', { signal: gone.signal })).rejects.toThrow();
});
