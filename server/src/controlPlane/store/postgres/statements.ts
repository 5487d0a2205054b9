import type { QueryConfig, QueryResult } from 'pg';
import type { Sql, SqlRow, SqlValue } from '../sql/sql.ts';
import { POSTGRES } from './postgresDialect.ts';

/** Runs one statement on some connection. */
export type Execute = (query: QueryConfig) => Promise<QueryResult<SqlRow>>;

/** `?` as `$1`, `$2`, ..., with the name under which each connection prepares the statement once. */
const prepared = new Map<string, { name: string; text: string }>();

/** Statements whose text varies are not prepared: every connection would keep each of them for ever. */
const MOST_PREPARED = 300;

export function postgresSql(execute: Execute): Sql {
  const query = (sql: string, values: readonly SqlValue[] = []) =>
    execute({ ...statementOf(sql), values: values.map(parameterOf) });
  return {
    dialect: POSTGRES,
    all: async (sql, values) => (await query(sql, values)).rows,
    get: async (sql, values) => (await query(sql, values)).rows[0],
    run: async (sql, values) => (await query(sql, values)).rowCount ?? 0,
  };
}

function statementOf(sql: string): { name?: string; text: string } {
  const known = prepared.get(sql);
  if (known) return known;
  let count = 0;
  const text = sql.replace(/\?/g, () => `$${++count}`);
  if (count === 0 || prepared.size >= MOST_PREPARED) return { text };
  const statement = { name: `heady_${prepared.size}`, text };
  prepared.set(sql, statement);
  return statement;
}

function parameterOf(value: SqlValue): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return typeof value === 'object' && value ? arrayOf(value) : value;
}

/** As text: a thousand words of an entry at once, which the library would take one by one. */
function arrayOf(words: readonly string[]): string {
  if (words.length === 0) return '{}';
  // PostgreSQL keeps no NUL: none of the words has one.
  const escaped = words.join('\0').replace(/["\\]/g, '\\$&');
  return `{"${escaped.replaceAll('\0', '","')}"}`;
}
