import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { CallError } from '../catalog/controlPlane/answers.ts';
import { isOnDisk } from '../catalog/workspaceLoader.ts';
import { isEnvironment } from '../manifest/environment.ts';
import {
  type AuditAnswer,
  type AuditExportParams,
  type AuditFilter,
  AuditMethods,
  type AuditParams,
  type AuditRecord,
  type AuditText,
  type AuditUnread,
} from '../protocol/audit.ts';
import type { ControlPlanes } from './controlPlanes.ts';
import type { Session } from './session.ts';

/** Records on a page, where nobody says how many, and at most: the control plane gives no more. */
const PAGE = 100;
const MOST = 500;

interface Parts {
  session: Session;
  controlPlanes: ControlPlanes;
}

/** Answers what the audit view asks for. @param parts exist once `initialize` was answered */
export function listenForAudit(connection: Connection, parts: () => Parts): void {
  connection.onRequest(AuditMethods.read, (params: AuditParams, token) => read(parts(), params, token));
  connection.onRequest(
    AuditMethods.export,
    async ({ format, ...params }: AuditExportParams, token): Promise<AuditText | AuditUnread> => {
      const answer = await read(parts(), { ...params, limit: MOST }, token);
      if (!('records' in answer)) return answer;
      const { records, older } = answer;
      const { auditText } = await import('./auditText.ts');
      const text = auditText(records, params.log, format, params.before === undefined);
      return { text, records: records.length, ...(older === undefined ? {} : { older }) };
    },
  );
}

async function read(
  { session, controlPlanes }: Parts,
  params: AuditParams,
  token: CancellationToken,
): Promise<AuditAnswer> {
  const limit = Math.min(Math.max(1, Number(params.limit) || PAGE), MOST);
  return params.log === 'controlPlane'
    ? await readControlPlane({ session, controlPlanes }, params, limit, token)
    : await readGateway(session, params, limit);
}

/** Where the editor's gateway records its calls. @returns undefined where it runs for no folder */
export async function callsFolderOf({ options, project }: Session): Promise<string | undefined> {
  const { storagePath } = options;
  if (storagePath !== undefined) return join(storagePath, 'gateway');
  const folder = project.folders.find(isOnDisk);
  if (folder === undefined) return undefined;
  const { callsFolder } = await import('../gateway/telemetry/stateFolder.ts');
  const path = URI.parse(folder).fsPath;
  // The gateway knows the folder that it runs in by its real name.
  return callsFolder(process.env, process.platform, await realpath(path).catch(() => path));
}

async function readGateway(
  session: Session,
  { filter, before, after }: AuditParams,
  limit: number,
): Promise<AuditAnswer> {
  const folder = await callsFolderOf(session);
  if (folder === undefined)
    return { state: 'none', message: 'Calls are recorded for folders on this disk alone.' };
  const { readCalls } = await import('../gateway/telemetry/callReader.ts');
  const [from, to] = [placeOf(before), placeOf(after)];
  const { lines, older, newest, searchedTo } = await readCalls(folder, {
    isWanted: wantedBy(filter),
    holding: Object.values(equalIn(filter)).map((value) => JSON.stringify(value)),
    limit,
    ...(filter.from === undefined ? {} : { from: filter.from }),
    ...(from ? { before: from } : {}),
    ...(to ? { after: to } : {}),
  });
  return {
    records: lines,
    ...(older ? { older: `${older.file}:${older.offset}` } : {}),
    ...(newest ? { newest: `${newest.file}:${newest.offset}` } : {}),
    ...(searchedTo !== undefined && lines.length < limit ? { searchedTo } : {}),
  };
}

async function readControlPlane(
  { session, controlPlanes }: Parts,
  { filter, before }: AuditParams,
  limit: number,
  token: CancellationToken,
): Promise<AuditAnswer> {
  const environment = isEnvironment(filter.environment)
    ? filter.environment
    : session.project.environments.window;
  // Asking for it is reason enough to connect where no folder is switched to.
  const client = await controlPlanes.visit(environment);
  if (!client) return { state: 'none', message: 'This workspace uses no control plane.' };
  const { place } = client.status;
  const of = { environment, ...(place === undefined ? {} : { place }) };
  const { actor, item, outcome, from, until } = filter;
  const asked = { actor, action: item, outcome, from, until, cursor: before, limit };
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const abort = new AbortController();
  const listening = token.onCancellationRequested(() => abort.abort());
  try {
    const { records, nextCursor } = (await client.ask('audit_query', given, abort.signal)) as {
      records: AuditRecord[];
      nextCursor?: string;
    };
    return { of, records, ...(nextCursor === undefined ? {} : { older: nextCursor }) };
  } catch (error) {
    const state = error instanceof CallError ? 'refused' : 'offline';
    return { of, state, message: (error as Error).message };
  } finally {
    listening.dispose();
  }
}

/** Equal, but for what was called: a part of its name will do, in whatever case. */
function wantedBy(filter: AuditFilter) {
  const { item, from, until } = filter;
  const part = item?.toLowerCase();
  const equal = Object.entries(equalIn(filter));
  return (line: AuditRecord): boolean =>
    equal.every(([name, value]) => line[name] === value) &&
    (part === undefined || String(line.item).toLowerCase().includes(part)) &&
    (from === undefined || String(line.at) >= from) &&
    (until === undefined || String(line.at) < until);
}

function equalIn({ server, actor, outcome, rule }: AuditFilter): Record<string, string> {
  const stated = Object.entries({ server, actor, outcome, rule });
  return Object.fromEntries(
    stated.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
  );
}

/** @returns undefined for what is no place: then the log is read from its end */
function placeOf(text: string | undefined): { file: string; offset: number } | undefined {
  const [, file, offset] = /^(\d+):(\d+)$/.exec(text ?? '') ?? [];
  return file === undefined ? undefined : { file, offset: Number(offset) };
}
