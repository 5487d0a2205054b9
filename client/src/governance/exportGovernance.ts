import { Uri, window, workspace } from 'vscode';
import type { GovernanceFormat } from '../../../server/src/protocol/governance.ts';
import { Methods } from '../../../server/src/protocol.ts';
import { offerToOpen } from '../offerToOpen.ts';
import type { HeadyServer } from '../server/headyServer.ts';

/** Without it Excel takes a CSV for one of the system's own encoding: names with accents come out wrong. */
const BOM = '\ufeff';

const formats: readonly { label: string; detail: string; format: GovernanceFormat; ending: string }[] = [
  { label: 'Markdown', detail: 'To read, or to paste into an issue', format: 'markdown', ending: 'md' },
  { label: 'CSV', detail: 'For a spreadsheet: a line for each reason', format: 'csv', ending: 'csv' },
  { label: 'JSON', detail: 'For other programs', format: 'json', ending: 'json' },
];

/**
 * Asks for a format and a file, and writes who breaks the rule of the way to prod.
 *
 * @param wanted format, where the caller knows it
 * @throws {Error} when the server cannot answer or the file cannot be written
 */
export async function exportGovernance(server: HeadyServer, wanted?: unknown): Promise<void> {
  const chosen =
    formats.find(({ format }) => format === wanted) ??
    (await window.showQuickPick(formats, {
      title: 'Heady: Export Governance',
      placeHolder: 'Format of the list',
    }));
  if (!chosen) return;
  const { format, label, ending } = chosen;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title: `Export governance as ${label}`,
    filters: { [label]: [ending] },
    ...(folder ? { defaultUri: Uri.joinPath(folder, `governance.${ending}`) } : {}),
  });
  if (!target) return;
  const text = await server.request(Methods.governanceExport, { format });
  await workspace.fs.writeFile(target, new TextEncoder().encode(format === 'csv' ? BOM + text : text));
  void offerToOpen(target);
}
