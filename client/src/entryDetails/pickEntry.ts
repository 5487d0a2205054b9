import { type QuickPickItem, ThemeIcon, window } from 'vscode';
import type { CatalogItem } from '../../../server/src/protocol.ts';
import { stateLooks } from '../catalog/states.ts';
import { environmentLabels } from '../environments/environments.ts';

/** Asks which entry, those of the manifest in front first. */
export async function pickEntry(items: readonly CatalogItem[]): Promise<CatalogItem | undefined> {
  const inFront = window.activeTextEditor?.document.uri.toString();
  const isInFront = ({ uri }: CatalogItem) => Number(uri !== undefined && uri === inFront);
  const choices = items
    .toSorted((a, b) => isInFront(b) - isInFront(a) || a.name.localeCompare(b.name))
    .map((item): QuickPickItem & { item: CatalogItem } => ({
      item,
      label: item.name,
      description: [
        item.kind,
        item.environment && environmentLabels[item.environment],
        stateLooks[item.state].words,
      ]
        .filter(Boolean)
        .join(' · '),
      ...(item.title ? { detail: item.title } : {}),
      iconPath: new ThemeIcon(stateLooks[item.state].icon),
    }));
  const choice = await window.showQuickPick(choices, {
    title: 'Heady: Show Catalog Entry',
    placeHolder: choices.length > 0 ? 'Name, kind, environment or title' : 'The catalog is empty',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return choice?.item;
}
