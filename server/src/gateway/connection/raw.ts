import type { StandardSchemaV1 } from '@modelcontextprotocol/client';

/** What is said as JSON. */
export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Lets everything pass as it is: what a server said of itself is not the gateway's to change. */
export const RAW: StandardSchemaV1<unknown, Record<string, unknown>> = {
  '~standard': {
    version: 1,
    vendor: 'heady',
    validate: (value) => ({ value: value as Record<string, unknown> }),
  },
};
