import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Message } from '../connection/caller.ts';
import { KnownInMemory } from '../connection/known.ts';
import type { Link } from '../connection/link.ts';
import type { Json } from '../connection/raw.ts';
import { upstreamOf } from '../policy/testCall.ts';
import { Alerts } from '../telemetry/alerts.ts';
import { Listings } from './listings.ts';
import { Offer } from './offer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const tool = (name: string): Json => ({ name, inputSchema: { type: 'object' } });

/** What each server answers when it is asked for its tools; who is not here cannot be reached. */
type Answers = Record<string, () => Promise<Json[]>>;

function listing(answers: Answers, ttlMs = 0) {
  const upstreams = Object.keys(answers).map((name) => upstreamOf({ name }));
  const known = new KnownInMemory();
  const told: Message[] = [];
  const asked: string[] = [];
  const linkTo = ({ name }: { readonly name: string }) => ({
    connect: async () => {
      if (!answers[name]) throw new Error('It cannot be reached.');
    },
    capabilities: { tools: {} },
    list: async () => {
      asked.push(name);
      return { items: (await answers[name]?.()) ?? [], tooLong: 0, ttlMs };
    },
  });
  const client = {
    ask: () => Promise.reject(new Error('nobody is asked')),
    tell: (message: Message) => void told.push(message),
  };
  const governance = { alerts: new Alerts() };
  const shared = { upstreams, known, offer: new Offer(upstreams, known), governance, onChange: () => {} };
  const listings = new Listings(shared, (upstream) => linkTo(upstream) as unknown as Link, client);
  const names = async () =>
    (await listings.all('tools')).map(({ upstream, list, isStale }) => [
      upstream.name,
      list.items.map(({ name }) => name),
      isStale,
    ]);
  return { listings, names, told, asked, answers, upstreams };
}

test('a server that cannot be reached is listed as it was last, others as they are', async () => {
  const subject = listing({ a: async () => [tool('x')], b: async () => [tool('y')] });
  expect(await subject.names()).toEqual([
    ['a', ['x'], false],
    ['b', ['y'], false],
  ]);
  delete subject.answers.a;
  expect(await subject.names()).toEqual([
    ['a', ['x'], true],
    ['b', ['y'], false],
  ]);
});

test('a server that takes too long is not waited for again until it has answered, which is told', async () => {
  let answer = (_items: Json[]) => {};
  const slow = () =>
    new Promise<Json[]>((resolve) => {
      answer = resolve;
    });
  const subject = listing({ slow, quick: async () => [tool('y')] });
  const first = subject.names();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await first).toEqual([['quick', ['y'], false]]);
  const second = subject.names();
  await vi.advanceTimersByTimeAsync(0);
  expect(await second).toEqual([['quick', ['y'], false]]);
  expect(subject.told).toEqual([]);
  answer([tool('x')]);
  await vi.advanceTimersByTimeAsync(0);
  expect(subject.told).toEqual([{ method: 'notifications/tools/list_changed' }]);
});

test('however many want to know, a server is asked once, and not at all while its list holds', async () => {
  const subject = listing({ a: async () => [tool('x')] }, 60_000);
  await Promise.all([subject.names(), subject.names()]);
  await subject.names();
  expect(subject.asked).toEqual(['a']);
  const [a] = subject.upstreams;
  if (!a) expect.fail('there is one');
  subject.listings.told(a, { method: 'notifications/tools/list_changed' });
  expect(subject.listings.known('tools')).toEqual([]);
  await subject.names();
  expect(subject.asked).toEqual(['a', 'a']);
  await vi.advanceTimersByTimeAsync(60_000);
  await subject.names();
  expect(subject.asked).toEqual(['a', 'a', 'a']);
});

test('what is known without asking is nothing as long as something is missing', async () => {
  const subject = listing({ a: async () => [tool('x')], b: async () => [tool('y')] });
  const [a] = subject.upstreams;
  if (!a) expect.fail('there are two');
  await subject.listings.one(a, 'tools');
  expect(subject.listings.known('tools')).toEqual([]);
  await subject.names();
  expect(subject.listings.known('tools').map(({ upstream }) => upstream.name)).toEqual(['a', 'b']);
});
