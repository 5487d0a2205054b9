import type { Word } from '../text/words.ts';
import { amountAt, decades } from './amounts.ts';

/** An age limit in a text, from word `from` up to, not including, word `to`. */
export interface AgeLimit {
  readonly from: number;
  readonly to: number;
  /** Years; at least one of the two is stated. */
  readonly min?: number;
  readonly max?: number;
  /** A minimum of 18 or 21, which asks for adults and no more. */
  readonly adults: boolean;
}

const before: readonly (readonly [readonly string[], 'min' | 'max'])[] = [
  ['no younger than', 'min'],
  ['not younger than', 'min'],
  ['no older than', 'max'],
  ['not older than', 'max'],
  ['not over', 'max'],
  ['not yet', 'max'],
  ['no more than', 'max'],
  ['at least', 'min'],
  ['at most', 'max'],
  ['older than', 'min'],
  ['younger than', 'max'],
  ['more than', 'min'],
  ['less than', 'max'],
  ['up to', 'max'],
  ['a minimum of', 'min'],
  ['a maximum of', 'max'],
  ['minimum', 'min'],
  ['maximum', 'max'],
  ['over', 'min'],
  ['above', 'min'],
  ['past', 'min'],
  ['beyond', 'min'],
  ['exceeds', 'min'],
  ['under', 'max'],
  ['below', 'max'],
  ['turned', 'min'],
  ['turn', 'min'],
  ['turning', 'min'],
  ['turns', 'min'],
  ['reached', 'min'],
  ['of', 'min'],
  ['from', 'min'],
  ['>=', 'min'],
  ['>', 'min'],
  ['<=', 'max'],
  ['<', 'max'],
].map(([phrase, bound]) => [(phrase ?? '').split(' '), bound as 'min' | 'max'] as const);

const after: readonly (readonly [readonly string[], 'min' | 'max'])[] = ['or', 'and']
  .flatMap((and) => [
    [`${and} older`, 'min'],
    [`${and} over`, 'min'],
    [`${and} above`, 'min'],
    [`${and} up`, 'min'],
    [`${and} upwards`, 'min'],
    [`${and} more`, 'min'],
    [`${and} younger`, 'max'],
    [`${and} under`, 'max'],
    [`${and} below`, 'max'],
    [`${and} less`, 'max'],
  ])
  .concat([
    ['+', 'min'],
    ['plus', 'min'],
    ['upwards', 'min'],
  ])
  .map(([phrase, bound]) => [(phrase ?? '').split(' '), bound as 'min' | 'max'] as const);

/** What a number before it counts: "over 30 euros". Any plural that is no verb counts as well ("under 18 visitors"). */
const counted =
  /^(?:%|€|\$|£|°|[ap]m|per|percent|points?|degrees?|[mck]?m|km|kg|g|ml|mg|gb|mb|ms|square|cubic|metres?|meters?|miles?|hours?|minutes?|seconds?|milliseconds?|days?|weeks?|months?|times?|dollars?|euros?|pounds?|cents?|people|staff|children|percentile|million|thousand|hundred|kilos?|tonnes?|litres?)$/;

/** Verbs on -s, which look like plurals. */
const verbs = new Set(
  (
    'is was has does pays gets waits goes sees sits stands joins applies lives works counts starts ranks comes passes receives enters ' +
    'loses drops skips asks takes makes fills stays costs signs holds uses leaves books scores owes falls sends shows keeps rents ' +
    'sleeps borrows as us this needs brings sinks lands ends qualifies means faces gives wins always sometimes perhaps'
  ).split(' '),
);

const comparators = new Set(['older', 'younger', 'old', 'young', 'turn', 'turns', 'turned', 'turning']);
const ageWords = new Set(['age', 'ages', 'aged', 'agegroup']);

/** What a limit that does not begin with its number begins with. */
const openings = new Set([...before.map(([keys]) => keys[0] ?? ''), ...ageWords, 'between']);

const amounts =
  /\d{2}|[^\d][3-9](?!\d)|(?:teen|ty|ties)(?![a-z])|\b(?:three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?![a-z])/i;
const limits =
  /age|old|young|over|under|above|below|past|beyond|least|most|than|between|turn|reach|up to|from|plus| to |_to_|\d\s?[+\u2013]|\d\s?-\s?\d|[<>]=?\s?\d/i;

/** Whether a text may state an age limit, without taking it apart. False is certain. */
export function mayStateAge(text: string): boolean {
  return amounts.test(text) && limits.test(text);
}

/**
 * The age limits that a text states for people. A minimum of 18 or 21, and a word for adults, is none.
 *
 * @param words of one sentence
 * @param isPerson whether a word belongs to a noun for people
 * @param identifier an identifier says no more than "over60"; prose must show that the number is an age
 */
export function agesIn(
  words: readonly Word[],
  isPerson: (index: number) => boolean,
  identifier: boolean,
): AgeLimit[] {
  const found: AgeLimit[] = [];
  if (!words.some((_, at) => amountAt(words, at))) return found;
  for (let at = 0; at < words.length; at++) {
    const begins = openings.has(words[at]?.key ?? '') || amountAt(words, at) !== null;
    const limit = begins ? limitAt(words, at, isPerson, identifier) : null;
    if (!limit) continue;
    if (!limit.adults) found.push(limit);
    at = limit.to - 1;
  }
  return found;
}

function phraseAt(words: readonly Word[], at: number, keys: readonly string[]): boolean {
  return keys.every((key, index) => words[at + index]?.key === key);
}

