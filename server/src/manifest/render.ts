import type { Plain, ScalarNode } from './tree.ts';

/** How the text around a new value is written. */
export interface Surroundings {
  /** Within `{ }` or `[ ]`. */
  flow: boolean;
  /** The whole document is JSON: every key and text in double quotes. */
  json: boolean;
  /** Blanks before the keys of the map that the value is in. */
  indent: string;
  /** Blanks by which a nested block map is indented further. */
  step: string;
  lineEnd: string;
}

/** `key: value`; a map under a key in block style goes on lines of its own. */
export function renderEntry(key: string, value: Plain, around: Surroundings): string {
  const written = renderScalar(key, around);
  if (!around.flow && isFilledMap(value)) {
    return `${written}:${renderBlockMap(value, { ...around, indent: around.indent + around.step })}`;
  }
  return `${written}: ${renderFlow(value, around)}`;
}

/** The lines of a block map, each led by a line end, to follow its key. */
export function renderBlockMap(map: { [key: string]: Plain }, around: Surroundings): string {
  return Object.entries(map)
    .map(([key, value]) => around.lineEnd + around.indent + renderEntry(key, value, around))
    .join('');
}

/** A value on one line. */
export function renderFlow(value: Plain, around: Surroundings, style?: ScalarNode['style']): string {
  if (Array.isArray(value)) return `[${value.map((item) => renderFlow(item, inFlow(around))).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return renderScalar(value, around, style);
  const entries = Object.entries(value).map(([key, each]) => renderEntry(key, each, inFlow(around)));
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

export function isFilledMap(value: Plain): value is { [key: string]: Plain } {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
  );
}

/** A scalar in the wished style where that can say it, else in double quotes. */
export function renderScalar(
  value: string | number | boolean | null,
  { flow, json }: Pick<Surroundings, 'flow' | 'json'>,
  style: ScalarNode['style'] = 'plain',
): string {
  if (typeof value !== 'string') return String(value);
  if (json || style === 'double') return doubleQuoted(value);
  if (style === 'single' && isPrintable(value)) return `'${value.replaceAll("'", "''")}'`;
  return isPlain(value, flow) ? value : doubleQuoted(value);
}

function inFlow(around: Surroundings): Surroundings {
  return { ...around, flow: true };
}

/** JSON's escapes are YAML's; what JSON leaves but YAML does not print is escaped as well. */
function doubleQuoted(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be written bare
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/;

function isPrintable(value: string): boolean {
  return !UNPRINTABLE.test(value);
}

/** Texts that YAML 1.2 (core schema) reads as something else than text. */
const NO_TEXT =
  /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|<<|---.*|\.\.\..*)$/;

/** Whether a text may stand without quotes and is still this text. */
function isPlain(value: string, flow: boolean): boolean {
  if (value === '' || value.trim() !== value || !isPrintable(value) || NO_TEXT.test(value)) return false;
  if (/^[,[\]{}#&*!|>'"%@`]/.test(value) || /^[-?:](?:\s|$|[,[\]{}])/.test(value)) return false;
  if (/:(?:\s|$)|\s#/.test(value)) return false;
  return !flow || !/[,[\]{}]|:$/.test(value);
}
