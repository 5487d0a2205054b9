import { kebab, snake } from '../render/words.ts';
import type { Dialect } from '../template/template.ts';
import { TemplateError } from '../template/template.ts';

/** Tags of Nunjucks that Liquid has no like of. */
const UNKNOWN_TAGS = /^(macro|call|import|from|extends|block|include|filter|asyncEach|asyncAll|switch)\b/;

/** A part of an expression: a string, or what is between strings. */
const PARTS = /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/;

/**
 * Skeletons and expressions of Backstage are written for Nunjucks, which runs what it is given as JavaScript. Here they
 * are rendered by Liquid, which runs nothing, once the few things that the two write otherwise are put as Liquid has them.
 */
export const NUNJUCKS: Dialect = {
  outputLeft: '${{',
  outputRight: '}}',
  greedy: true,
  lenient: true,
  text: liquidText,
  expression: liquidExpression,
  filters: {
    lower: (value) => String(value ?? '').toLowerCase(),
    upper: (value) => String(value ?? '').toUpperCase(),
    trim: (value) => String(value ?? '').trim(),
    title: (value) => String(value ?? '').replace(/\b\p{L}/gu, (first) => first.toUpperCase()),
    length: (value) => (Array.isArray(value) || typeof value === 'string' ? value.length : 0),
    dump: (value) => JSON.stringify(value ?? null),
    tojson: (value) => JSON.stringify(value ?? null),
    safe: (value) => value,
    string: (value) => String(value ?? ''),
    int: (value) => Number.parseInt(String(value), 10) || 0,
    float: (value) => Number.parseFloat(String(value)) || 0,
    kebabCase: (value) => kebab(String(value ?? '')),
    snakeCase: (value) => snake(String(value ?? '')),
    pick: (value, key) => ownValue(value, key),
    parseEntityRef: (value) => entityRef(String(value ?? '')),
    indent: (value, width = 4) => String(value ?? '').replaceAll('\n', `\n${' '.repeat(Number(width) || 0)}`),
  },
};

function liquidText(text: string): string {
  const withoutComments = rewritten(text, '{#', '#}', () => '');
  const withTags = rewritten(withoutComments, '{%', '%}', (tag) => `{%${trimmed(tag, liquidTag)}%}`);
  return rewritten(withTags, '${{', '}}', (output) => `\${{${trimmed(output, liquidExpression)}}}`);
}

/** The text with what stands between the delimiters, they included, rewritten; looks at each character once. */
function rewritten(text: string, left: string, right: string, rewrite: (inner: string) => string): string {
  let result = '';
  let at = 0;
  for (;;) {
    const start = text.indexOf(left, at);
    const end = start < 0 ? -1 : text.indexOf(right, start + left.length);
    if (end < 0) return result + text.slice(at);
    result += text.slice(at, start) + rewrite(text.slice(start + left.length, end));
    at = end + right.length;
  }
}

/** What is within, written anew; a dash at either end stays where it is. */
function trimmed(inner: string, rewrite: (text: string) => string): string {
  const left = inner.startsWith('-') ? '-' : '';
  const right = inner.length > left.length && inner.endsWith('-') ? '-' : '';
  return `${left} ${rewrite(inner.slice(left.length, inner.length - right.length).trim())} ${right}`;
}

function liquidTag(tag: string): string {
  const unknown = UNKNOWN_TAGS.exec(tag)?.[1];
  if (unknown !== undefined) throw new TemplateError(`"${unknown}" of Nunjucks is not known here`);
  const [, word = '', rest = ''] = /^(\w+)\s*([\s\S]*)$/.exec(tag) ?? [];
  if (word === 'elif' || word === 'elseif') return `elsif ${liquidExpression(rest)}`;
  if (word === 'set') return `assign ${liquidExpression(rest)}`;
  if (word === 'if' || word === 'for') return `${word} ${liquidExpression(rest)}`;
  return tag;
}

/** Outside of strings: `===`, filters with parentheses, `loop`, negation, indexes of the counter. */
function liquidExpression(expression: string): string {
  const parts = expression.split(PARTS);
  const outside = (text: string) =>
    text
      .replace(/===/g, '==')
      .replace(/!==/g, '!=')
      .replace(/!(?!=)\s*/g, 'not ')
      .replace(/&&/g, 'and')
      .replace(/\|\|/g, 'or')
      .replace(/\bloop\.index0\b/g, 'forloop.index0')
      .replace(/\bloop\.(index|first|last|length|revindex)\b/g, 'forloop.$1');
  const whole = parts.map((part, index) => (index % 2 === 1 ? part : outside(part))).join('');
  return whole.replace(
    /\|\s*(\w+)\s*\(((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^()"'])*)\)/g,
    (_, name, args: string) => (args.trim() === '' ? `| ${name}` : `| ${name}: ${args.trim()}`),
  );
}

function ownValue(value: unknown, key: unknown): unknown {
  return typeof value === 'object' && value !== null && typeof key === 'string' && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** `[kind:][namespace/]name`. */
function entityRef(ref: string) {
  const [, kind = '', namespace = 'default', name = ref] =
    /^(?:([^:/]+):)?(?:([^/]+)\/)?(.+)$/.exec(ref) ?? [];
  return { kind: kind.toLowerCase(), namespace, name };
}
