import { commands, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';
import type { EnvironmentName } from '../../../server/src/protocol.ts';
import { stateLooks } from '../catalog/states.ts';
import { environmentDiff, shortName } from './environmentDiff.ts';
import { environmentLabels } from './environments.ts';

type Row = QuickPickItem & { item?: CatalogItem };

/** Lists what switching would leave behind and what it would bring; choosing a service shows its details. */
export async function showEnvironmentDiff(
  items: readonly CatalogItem[],
  from: EnvironmentName,
  to: EnvironmentName,
): Promise<void> {
  const { gone, come } = environmentDiff(items, from, to);
  const [here, there] = [environmentLabels[from], environmentLabels[to]];
  const rows = [...section(`Not in ${there}`, gone), ...section(`Only in ${there}`, come)];
  if (rows.length === 0) {
    void window.showInformationMessage(`${here} and ${there} have the same services.`);
    return;
  }
  const chosen = await window.showQuickPick<Row>(rows, {
    title: `Heady: From ${here} to ${there}`,
    placeHolder: `${count(gone)} of ${here} not in ${there}, ${come.length} only in ${there}`,
    matchOnDescription: true,
  });
  if (chosen?.item) await commands.executeCommand('heady.catalog.details', { entry: chosen.item });
}

function section(label: string, items: readonly CatalogItem[]): Row[] {
  if (items.length === 0) return [];
  const rows = items.map((item) => ({
    label: shortName(item),
    description: [item.owner, stateLooks[item.state].words].filter(Boolean).join(' · '),
    item,
  }));
  return [{ label: `${label} (${items.length})`, kind: QuickPickItemKind.Separator }, ...rows];
}

function count({ length }: readonly CatalogItem[]): string {
  return length === 1 ? '1 service' : `${length} services`;
}
