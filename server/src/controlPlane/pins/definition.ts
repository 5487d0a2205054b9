import { createHash } from 'node:crypto';

/** A definition as a server gave it. */
type Definition = Readonly<Record<string, unknown>>;

/** What of an MCP server is pinned. `server`: its instructions. */
export const PIN_KINDS = ['tools', 'prompts', 'templates', 'server'] as const;
export type PinKind = (typeof PIN_KINDS)[number];

/** The one thing that is pinned of a server itself. */
export const INSTRUCTIONS = 'instructions';

/** What a definition is called among those of its kind; undefined where it says nothing of use. */
export function nameOf(kind: PinKind, definition: Definition): string | undefined {
  if (kind === 'server') return INSTRUCTIONS;
  const name = kind === 'templates' ? definition.uriTemplate : definition.name;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** A value with the keys of every object in order, so that what is equal is written equally. */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, inner]) => [key, canonical(inner)]));
}

const hashes = new WeakMap<Definition, string>();

/**
 * What tells one definition from any other: all of it counts, unknown fields too.
 *
 * @returns `sha256:` and 64 hexadecimal digits; undefined for a definition too deep to be written down
 */
export function hashOf(definition: Definition): string | undefined {
  const known = hashes.get(definition);
  if (known !== undefined) return known;
  try {
    const hash = `sha256:${createHash('sha256')
      .update(JSON.stringify(canonical(definition)))
      .digest('hex')}`;
    hashes.set(definition, hash);
    return hash;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
