import { stringify } from 'yaml';

/** What a person typed, written so that each language reads the same text and nothing more. */

/** A YAML flow-safe scalar on one line, quoted where it must be. */
export function yaml(value: unknown): string {
  if (typeof value !== 'string') return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
  const plain = stringify(value, { lineWidth: 0, defaultStringType: 'PLAIN' }).trim();
  // A plain scalar that is one in a block only is quoted: templates write flow maps, too.
  const plainAnywhere = plain === value && /^[\p{L}\p{N}][\p{L}\p{N} ./_-]*$/u.test(value);
  return plainAnywhere ? plain : json(value);
}

/** JSON on one line; a string of JavaScript, TypeScript and YAML as well. */
export function json(value: unknown): string {
  return JSON.stringify(value ?? null)
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
    .replaceAll('\u0085', '\\u0085')
    .replaceAll('\u007f', '\\u007f');
}

/** Text of XML or HTML, in an element or a quoted attribute. */
export function xml(value: unknown): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return oneLine(value).replace(/[&<>"']/g, (char) => entities[char] ?? char);
}

/** One word of a POSIX shell. */
export function shell(value: unknown): string {
  return `'${oneLine(value).replaceAll("'", "'\\''")}'`;
}

/** Text of Markdown that starts nothing: no link, no emphasis, no HTML. */
export function markdown(value: unknown): string {
  return oneLine(value)
    .replace(/[\\`*_[\]<>|~$&]/g, '\\$&')
    .replace(/^([#+\-=>]|\d+[.)])/, (start) => start.replace(/.$/, '\\$&'));
}

/** A string literal of Python; JSON's escapes are Python's but for those of pairs of surrogates. */
export function python(value: unknown): string {
  return `"${[...String(value ?? '')].map(pythonCharacter).join('')}"`;
}

function pythonCharacter(char: string): string {
  if (char === '"' || char === '\\') return `\\${char}`;
  if (char === '\n') return '\\n';
  if (char === '\r') return '\\r';
  if (char === '\t') return '\\t';
  return escapedControl(char);
}

/** An interpreted string literal of Go. */
export function go(value: unknown): string {
  return python(value);
}

/** One line that ends no comment of any language. */
export function comment(value: unknown): string {
  return oneLine(value)
    .replaceAll('*/', '* /')
    .replaceAll('/*', '/ *')
    .replaceAll('--', '- -')
    .replaceAll('"""', "'''");
}

/** The text without line breaks and other characters that end or hide a line. */
export function oneLine(value: unknown): string {
  return (
    String(value ?? '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not stay
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
      .trim()
  );
}

function escapedControl(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const hidden =
    code < 0x20 || (code >= 0x7f && code <= 0x9f) || code === 0x2028 || code === 0x2029 || code === 0xfeff;
  if (code >= 0xd800 && code <= 0xdfff) return '\\ufffd';
  return hidden ? `\\u${code.toString(16).padStart(4, '0')}` : char;
}
