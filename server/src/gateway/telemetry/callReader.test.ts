import { appendFile, mkdtemp, open, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Place, type ReadCalls, readCalls } from './callReader.ts';
import { linesBackwards } from './linesBackwards.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heady-calls-'));
});
afterEach(() => rm(folder, { recursive: true }));

const at = (second: number) => new Date(Date.UTC(2026, 10, 21) + second * 1_000).toISOString();
const lines = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `${JSON.stringify({ at: at(from + i), n: from + i })}\n`).join('');
const numbers = ({ lines: read }: ReadCalls) => read.map(({ n }) => n);
const all = { isWanted: () => true, limit: 1_000 };

/** Two files put aside and the one that is written to, 0 the oldest. */
async function fill(each: number): Promise<void> {
  await writeFile(join(folder, 'calls-20261120T000000000Z-1.jsonl'), lines(0, each));
  await writeFile(join(folder, 'calls-20261121T000000000Z-1.jsonl'), lines(each, each));
  await writeFile(join(folder, 'calls.jsonl'), lines(2 * each, each));
}

describe('a log of calls', () => {
  it('is read from its end, through all files, page by page', async () => {
    await fill(5);
    const seen: unknown[] = [];
    let before: Place | undefined;
    do {
      const page = await readCalls(folder, { ...all, limit: 4, ...(before ? { before } : {}) });
      seen.push(...numbers(page));
      before = page.older;
    } while (before);
    expect(seen).toEqual(Array.from({ length: 15 }, (_, i) => 14 - i));
  });

  it('goes on where it was though files were put aside meanwhile', async () => {
    await writeFile(join(folder, 'calls.jsonl'), lines(0, 6));
    const { older } = await readCalls(folder, { ...all, limit: 2 });
    await rename(join(folder, 'calls.jsonl'), join(folder, 'calls-20261121T000000000Z-1.jsonl'));
    await writeFile(join(folder, 'calls.jsonl'), lines(6, 3));
    if (!older) throw new Error('There is nothing older.');
    expect(numbers(await readCalls(folder, { ...all, before: older }))).toEqual([3, 2, 1, 0]);
  });

  it('tells what was added since it was read, over files that were put aside', async () => {
    await writeFile(join(folder, 'calls.jsonl'), lines(0, 2));
    const { newest } = await readCalls(folder, all);
    if (!newest) throw new Error('It has no end.');
    expect(numbers(await readCalls(folder, { ...all, after: newest }))).toEqual([]);
    await appendFile(join(folder, 'calls.jsonl'), lines(2, 1));
    await rename(join(folder, 'calls.jsonl'), join(folder, 'calls-20261121T000000000Z-1.jsonl'));
    await writeFile(join(folder, 'calls.jsonl'), lines(3, 1));
    expect(numbers(await readCalls(folder, { ...all, after: newest }))).toEqual([3, 2]);
  });

  it('gives what is wanted alone, and stops where it is older than asked for', async () => {
    await fill(200);
    const isWanted = ({ n }: { readonly n?: unknown }) => Number(n) % 100 === 0;
    expect(numbers(await readCalls(folder, { ...all, isWanted }))).toEqual([500, 400, 300, 200, 100, 0]);
    const late = await readCalls(folder, {
      isWanted: ({ n }) => Number(n) >= 500,
      limit: 1_000,
      from: at(500),
    });
    expect(late.lines).toHaveLength(100);
    expect(late.older).toBeUndefined();
  });

  it('says how far it looked where it found too little in what it may read at once', async () => {
    const padding = 'x'.repeat(400);
    const long = Array.from({ length: 50_000 }, (_, i) => JSON.stringify({ at: at(i), n: i, padding })).join(
      '\n',
    );
    await writeFile(join(folder, 'calls.jsonl'), `${long}\n`);
    const isWanted = ({ n }: { readonly n?: unknown }) => n === 3;
    const first = await readCalls(folder, { isWanted, limit: 10 });
    expect(first).toMatchObject({
      lines: [],
      older: { offset: expect.any(Number) },
      searchedTo: expect.any(String),
    });
    if (!first.older) throw new Error('There is nothing older.');
    expect(numbers(await readCalls(folder, { isWanted, limit: 10, before: first.older }))).toEqual([3]);
  });

  it('is empty where there is none, and leaves out what is no line', async () => {
    expect(await readCalls(join(folder, 'none'), all)).toEqual({ lines: [] });
    await writeFile(join(folder, 'calls.jsonl'), `${lines(0, 1)}nonsense\n${lines(1, 1)}{"at":"half`);
    expect(numbers(await readCalls(folder, all))).toEqual([1, 0]);
  });
});

it('lines are the same backwards, however little is read at a time', async () => {
  const path = join(folder, 'text');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ''))),
      fc.integer({ min: 1, max: 9 }),
      async (texts, chunk) => {
        await writeFile(path, texts.map((text) => `${text}\n`).join(''));
        await using file = await open(path);
        const { size } = await file.stat();
        const read: string[] = [];
        for await (const { text } of linesBackwards(file, size, chunk)) read.push(text);
        expect(read).toEqual(texts.toReversed());
      },
    ),
    { numRuns: 60 },
  );
});
