import type { AuditHead, AuditVerdict } from '../auditLog.ts';
import { gapsOf } from './auditGaps.ts';
import { chainOf } from './auditReader.ts';
import { AuditWalk } from './auditWalk.ts';
import type { Sql } from './sql.ts';

/**
 * Follows the chain from its start to its end.
 *
 * @param noted a head that must be on the way
 * @param progress told after each record how many were read
 */
export async function verifyChain(
  sql: Sql,
  noted: AuditHead | undefined,
  progress: (records: number) => void,
): Promise<AuditVerdict> {
  const walk = new AuditWalk(noted);
  for await (const link of chainOf(sql, await gapsOf(sql))) {
    const broken = walk.step(link);
    if (broken) return broken;
    progress(walk.records);
  }
  return walk.finish();
}
