import type { Plain } from '../../manifest/tree.ts';
import type {
  EntryAudit,
  EntryAuditRecord,
  EntryHistory,
  EntryVersion,
} from '../../protocol/entryDetails.ts';
import { AnswerError } from './answers.ts';

/** Reads what `catalog_history` answered. @throws AnswerError */
export function historyOf(answer: unknown): EntryHistory {
  const { versions, nextCursor } = pageIn(answer, 'catalog_history', 'versions');
  return { versions: versions.map(versionOf), ...nextCursor };
}

/** The manifest of a version, which `catalog_history` answered first; undefined where there is none. @throws AnswerError */
export function manifestOf(answer: unknown, version: number): Plain | undefined {
  const [first] = pageIn(answer, 'catalog_history', 'versions').versions;
  if (first === undefined || (isMap(first) && first.version !== version)) return undefined;
  if (!isMap(first) || !isMap(first.manifest)) throw new AnswerError('catalog_history');
  return first.manifest as Plain;
}

/** Reads what `audit_query` answered. @throws AnswerError */
export function auditOf(answer: unknown): EntryAudit {
  const { records, nextCursor } = pageIn(answer, 'audit_query', 'records');
  return { records: records.map(recordOf), ...nextCursor };
}

function pageIn<Field extends string>(answer: unknown, tool: string, field: Field) {
  const list = isMap(answer) ? answer[field] : undefined;
  if (!isMap(answer) || !Array.isArray(list)) throw new AnswerError(tool);
  const nextCursor = typeof answer.nextCursor === 'string' ? { nextCursor: answer.nextCursor } : {};
  return { [field]: list, nextCursor } as Record<Field, unknown[]> & { nextCursor: { nextCursor?: string } };
}

function versionOf(value: unknown): EntryVersion {
  if (!isMap(value) || typeof value.version !== 'number' || typeof value.registeredAt !== 'string')
    throw new AnswerError('catalog_history');
  const { version, registeredAt, actor, source, retired, changed } = value;
  return {
    version,
    registeredAt,
    ...(typeof actor === 'string' ? { actor } : {}),
    ...(typeof source === 'string' ? { source } : {}),
    ...(retired === true ? { retired } : {}),
    ...(Array.isArray(changed) ? { changed: changed.map(String) } : {}),
  };
}

function recordOf(value: unknown): EntryAuditRecord {
  if (!isMap(value) || typeof value.seq !== 'number' || typeof value.at !== 'string')
    throw new AnswerError('audit_query');
  const { seq, at, actor, role, action, outcome } = value;
  return {
    seq,
    at,
    actor: String(actor),
    ...(typeof role === 'string' ? { role } : {}),
    action: String(action),
    outcome: String(outcome),
  };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
