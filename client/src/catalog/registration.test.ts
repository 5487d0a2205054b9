import { expect, test } from 'vitest';
import { findingLines } from './registration.ts';

test('a refusal lists every finding with its place and rule', () => {
  const findings = [
    { rule: 'tags/required', message: 'Owner is missing.', path: 'metadata.tags' },
    { rule: 'naming/service', message: 'Not a service name.' },
  ];
  expect(findingLines({ outcome: 'refused', message: '', findings })).toBe(
    '• Owner is missing. (metadata.tags) [tags/required]\n• Not a service name. [naming/service]',
  );
});
