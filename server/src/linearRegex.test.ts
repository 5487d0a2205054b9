import './linearRegex.ts';
import { expect, test } from 'vitest';
import { judgeOf } from './rules/policy/checks.ts';

test.each(['^(a+)+$', '^(a|a)*$', '^(\\w+\\s?)*$', '(?:a*)*b'])(
  '%s ends on a text made against it',
  (pattern) => {
    const judge = judgeOf('pattern', pattern);
    expect(judge?.(`${'a'.repeat(900)}!`)).toContain('must match');
  },
);
