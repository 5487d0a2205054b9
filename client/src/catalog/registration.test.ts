import { expect, test } from 'vitest';
import { findingLines, registrationGate } from './registration.ts';

const open = { readOnly: false, confirm: false };

test('prod asks whatever its guard says', () => {
  const item = { name: 'prod-health-billing', environment: 'prod' } as const;
  const question = 'Register prod-health-billing in the Prod catalog?';
  expect(registrationGate(item, open, 'Prod')).toEqual({ pass: 'ask', question });
  expect(registrationGate(item, undefined, 'Prod')).toEqual({ pass: 'ask', question });
});

test('other environments ask, or refuse, where their manifest says so', () => {
  const item = { name: 'stage-health-billing', environment: 'stage' } as const;
  expect(registrationGate(item, open, 'Stage').pass).toBe('free');
  expect(registrationGate(item, { ...open, confirm: true }, 'Stage').pass).toBe('ask');
  expect(registrationGate(item, { readOnly: true, confirm: true }, 'Stage').pass).toBe('closed');
});

test('what belongs to no environment is free', () => {
  expect(registrationGate({ name: 'health' }, undefined, '').pass).toBe('free');
});

test('a refusal lists every finding with its place and rule', () => {
  const findings = [
    { rule: 'tags/required', message: 'Owner is missing.', path: 'metadata.tags' },
    { rule: 'naming/service', message: 'Not a service name.' },
  ];
  expect(findingLines({ outcome: 'refused', message: '', findings })).toBe(
    '• Owner is missing. (metadata.tags) [tags/required]\n• Not a service name. [naming/service]',
  );
});
