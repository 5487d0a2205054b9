import type { FormField, FormValue } from './form.ts';

/** A field with nothing in it is left out; that is no value. */
export const LEFT_OUT = Symbol('left out');

/**
 * What was typed into a field, as the value it stands for.
 *
 * @throws {Error} in words for people where it is none
 */
export function typedAnswer(
  { kind, isRequired, limits }: FormField,
  text: string,
): FormValue | typeof LEFT_OUT {
  const { least, most, format } = limits;
  if (text === '' && !isRequired) return LEFT_OUT;
  if (kind === 'number' || kind === 'integer') return numberIn(text.trim(), kind === 'integer', least, most);
  if (text === '' && least !== 0) throw new Error('This is needed.');
  // As people count: a letter with its accents, or an emoji, is one.
  const { length } = [...text];
  if (length < least) throw new Error(`At least ${least} characters, ${length} so far.`);
  if (length > most) throw new Error(`At most ${most} characters, not ${length}.`);
  const fault = format === undefined ? undefined : FORMATS[format]?.(text);
  if (fault !== undefined) throw new Error(fault);
  return text;
}

/** What is wrong with how many were chosen; undefined: nothing. */
export function countProblem({ isRequired, limits }: FormField, count: number): string | undefined {
  const { least, most } = limits;
  if (count === 0 && !isRequired) return undefined;
  if (count < least) return `Choose at least ${least}.`;
  return count > most ? `Choose at most ${most}.` : undefined;
}

/** What a field takes, in few words. */
export function limitWords({ kind, isRequired, limits }: FormField): string {
  const { least, most, format } = limits;
  const [from, to] = [Number.isFinite(least), Number.isFinite(most)];
  const unit = kind === 'text' ? ' characters' : '';
  const range = from && to ? `${least} to ${most}` : from ? `at least ${least}` : to ? `at most ${most}` : '';
  const what = { text: '', number: 'a number', integer: 'a whole number', choice: '', choices: '' }[kind];
  return [
    what,
    range && `${range}${unit}`,
    format && FORMAT_WORDS[format],
    isRequired ? '' : 'may be left empty',
  ]
    .filter(Boolean)
    .join(', ');
}

function numberIn(text: string, isWhole: boolean, least: number, most: number): number {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) throw new Error('This is no number.');
  if (isWhole && !Number.isInteger(value)) throw new Error('This is no whole number.');
  if (value < least) throw new Error(`At least ${least}.`);
  if (value > most) throw new Error(`At most ${most}.`);
  return value;
}

const FORMATS: Readonly<Record<string, ((text: string) => string | undefined) | undefined>> = {
  email: (text) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)
      ? undefined
      : 'This is no e-mail address, such as ada@example.org.',
  uri: (text) => (URL.canParse(text) ? undefined : 'This is no address, such as https://example.org.'),
  date: (text) => (isDate(text) ? undefined : 'This is no date, such as 2026-11-21.'),
  'date-time': (text) =>
    isDate(text.slice(0, 10)) && /^.{10}T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i.test(text)
      ? undefined
      : 'This is no time, such as 2026-11-21T14:30:00Z.',
};

const FORMAT_WORDS: Readonly<Record<string, string | undefined>> = {
  email: 'an e-mail address',
  uri: 'an address such as https://example.org',
  date: 'a date such as 2026-11-21',
  'date-time': 'a time such as 2026-11-21T14:30:00Z',
};

/** A day that there is: no 30th of February. */
function isDate(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return at !== undefined && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
