import type { Json } from './raw.ts';

/** Names the header that an argument is sent in as well, in the schema of the argument. */
const KEYWORD = 'x-mcp-header';

const PREFIX = 'Mcp-Param-';

/** What a header may be called (RFC 9110). */
const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/;

/** What stands in a header as it is: visible, without space at its ends, and not like what is encoded. */
const PLAIN = /^(?!=\?base64\?.*\?=$)[!-~](?:[\t -~]*[!-~])?$/;

const TYPES: readonly unknown[] = ['string', 'integer', 'boolean'];

/** An argument, by its path, that is to be sent in a header. */
interface Declaration {
  readonly name: string;
  readonly path: readonly string[];
}

/**
 * The headers that a tool of revision 2026-07-28 asks for, so that what stands between can route its calls unread.
 *
 * @param definition of the tool, as its server gave it
 * @param args that it is called with
 * @returns none for a tool that breaks the revision's rules for them: then none of them can be meant
 */
export function paramHeaders(definition: Json | undefined, args: unknown): Record<string, string> {
  const declarations = [...declarationsIn(definition?.inputSchema, [])];
  if (!areSound(declarations)) return {};
  return Object.fromEntries(
    declarations.flatMap(({ name, path }) => {
      const text = textOf(path.reduce<unknown>((value, key) => memberOf(value, key), args));
      return text === undefined ? [] : [[`${PREFIX}${name}`, encoded(text)]];
    }),
  );
}

/** Whether a tool asks for headers as the revision allows, if it asks for any. */
export function hasSoundHeaders(definition: Json): boolean {
  return areSound([...declarationsIn(definition.inputSchema, [])]);
}

function areSound(declarations: readonly Declaration[]): boolean {
  const names = new Set(declarations.map(({ name }) => name.toLowerCase()));
  return names.size === declarations.length && declarations.every(({ name }) => TOKEN.test(name));
}

/** Of a schema and those of its properties, at any depth. */
function* declarationsIn(schema: unknown, path: readonly string[]): Generator<Declaration> {
  const name = memberOf(schema, KEYWORD);
  // One that is misplaced, or not of a plain type, has no name that is allowed.
  const isPlain = path.length > 0 && typeof name === 'string' && TYPES.includes(memberOf(schema, 'type'));
  if (name !== undefined) yield { name: isPlain ? name : '', path };
  const properties = memberOf(schema, 'properties');
  if (typeof properties !== 'object' || properties === null) return;
  for (const [key, property] of Object.entries(properties)) yield* declarationsIn(property, [...path, key]);
}

function memberOf(value: unknown, key: string): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && Object.hasOwn(value, key) ? (value as Json)[key] : undefined;
}

/** @returns undefined for what is in no header: nothing, and what no header can hold exactly */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || Number.isSafeInteger(value)) return String(value);
  return undefined;
}

function encoded(text: string): string {
  return PLAIN.test(text) ? text : `=?base64?${Buffer.from(text).toString('base64')}?=`;
}
