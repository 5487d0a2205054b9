import { ProgressLocation, Uri, window, workspace } from 'vscode';
import {
  type AuditFilter,
  type AuditFormat,
  type AuditLog,
  AuditMethods,
} from '../../../server/src/protocol/audit.ts';
import type { HeadyServer } from '../server/headyServer.ts';

/** Records in a file; it is put together in memory. */
const MOST = 200_000;

const FORMATS: readonly { label: string; detail: string; format: AuditFormat }[] = [
  { label: 'CSV', detail: 'For spreadsheets', format: 'csv' },
  { label: 'JSON lines', detail: 'As they stand in the log, one record a line', format: 'jsonl' },
];

/**
 * Asks for a format and a file, and writes all that passes the filter, not only what is shown.
 *
 * @throws {Error} when it cannot be read or written
 */
export async function exportAudit(server: HeadyServer, log: AuditLog, filter: AuditFilter): Promise<void> {
  const what = log === 'calls' ? 'calls' : 'audit';
  const chosen = await window.showQuickPick(FORMATS, {
    title: `Export ${log === 'calls' ? 'calls' : 'the audit log'}`,
    placeHolder: 'Format of the file',
  });
  if (!chosen) return;
  const { format, label } = chosen;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title: `Export as ${label}`,
    filters: { [label]: [format] },
    ...(folder ? { defaultUri: Uri.joinPath(folder, `${what}.${format}`) } : {}),
  });
  if (!target) return;
  const options = { location: ProgressLocation.Notification, title: 'Exporting', cancellable: true };
  const records = await window.withProgress(options, async (progress, token) => {
    const pieces: string[] = [];
    let count = 0;
    let before: string | undefined;
    do {
      const params = { log, filter, format, ...(before === undefined ? {} : { before }) };
      const page = await server.request(AuditMethods.export, params, token);
      if (!('text' in page)) throw new Error(page.message);
      pieces.push(page.text);
      count += page.records;
      before = page.older;
      progress.report({ message: `${count.toLocaleString()} records` });
      if (token.isCancellationRequested) return undefined;
    } while (before !== undefined && count < MOST);
    await workspace.fs.writeFile(target, new TextEncoder().encode(pieces.join('')));
    return { count, isAll: before === undefined };
  });
  if (records) void offerToOpen(target, records);
}

async function offerToOpen(target: Uri, { count, isAll }: { count: number; isAll: boolean }): Promise<void> {
  const open = 'Open';
  const name = target.path.slice(target.path.lastIndexOf('/') + 1);
  const rest = isAll ? '' : ' There are more; filter by time to export the rest.';
  const message = `${name} was written, with ${count.toLocaleString()} records.${rest}`;
  if ((await window.showInformationMessage(message, open)) === open) await window.showTextDocument(target);
}
