import type { McpServer } from '@modelcontextprotocol/server';
import { callOf } from '../access/call.ts';
import { readAuditPage } from '../audit/auditPage.ts';
import type { ControlPlane } from '../plane.ts';
import { jsonContents, MIME_TYPE } from './jsonContents.ts';
import { AUDIT_URI } from './uri.ts';

/** What is read in one piece; `audit_query` pages. */
const LATEST = 100;

/** `heady://audit`: the latest records. */
export function registerAuditResource(server: McpServer, { store, guard }: ControlPlane): void {
  const description = `The latest ${LATEST} records of who did what; audit_query pages and filters.`;
  server.registerResource(
    'audit',
    AUDIT_URI,
    { title: 'Audit log', description, mimeType: MIME_TYPE },
    async (uri, context) => {
      const from = { log: store.audit, auditor: guard.auditor };
      return jsonContents(uri, await readAuditPage(from, callOf(context), {}, { limit: LATEST }));
    },
  );
}
