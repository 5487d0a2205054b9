import type pg from 'pg';
import type { Sql } from '../sql/sql.ts';

/** A lock that every node shares as long as it listens, and that a restore wants for itself. */
const LOCK = "hashtextextended('heady node ' || current_schema(), 0)";

/** @throws while a restore is at work: nothing of what it does may be announced */
export async function showPresence(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`SELECT pg_try_advisory_lock_shared(${LOCK}) AS granted`);
  if (!rows[0]?.granted) throw new Error('The store is being restored.');
}

/** Whether no node is there; none comes until the transaction ends. */
export async function keepNodesAway(sql: Sql): Promise<boolean> {
  const row = await sql.get(`SELECT pg_try_advisory_xact_lock(${LOCK}) AS alone`);
  return row?.alone === true;
}
