import { expect, test } from 'vitest';
import { CrashBudget } from './crashBudget.ts';

const minute = 60_000;

test('the fifth death within three minutes is one too many', () => {
  const budget = new CrashBudget();
  expect([0, 1, 2, 3, 4].map((second) => budget.spend(second * 1000))).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
});

test('deaths far apart are forgiven', () => {
  const budget = new CrashBudget();
  for (let death = 0; death < 20; death++) expect(budget.spend(death * minute)).toBe(true);
});

test('a restart by hand starts the count anew', () => {
  const budget = new CrashBudget();
  for (let death = 0; death < 5; death++) budget.spend(death);
  budget.renew();
  expect(budget.spend(6)).toBe(true);
});
