import type { Plain } from '../../manifest/tree.ts';
import { shown } from '../fix.ts';

/** Longer values (in UTF-16 units) are not matched against patterns: how long that takes may grow faster than they do. */
export const MAX_MATCHED_LENGTH = 1_000;

/** What is wrong with a value that is there, to follow the name of the field; undefined: nothing. */
export type Judge = (value: Plain) => string | undefined;

/** What is said of a value that is too long, whatever message the policy has for one that does not match. */
export const TOO_LONG = `is too long: patterns are matched against ${MAX_MATCHED_LENGTH} characters at most`;

/** The checks of custom rules that look at a value; undefined where `value` does not fit the check. */
export function judgeOf(check: string, value: Plain | undefined): Judge | undefined {
  switch (check) {
    case 'pattern':
      return typeof value === 'string' ? pattern(value) : undefined;
    case 'enumeration':
      return Array.isArray(value) ? enumeration(value) : undefined;
    case 'range':
      return range(value);
    default:
      return undefined;
  }
}

function pattern(source: string): Judge | undefined {
  const regex = compile(source);
  if (!regex) return undefined;
  return (value) => {
    if (typeof value === 'object') return undefined;
    const text = String(value);
    if (text.length > MAX_MATCHED_LENGTH) return TOO_LONG;
    return regex.test(text) ? undefined : `must match "${source}"`;
  };
}

/**
 * The schema asks for an expression that compiles with `u`. Where that would mean the same without it, it is left out:
 * only then V8 can bound how long matching takes (`linearRegex.ts`).
 */
function compile(source: string): RegExp | undefined {
  try {
    const unicode = new RegExp(source, 'u');
    return /\\[pP]\{|\\u\{|[^\0-\x7f]/.test(source) ? unicode : new RegExp(source);
  } catch {
    return undefined;
  }
}

function enumeration(allowed: readonly Plain[]): Judge {
  const known = new Set(allowed.map((each) => JSON.stringify(each)));
  const list = allowed.map((each) => `"${typeof each === 'string' ? each : shown(each)}"`).join(', ');
  return (value) => (known.has(JSON.stringify(value)) ? undefined : `must be one of ${list}`);
}

function range(bounds: Plain | undefined): Judge | undefined {
  if (typeof bounds !== 'object' || bounds === null || Array.isArray(bounds)) return undefined;
  const { min, max } = bounds;
  return (value) => {
    if (typeof value !== 'number') return undefined;
    if (typeof min === 'number' && value < min) return `must be at least ${min}`;
    return typeof max === 'number' && value > max ? `must be at most ${max}` : undefined;
  };
}
