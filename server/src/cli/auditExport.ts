import { headerLine, linkLine, trailerLine } from '../controlPlane/audit/exportedLog.ts';
import type { AuditHead, AuditLink, AuditLog } from '../controlPlane/store/auditLog.ts';
import type { AuditArguments } from './auditArguments.ts';
import { CSV_HEADER, csvLine } from './auditCsv.ts';
import { withAuditLog } from './auditStore.ts';
import type { AuditWork } from './auditWork.ts';
import { openOutput } from './output.ts';

/** How a format writes what stands first, each link, and what stands last. */
interface ExportFormat {
  header(): string;
  link(link: AuditLink): string;
  trailer(records: number, head: AuditHead): string;
}

const FORMATS: Readonly<Record<'jsonl' | 'csv', ExportFormat>> = {
  jsonl: { header: () => headerLine(new Date()), link: linkLine, trailer: trailerLine },
  csv: {
    header: () => CSV_HEADER,
    link: (link) => ('record' in link ? csvLine(link.record) : ''),
    trailer: () => '',
  },
};

/** Characters written at a time. */
const CHUNK = 65_536;

/** `heady audit export`. @returns exit code */
export async function exportLog(
  { from, to, format }: Extract<AuditArguments, { command: 'export' }>,
  { terminal, progress, signal }: AuditWork,
): Promise<number> {
  return await withAuditLog(from, { terminal }, async (log) => {
    const total = (await log.query({}, 1))[0]?.seq ?? 0;
    const output = await openOutput(to, terminal);
    const summary = { records: 0, removed: 0, head: EMPTY };
    try {
      for await (const text of chunksOf(textOf(log, FORMATS[format], summary))) {
        signal.throwIfAborted();
        if (!(await output.write(text))) return 0;
        progress.report('Exporting the audit log', summary.records, total);
      }
      await output.finish();
    } catch (error) {
      await output.abandon();
      throw error;
    }
    progress.end();
    const { records, removed, head } = summary;
    const gone = removed > 0 ? `, ${removed} removed by retention` : '';
    terminal.stderr.write(`heady audit: ${records} records${gone}; head ${head.seq}:${head.hash}\n`);
    return 0;
  });
}

const EMPTY: AuditHead = { seq: 0, hash: '0'.repeat(64) };

interface Summary {
  records: number;
  removed: number;
  head: AuditHead;
}

/** @param summary kept up to date with what was given so far */
async function* textOf(log: AuditLog, format: ExportFormat, summary: Summary): AsyncGenerator<string> {
  yield format.header();
  for await (const link of log.links()) {
    if ('record' in link) {
      summary.records++;
      summary.head = { seq: link.record.seq, hash: link.record.hash };
    } else {
      summary.removed += link.gap.last - link.gap.first + 1;
      summary.head = { seq: link.gap.last, hash: link.gap.after };
    }
    yield format.link(link);
  }
  yield format.trailer(summary.records, summary.head);
}

async function* chunksOf(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let parts: string[] = [];
  let length = 0;
  for await (const text of texts) {
    parts.push(text);
    length += text.length;
    if (length < CHUNK) continue;
    yield parts.join('');
    parts = [];
    length = 0;
  }
  yield parts.join('');
}
