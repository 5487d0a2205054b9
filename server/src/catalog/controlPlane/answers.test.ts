import { describe, expect, it } from 'vitest';
import { AnswerError, CallError, pageOf, registrationOf, retryAfterOf } from './answers.ts';

const ENTRY = {
  kind: 'Service',
  name: 'dev-health-billing',
  environment: 'dev',
  manifest: { kind: 'Service' },
  version: 3,
  registeredAt: '2026-01-01T00:00:00.000Z',
};

describe('pageOf', () => {
  it('reads since when an entry is out of use', () => {
    const retired = { ...ENTRY, retiredAt: '2026-02-01T00:00:00.000Z' };
    expect(pageOf({ entries: [retired], revision: 7 }).entries).toEqual([retired]);
    expect(() => pageOf({ entries: [{ ...ENTRY, retiredAt: true }], revision: 7 })).toThrow(AnswerError);
  });

  it('reads entries and leaves out what it does not know', () => {
    const answer = { entries: [{ ...ENTRY, later: true }], revision: 7, nextCursor: 'x', total: 9 };
    expect(pageOf(answer)).toEqual({ entries: [ENTRY], revision: 7, nextCursor: 'x' });
  });

  it.each([
    undefined,
    null,
    'text',
    [],
    {},
    { entries: [] },
    { entries: {}, revision: 1 },
    { entries: [null], revision: 1 },
    { entries: [{ ...ENTRY, environment: 'moon' }], revision: 1 },
    { entries: [{ ...ENTRY, manifest: 'text' }], revision: 1 },
    { entries: [{ ...ENTRY, version: '3' }], revision: 1 },
  ])('does not take %j for an answer', (answer) => {
    expect(() => pageOf(answer)).toThrow(AnswerError);
  });
});

describe('registrationOf', () => {
  it.each([
    ['created', /Service dev-health-billing is registered/],
    ['updated', /version 3/],
    ['unchanged', /already/],
    ['conflict', /version 3 is registered by now/],
  ])('says what came of it: %s', (outcome, message) => {
    const result = registrationOf({ outcome, entry: ENTRY });
    expect(result).toMatchObject({ outcome, version: 3 });
    expect(result.message).toMatch(message);
  });

  it('says that what was expected is gone', () => {
    expect(registrationOf({ outcome: 'conflict' }).message).toMatch(/not registered any more/);
  });

  it('hands on every finding of a refusal', () => {
    const findings = [
      { rule: 'tags/required', message: 'No Owner.', path: 'metadata.tags' },
      { rule: 'x', message: 'y' },
    ];
    expect(registrationOf({ outcome: 'refused', findings })).toEqual({
      outcome: 'refused',
      message: '2 findings keep it out of the catalog. Mend what is listed and register it again.',
      findings,
    });
    expect(registrationOf({ outcome: 'refused', findings: findings.slice(1) }).message).toBe(
      'One finding keeps it out of the catalog. Mend what is listed and register it again.',
    );
    expect(registrationOf({ outcome: 'refused' }).message).toMatch(/did not say why/);
  });

  it.each([undefined, {}, { outcome: 'perhaps' }, { outcome: 'created', entry: 1 }])(
    'does not take %j for one',
    (answer) => {
      expect(() => registrationOf(answer)).toThrow(AnswerError);
    },
  );
});

it('what a limit turned down says when it can be had', () => {
  const words = 'A user may send 20 acts of administration a minute. Try again in 3 s.';
  expect(retryAfterOf(new CallError(words, 'limits/administration'))).toBe(3);
  expect(retryAfterOf(new CallError(words, 'policy/owner'))).toBeUndefined();
  expect(retryAfterOf(new Error(words))).toBeUndefined();
});
