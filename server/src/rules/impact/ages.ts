import type { Plain } from '../../manifest/tree.ts';

/** What a criterion does with a value. */
export interface Comparison {
  attribute: string;
  operator: string | undefined;
  value: Plain | undefined;
  effect: string | undefined;
}

/** Adulthood, and the age from which alcohol, cannabis or gambling are lawful in the United States. */
const LAWFUL_MINIMA = [18, 21];

/**
 * Whether a criterion on age asks for nobody but adults: a minimum of 18 or 21, however it is put. Any other minimum, a
 * cap and a band leave out people of an age.
 */
export function asksForAdults({ attribute, operator, value, effect }: Comparison): boolean {
  const age = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof age !== 'number') return false;
  const folded = (operator ?? '').toLowerCase().replace(/[^a-z<>=]/g, '');
  // `minimumAge: 18` says with its name what others say with the operator.
  if (/^min/i.test(attribute) && EQUAL.test(folded) && effect !== 'deny') return LAWFUL_MINIMA.includes(age);
  const minimum = minimumOf(folded, age, effect === 'deny');
  return minimum !== undefined && LAWFUL_MINIMA.includes(minimum);
}

/** The least age that is let in; undefined where it is no minimum. Ages are whole years. */
function minimumOf(operator: string, age: number, isDenied: boolean): number | undefined {
  if (isDenied) {
    if (BELOW.test(operator)) return age;
    return AT_MOST.test(operator) ? age + 1 : undefined;
  }
  if (AT_LEAST.test(operator)) return age;
  return ABOVE.test(operator) ? age + 1 : undefined;
}

const EQUAL = /^(?:|=|==|===|eq|equals?|equalto|is)$/;
const AT_LEAST =
  /^(?:>=|=>|gte|ge|atleast|min|minimum|from|notlessthan|notbelow|greater(?:than)?orequal(?:s|to)?|greaterthanequals?)$/;
const ABOVE = /^(?:>|gt|above|over|greater|greaterthan|morethan|olderthan|exceeds)$/;
const BELOW = /^(?:<|lt|below|under|less|lessthan|youngerthan|fewerthan)$/;
const AT_MOST =
  /^(?:<=|=<|lte|le|atmost|max|maximum|upto|notgreaterthan|notabove|less(?:than)?orequal(?:s|to)?|lessthanequals?)$/;
