import type { AuditFilter } from '../../../server/src/protocol/audit.ts';

/** Which calls a row of the MCP tree is about: those of its server, or of one thing that it offers. */
export function callsOf(row: unknown): AuditFilter {
  if (typeof row !== 'object' || row === null) return {};
  const { declared, server, item } = row as {
    declared?: { name?: unknown };
    server?: unknown;
    item?: { name?: unknown };
  };
  const of = server ?? declared?.name;
  return {
    ...(typeof of === 'string' ? { server: of } : {}),
    ...(typeof item?.name === 'string' ? { item: item.name } : {}),
  };
}
