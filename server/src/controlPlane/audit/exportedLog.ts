import { z } from 'zod';
import type { AuditHead, AuditLink, AuditRecord, AuditVerdict } from '../store/auditLog.ts';
import { rowOf } from '../store/sql/auditChain.ts';
import { AuditWalk, type ChainLink } from '../store/sql/auditWalk.ts';
import { auditRecordSchema } from './auditPage.ts';

const FORMAT = 'heady-audit/1';

const headSchema = z.object({ seq: z.number(), hash: z.string() });

/**
 * An exported audit log is JSON Lines: a header, then the chain in order, each record and each gap that retention left,
 * then a trailer with the head of the chain, whose hash covers all that stands before it. Nothing else may be in it: no
 * hash would cover that.
 */
const lineSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), format: z.literal(FORMAT), at: z.string() }),
  z.strictObject({ type: z.literal('record'), ...auditRecordSchema.shape }),
  z.strictObject({
    type: z.literal('gap'),
    first: z.number(),
    last: z.number(),
    before: z.string(),
    after: z.string(),
  }),
  z.strictObject({ type: z.literal('trailer'), records: z.number(), head: headSchema }),
]);

type Line = z.infer<typeof lineSchema>;

/** The file is no exported audit log. */
export class NoExportError extends Error {
  override readonly name = 'NoExportError';
}

export function headerLine(at: Date): string {
  return lineOf({ type: 'header', format: FORMAT, at: at.toISOString() });
}

export function linkLine(link: AuditLink): string {
  return lineOf('record' in link ? { type: 'record', ...link.record } : { type: 'gap', ...link.gap });
}

export function trailerLine(records: number, head: AuditHead): string {
  return lineOf({ type: 'trailer', records, head });
}

function lineOf(line: object): string {
  return `${JSON.stringify(line)}\n`;
}

/**
 * Follows the chain in an exported log, without the store it came from.
 *
 * @param lines of the file, without their ends
 * @param noted a head that must be on the way
 * @param progress told after each line how many records were read
 * @throws NoExportError where it does not even begin as one
 */
export async function verifyExport(
  lines: AsyncIterable<string>,
  noted: AuditHead | undefined,
  progress: (records: number) => void,
): Promise<AuditVerdict> {
  const walk = new AuditWalk(noted);
  let number = 0;
  let trailer: Extract<Line, { type: 'trailer' }> | undefined;
  for await (const text of lines) {
    number++;
    const line = parse(text);
    if (number === 1) {
      if (line?.type !== 'header')
        throw new NoExportError('It is no exported audit log of a format known here.');
      continue;
    }
    if (trailer) return walk.broken(`Line ${number} stands behind the end.`);
    if (line?.type === 'trailer') {
      trailer = line;
      continue;
    }
    if (!line || line.type === 'header') return walk.broken(`Line ${number} is no line of an exported log.`);
    const broken = walk.step(chainLinkOf(line));
    if (broken) return broken;
    progress(walk.records);
  }
  if (number === 0) throw new NoExportError('It is empty.');
  if (!trailer) return walk.broken('The end is missing: the export was cut off.');
  const verdict = walk.finish();
  if (!verdict.valid) return verdict;
  const { head, records } = trailer;
  const isSame = head.seq === verdict.head.seq && head.hash === verdict.head.hash;
  return isSame && records === verdict.records
    ? verdict
    : walk.broken(`Records at the end are missing: the export says ${records} up to ${head.seq}.`);
}

function chainLinkOf(line: Extract<Line, { type: 'record' | 'gap' }>): ChainLink {
  if (line.type === 'gap') return { gap: line };
  const { type: _, ...record } = line;
  return { row: rowOf(record as AuditRecord) };
}

/** @returns undefined for what no export has */
function parse(text: string): Line | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
