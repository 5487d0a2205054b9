import { expect, test } from 'vitest';
import { approve, forget, reject } from './decide.ts';
import { judged } from './judgement.ts';
import { NOTHING_DECIDED, parsed, serialized } from './pinSet.ts';

const OLD = { name: 'search', inputSchema: { type: 'object' } };
const NEW = { name: 'search', inputSchema: { type: 'object', required: ['q'] } };
const of = (definition: { name: string }) =>
  ({ server: 'files', kind: 'tools', name: 'search', definition }) as const;
const state = (set: ReturnType<typeof approve>, definition: { name: string }) =>
  judged(set.get('files') ?? NOTHING_DECIDED, 'tools', definition).state;

test('what is approved is pinned, in the place of what was before', () => {
  const set = approve(approve(new Map(), [of(OLD)]), [of(NEW)]);
  expect([state(set, OLD), state(set, NEW)]).toEqual(['changed', 'pinned']);
});

test('a change that is rejected leaves what was approved; what was approved can be rejected too', () => {
  const kept = reject(approve(new Map(), [of(OLD)]), [of(NEW)]);
  expect([state(kept, OLD), state(kept, NEW)]).toEqual(['pinned', 'rejected']);
  const none = reject(kept, [of(OLD)]);
  expect([state(none, OLD), state(none, NEW)]).toEqual(['rejected', 'rejected']);
});

test('whoever thinks better of it approves what was rejected', () => {
  const set = approve(reject(new Map(), [of(NEW)]), [of(NEW)]);
  expect(state(set, NEW)).toBe('pinned');
  expect(serialized(set)).not.toContain('rejected');
});

test('a decision that is taken back is open again, and only that one', () => {
  const approved = approve(new Map(), [of(OLD)]);
  expect(state(forget(approved, [of(OLD)]), OLD)).toBe('new');
  const rejected = forget(reject(approved, [of(NEW)]), [of(NEW)]);
  expect([state(rejected, OLD), state(rejected, NEW)]).toEqual(['pinned', 'changed']);
});

test('that something is gone can be approved', () => {
  const { definition: _, ...gone } = of(OLD);
  const set = approve(approve(new Map(), [of(OLD)]), [gone]);
  expect(state(set, OLD)).toBe('new');
});

test('decisions are written in one order, whatever was decided first, and read back as they were', () => {
  const other = { ...of(OLD), server: 'a', name: 'find', definition: { ...OLD, name: 'find' } };
  const one = approve(approve(new Map(), [of(OLD)]), [other]);
  const two = approve(approve(new Map(), [other]), [of(OLD)]);
  expect(serialized(one)).toBe(serialized(two));
  expect(parsed(serialized(reject(one, [of(NEW)])))).toEqual(
    new Map([...reject(one, [of(NEW)])].sort(([a], [b]) => (a < b ? -1 : 1))),
  );
});
