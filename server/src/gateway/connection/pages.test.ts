import { expect, test, vi } from 'vitest';
import type { Message } from './caller.ts';
import { allPages } from './pages.ts';

const tool = (name: string) => ({ name });

test('a list is read to its last page, and holds as long as the page that holds shortest', async () => {
  const pages = [
    { tools: [tool('a'), tool('b')], nextCursor: '2', ttlMs: 5_000 },
    { tools: [tool('c')], nextCursor: '3', ttlMs: 1_000 },
    { tools: [tool('d')], ttlMs: 9_000 },
  ];
  const ask = vi.fn(async ({ params }: Message) => pages[Number(params?.cursor ?? 1) - 1] ?? {});
  expect(await allPages('tools/list', 'tools', ask)).toEqual({
    items: ['a', 'b', 'c', 'd'].map(tool),
    tooLong: 0,
    ttlMs: 1_000,
  });
  expect(ask.mock.calls.map(([request]) => request)).toEqual([
    { method: 'tools/list' },
    { method: 'tools/list', params: { cursor: '2' } },
    { method: 'tools/list', params: { cursor: '3' } },
  ]);
});

test('what is no item is left out, and a list of which nothing is said holds for no time', async () => {
  const answer = { tools: [tool('a'), null, 'b', [tool('c')]] };
  expect(await allPages('tools/list', 'tools', async () => answer)).toEqual({
    items: [tool('a')],
    tooLong: 0,
    ttlMs: 0,
  });
  expect(await allPages('tools/list', 'tools', async () => ({ tools: 'none' }))).toMatchObject({ items: [] });
});

test('a server that repeats a cursor, or never comes to an end, is not asked for ever', async () => {
  const again = vi.fn(async () => ({ tools: [tool('a')], nextCursor: 'same' }));
  await allPages('tools/list', 'tools', again);
  expect(again).toHaveBeenCalledTimes(2);
  let page = 0;
  const endless = vi.fn(async () => ({ tools: [], nextCursor: String(page++) }));
  await allPages('tools/list', 'tools', endless);
  expect(endless).toHaveBeenCalledTimes(200);
});

test('no server fills the memory by its list', async () => {
  const long = { name: 'long', description: 'x'.repeat(1_000_000) };
  expect(await allPages('tools/list', 'tools', async () => ({ tools: [tool('a'), long] }))).toMatchObject({
    items: [tool('a')],
    tooLong: 1,
  });
  let page = 0;
  const half = { name: 'half', description: 'x'.repeat(500_000) };
  const endless = vi.fn(async () => ({ tools: [half, half, half, half], nextCursor: String(page++) }));
  await allPages('tools/list', 'tools', endless);
  expect(endless.mock.calls.length).toBeLessThan(10);
});
