// What a control plane and its clients agree on beyond MCP.

/** A manifest describes a thing; more text than this is something else. In UTF-16 units of JSON. */
export const MAX_MANIFEST = 256_000;

export function manifestTooLong(length: number): string {
  return `The manifest is ${length} characters of JSON; the catalog takes ${MAX_MANIFEST}. Keep large content elsewhere and link to it.`;
}

/** Where the rule that refused stands in a refusal's `_meta`, and in the data of an error. */
export const REFUSED_BY = 'heady.systems/refusedBy';

/** What stands before the reason, on standard error, where the control plane cannot even start. */
export const CANNOT_START = 'cannot start: ';
