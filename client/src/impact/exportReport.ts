import { Uri, window, workspace } from 'vscode';
import type { ImpactExportFormat, ImpactItem } from '../../../server/src/protocol/impact.ts';
import { Methods } from '../../../server/src/protocol.ts';
import { offerToOpen } from '../offerToOpen.ts';
import type { HeadyServer } from '../server/headyServer.ts';

const formats: readonly { label: string; detail: string; format: ImpactExportFormat; ending: string }[] = [
  { label: 'Markdown', detail: 'To read, or to paste into an issue', format: 'markdown', ending: 'md' },
  { label: 'HTML', detail: 'A page that needs nothing else', format: 'html', ending: 'html' },
  { label: 'SARIF', detail: 'For code scanning and other tools', format: 'sarif', ending: 'sarif' },
];

/**
 * Asks for a format and a file, and writes what the report shows.
 *
 * @param files that were checked
 * @throws {Error} when the server cannot answer or the file cannot be written
 */
export async function exportReport(server: HeadyServer, files: number, items: ImpactItem[]): Promise<void> {
  const chosen = await window.showQuickPick(formats, {
    title: `Export ${items.length === 1 ? '1 finding' : `${items.length} findings`}`,
    placeHolder: 'Format of the report',
  });
  if (!chosen) return;
  const { format, label, ending } = chosen;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title: `Export the report as ${label}`,
    filters: { [label]: [ending] },
    ...(folder ? { defaultUri: Uri.joinPath(folder, `impact-report.${ending}`) } : {}),
  });
  if (!target) return;
  const text = await server.request(Methods.impactExport, { format, files, items });
  await workspace.fs.writeFile(target, new TextEncoder().encode(text));
  void offerToOpen(target);
}
