import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { callOf } from '../access/call.ts';
import { plainText } from '../access/plainText.ts';
import { auditPageSchema, readAuditPage } from '../audit/auditPage.ts';
import type { ControlPlane } from '../plane.ts';
import type { AuditQuery, AuditRecord } from '../store/auditLog.ts';
import { environmentSchema } from './entry.ts';

/** Records are found by their times as text, so each is brought to the same form. */
const time = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString())
  .optional();

const inputSchema = z.object({
  actor: z.string().max(500).optional().describe('Who'),
  action: z.string().max(500).optional().describe('The tool or resource, such as catalog_register'),
  target: z.string().max(2_000).optional().describe("On what, such as 'heady://catalog/dev/Service/dev-x-y'"),
  environment: environmentSchema.optional(),
  vertical: z.string().max(500).optional(),
  outcome: z.string().max(500).optional().describe('created, updated, refused, failed, ...'),
  correlation: z.string().max(500).optional().describe('What one request led to'),
  from: time.describe('ISO time: records of then and later'),
  until: time.describe('ISO time: records before'),
  cursor: z.string().max(100).optional().describe("'nextCursor' of the page before"),
  limit: z.number().int().min(1).max(500).default(100).describe('Records on a page'),
});

/** `audit_query`: who did what, page by page. */
export function registerAuditQuery(server: McpServer, { store, guard }: ControlPlane): void {
  server.registerTool(
    'audit_query',
    {
      title: 'Read the audit log',
      description:
        'Who did what, when, where and how it came out, the latest first; records meet all conditions given. That the log was read is itself recorded.',
      inputSchema,
      outputSchema: auditPageSchema,
      annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    },
    async ({ limit, cursor, ...query }, context) => {
      const from = { log: store.audit, auditor: guard.auditor };
      const page = await readAuditPage(from, callOf(context), query as AuditQuery, { limit, cursor });
      return {
        structuredContent: { ...page },
        content: [{ type: 'text', text: describe(page.records, page.nextCursor) }],
      };
    },
  );
}

function describe(records: readonly AuditRecord[], nextCursor: string | undefined): string {
  if (records.length === 0) return 'Nothing in the audit log matches.';
  const more = nextCursor === undefined ? [] : [`More with cursor ${nextCursor}`];
  return [...records.map(auditLine), ...more].join('\n');
}

/** One line for people and agents that read text alone. */
function auditLine({ seq, at, actor, role, action, target, outcome, details }: AuditRecord): string {
  const who = role === undefined ? actor : `${actor} (${role})`;
  const what = [seq, at, who, action, outcome, target, details === undefined ? '' : JSON.stringify(details)];
  return plainText(what.filter((part) => part !== undefined && part !== '').join(' '), 1_000);
}
