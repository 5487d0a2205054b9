import { type QuickPickItem, ThemeIcon, window } from 'vscode';
import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';
import { isRegistrable, stateLooks } from './states.ts';

/** Asks which entry to register, of those where it would change something. */
export async function pickRegistrable(items: readonly CatalogItem[]): Promise<CatalogItem | undefined> {
  const registrable = items.filter(isRegistrable).sort((a, b) => a.name.localeCompare(b.name));
  const choices: (QuickPickItem & { item: CatalogItem })[] = registrable.map((item) => ({
    item,
    label: item.name,
    description: `${item.kind} · ${stateLooks[item.state].words}`,
    iconPath: new ThemeIcon(stateLooks[item.state].icon),
  }));
  if (choices.length === 0) {
    void window.showInformationMessage(
      'There is nothing to register: no manifest differs from its catalog entry.',
    );
    return undefined;
  }
  const choice = await window.showQuickPick(choices, {
    title: 'Heady: Register in Catalog',
    placeHolder: 'Register which manifest?',
    matchOnDescription: true,
  });
  return choice?.item;
}
