import { expect, test } from 'vitest';
import { auditOf, historyOf, manifestOf } from './history.ts';

const VERSION = {
  version: 2,
  registeredAt: '2026-11-20T10:00:00.000Z',
  actor: 'kim',
  changed: ['spec.plane'],
};
const RECORD = {
  seq: 7,
  at: '2026-11-20T10:00:00.000Z',
  actor: 'kim',
  action: 'catalog_register',
  outcome: 'created',
};

test('a page of versions, and of records, with where it goes on', () => {
  const versions = [VERSION, { ...VERSION, version: 1, retired: true, manifest: { kind: 'Service' } }];
  expect(historyOf({ versions, nextCursor: '1' })).toEqual({
    versions: [VERSION, { ...VERSION, version: 1, retired: true }],
    nextCursor: '1',
  });
  expect(auditOf({ records: [{ ...RECORD, hash: 'x', role: 'admin' }] })).toEqual({
    records: [{ ...RECORD, role: 'admin' }],
  });
});

test('the manifest of a version, if there is that version', () => {
  expect(manifestOf({ versions: [{ ...VERSION, manifest: { kind: 'Service' } }] }, 2)).toEqual({
    kind: 'Service',
  });
  expect(manifestOf({ versions: [] }, 2)).toBeUndefined();
  // There is none so new: the latest is no answer.
  expect(manifestOf({ versions: [VERSION] }, 9)).toBeUndefined();
});

test.each([
  ['no page', () => historyOf({})],
  ['no version', () => historyOf({ versions: [{ version: '2' }] })],
  ['no manifest', () => manifestOf({ versions: [VERSION] }, 2)],
  ['no record', () => auditOf({ records: ['one'] })],
])('what is %s is not taken for one', (_, read) => {
  expect(read).toThrow('in a way that Heady does not understand');
});
