import type { ScalarNode, Span } from './tree.ts';

/** Where the characters of a scalar's text stand in the document that it is written in. */
export interface ScalarText {
  readonly text: string;
  /**
   * The place of a part of the text. Blanks at its ends are left out: folding makes other blanks of them. The whole
   * scalar where nobody can say more (an alias, a part of blanks alone).
   */
  placeOf(part: Span): Span;
}

/**
 * Reads a text scalar once more, this time for places: `It''s`, `\u00e9`, folded lines and block scalars with their
 * indentation stand for something else than is written.
 *
 * @param source text of the document that holds the node
 */
export function scalarText(source: string, node: ScalarNode): ScalarText {
  const text = typeof node.value === 'string' ? node.value : '';
  const whole = { start: node.start, end: node.end };
  let units: Units | undefined;
  return {
    text,
    placeOf({ start, end }) {
      units ??= (node.aliased ? undefined : unitsOf(source, node, text)) ?? NOTHING;
      const { starts, ends } = units;
      let [first, last] = [start, end - 1];
      while (first <= last && isBlank(text.charCodeAt(first))) first++;
      while (first <= last && isBlank(text.charCodeAt(last))) last--;
      const [from, to] = [starts[first], ends[last]];
      return first > last || from === undefined || to === undefined ? whole : { start: from, end: to };
    },
  };
}

/** By offset in the text, where a unit that is no blank is written. */
interface Units {
  starts: readonly (number | undefined)[];
  ends: readonly (number | undefined)[];
}

const NOTHING: Units = { starts: [], ends: [] };

/**
 * However lines are folded, what is no blank stands in the source in the order of the text, with nothing but blanks
 * between. Undefined where that does not hold.
 */
function unitsOf(source: string, { start, end, style }: ScalarNode, text: string): Units | undefined {
  const starts: number[] = [];
  const ends: number[] = [];
  const written = UNITS[style](source, start, end);
  for (let at = 0; at < text.length; at++) {
    if (isBlank(text.charCodeAt(at))) continue;
    const next = written.next();
    if (next.done || next.value.units[0] !== text[at]) return undefined;
    const { units, start: from, end: to } = next.value;
    for (let i = 0; i < units.length; i++) {
      if (units[i] !== text[at + i]) return undefined;
      starts[at + i] = from;
      ends[at + i] = to;
    }
    at += units.length - 1;
  }
  return written.next().done ? { starts, ends } : undefined;
}

/** What is written between two offsets for one character that is no blank: two units for one beyond the first plane. */
interface Written extends Span {
  units: string;
}

type Reader = (source: string, start: number, end: number) => Generator<Written, void>;

const UNITS: Record<ScalarNode['style'], Reader> = {
  plain: bare,
  block: (source, start, end) => bare(source, endOfHeader(source, start, end), end),
  single: singleQuoted,
  double: doubleQuoted,
};

function* bare(source: string, start: number, end: number): Generator<Written, void> {
  for (let at = start; at < end; at++) {
    if (!isBlank(source.charCodeAt(at))) yield { units: source.charAt(at), start: at, end: at + 1 };
  }
}

/** After the line that begins with `|` or `>`. */
function endOfHeader(source: string, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    if (source[at] === '\n' || source[at] === '\r') return at;
  }
  return end;
}

function* singleQuoted(source: string, start: number, end: number): Generator<Written, void> {
  for (let at = start + 1; at < end - 1; at++) {
    const from = at;
    const unit = source.charAt(at);
    if (isBlank(source.charCodeAt(at))) continue;
    if (unit === "'") at++;
    yield { units: unit, start: from, end: at + 1 };
  }
}

function* doubleQuoted(source: string, start: number, end: number): Generator<Written, void> {
  for (let at = start + 1; at < end - 1; at++) {
    const from = at;
    if (isBlank(source.charCodeAt(at))) continue;
    let units = source.charAt(at);
    if (units === '\\') {
      const code = source.charAt(++at);
      const digits = HEX_DIGITS[code] ?? 0;
      units = digits
        ? String.fromCodePoint(
            Math.min(Number.parseInt(source.slice(at + 1, at + 1 + digits), 16) || 0, 0x10ffff),
          )
        : (ESCAPES[code] ?? code);
      at += digits;
      if (isBlank(units.charCodeAt(0))) continue;
    }
    yield { units, start: from, end: at + 1 };
  }
}

const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** What escapes stand for; those that stand for themselves (`\"`, `\\`, `\/`) and blanks are not listed. */
const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

/** YAML's blanks and line breaks: what folding adds, drops and changes. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}