function limitAt(
  words: readonly Word[],
  from: number,
  isPerson: (index: number) => boolean,
  identifier: boolean,
): AgeLimit | null {
  let at = from;
  let bound: 'min' | 'max' | undefined;
  let comparator = false;
  let named = false;
  // "aged", "between the ages of", "age limit", "user.age"
  if (ageWords.has(words[at]?.key ?? '')) {
    named = true;
    at++;
    while (
      ['of', 'is', 'group', 'limit', 'limits', 'cap', 'range', 'band', 'must', 'be', ':', '=', '=='].includes(
        words[at]?.key ?? '',
      )
    )
      at++;
  }
  const between = words[at]?.key === 'between';
  if (between) {
    at++;
    if (phraseAt(words, at, ['the', 'ages', 'of'])) at += 3;
    else if (words[at]?.key === 'ages') at++;
  } else {
    for (const [keys, which] of before) {
      if (!phraseAt(words, at, keys)) continue;
      bound = which;
      comparator = keys.some((key) => comparators.has(key));
      at += keys.length;
      if (phraseAt(words, at, ['the', 'age', 'of'])) {
        named = true;
        at += 3;
      } else if (phraseAt(words, at, ['age', 'of']) || phraseAt(words, at, ['the', 'age'])) {
        named = true;
        at += 2;
      } else if (ageWords.has(words[at]?.key ?? '')) {
        named = true;
        at++;
      }
      break;
    }
  }
  const first = amountAt(words, at);
  if (!first) return null;
  at = first.to;
  let min: number | undefined;
  let max: number | undefined;
  const joint = words[at];
  const second =
    joint &&
    (['-', '–', '—', 'to', 'through', 'and', 'until', 'till'].includes(joint.key) || joint.before === '-')
      ? amountAt(words, joint.sort === 'number' ? at : at + 1)
      : null;
  const range = second && (joint?.key !== 'and' || between) && second.value > first.value ? second : null;
  if (range && (bound === undefined || bound === 'min')) {
    min = first.value;
    max = range.value;
    at = range.to;
  } else if (bound === 'min') min = first.value;
  else if (bound === 'max') max = first.value;
  // "65s", "60 years old", "14-year-olds"
  let evident = named || (bound !== undefined && decades.includes(words[first.to - 1]?.key ?? ''));
  if (words[at]?.key === 's' && words[at]?.before === '') {
    evident = bound !== undefined;
    at++;
  }
  if (/^years?$/.test(words[at]?.key ?? '')) {
    if (phraseAt(words, at + 1, ['of', 'age'])) {
      evident = true;
      at += 3;
    } else if (/^olds?$/.test(words[at + 1]?.key ?? '')) {
      evident = true;
      at += 2;
    } else if (
      bound === undefined ||
      !countsNothing(words, at + 1) ||
      words[at + 1]?.key === 'of' ||
      words[at + 1]?.key === 'in'
    ) {
      return null;
    } else {
      at++;
    }
  } else if (/^somethings?$/.test(words[at]?.key ?? '')) {
    evident = true;
    at++;
  } else if (words[at]?.key === 'birthday') {
    evident = true;
    at++;
  }
  if (bound === undefined && !range) {
    for (const [keys, which] of after) {
      if (!phraseAt(words, at, keys)) continue;
      if (which === 'min') min = first.value;
      else max = first.value;
      comparator = keys.length === 1 || keys.some((key) => comparators.has(key));
      at += keys.length;
      break;
    }
  } else if (bound === 'min' && !range) {
    // "people of 67 and older", "from 16 up"
    for (const [keys, which] of after) if (phraseAt(words, at, keys) && which === 'min') at += keys.length;
    if (['of', 'from'].includes(words[from]?.key ?? '') && at === first.to) return null;
  }
  if (min === undefined && max === undefined) {
    if (!evident) return null;
    min = first.value;
    max = first.value;
  }
  if (!evident && !countsNothing(words, at)) return null;
  const alone = from === 0 && (words[at]?.key === ',' || (range !== null && at === words.length));
  if (!evident && !comparator && !identifier && !alone && !personBefore(words, from, isPerson)) return null;
  if (named && from > 0 && isThingsAge(words, from)) return null;
  const adults = max === undefined && (min === 18 || min === 21);
  return {
    from,
    to: at,
    adults,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}

/** Whether nothing follows that the number before could count. */
function countsNothing(words: readonly Word[], at: number): boolean {
  const next = words[at];
  if (!next) return true;
  if (counted.test(next.key)) return false;
  return next.sort === 'mark' || verbs.has(next.key) || !/[^s]s$/.test(next.key);
}

/** "cache.age", "the certificate's age" */
function isThingsAge(words: readonly Word[], at: number): boolean {
  const owner = words[at - 1]?.key ?? '';
  return /^(?:cache|token|session|file|backup|record|message|log|ticket|cert|certificate|key|item|entry|snapshot)$/.test(
    owner,
  );
}

const links = new Set(
  (
    'be is are was were who must may can should have has to aged estimated believed thought known been of being not only , : ( or and still ' +
    'and between appear appears seem seems look looks reported listed registered recorded they if when turn turned turns no least yet already just at home ever'
  ).split(' '),
);

/** Whether the nearest noun before is one for people: only verbs and function words stand between. */
function personBefore(words: readonly Word[], at: number, isPerson: (index: number) => boolean): boolean {
  for (let index = at - 1; index >= Math.max(0, at - 7); index--) {
    if (isPerson(index)) return true;
    const key = words[index]?.key ?? '';
    if (key === 'who' || key === 'they' || key === 'nobody' || key === 'whoever' || key === 'you')
      return true;
    if (!links.has(key)) return false;
  }
  return false;
}
