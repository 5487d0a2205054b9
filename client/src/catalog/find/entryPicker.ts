import { type QuickInputButton, type QuickPickItem, ThemeIcon, window } from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';
import { environmentLabels } from '../../environments/environments.ts';
import type { CatalogService } from '../catalogService.ts';
import { entryDescription, stateLooks } from '../states.ts';
import { EntrySearch } from './entrySearch.ts';

/** More than that nobody reads; who looks for another one types another letter. */
const MOST = 100;

const revealButton: QuickInputButton = {
  iconPath: new ThemeIcon('list-tree'),
  tooltip: 'Reveal in the catalog tree',
};

type EntryChoice = QuickPickItem & { entry: CatalogItem };

export interface Choice {
  entry: CatalogItem;
  /** Show it in the tree rather than open it. */
  inTree: boolean;
}

/** Lets a person find an entry of the whole catalog by some letters; undefined: none was chosen. */
export function pickEntry(catalog: CatalogService, title: string): Promise<Choice | undefined> {
  const picker = window.createQuickPick<EntryChoice>();
  picker.title = title;
  let search = new EntrySearch(catalog.items);
  const show = (text: string) => {
    const { best, count } = text.trim() === '' ? firstOf(catalog.items) : search.find(text, MOST);
    picker.items = best.map(choiceOf);
    picker.placeholder = `Find one of ${counted(catalog.items.length)} by letters of its name, its kind, vertical or owner`;
    picker.title = count > best.length ? `${title}: the best ${best.length} of ${counted(count)}` : title;
  };
  show('');
  // Right after the editor was opened the catalog is still being read.
  const following = catalog.onDidChangeEntries(() => {
    search = new EntrySearch(catalog.items);
    show(picker.value);
  });
  return new Promise((resolve) => {
    picker.onDidChangeValue(show);
    picker.onDidTriggerItemButton(({ item: { entry } }) => {
      resolve({ entry, inTree: true });
      picker.hide();
    });
    picker.onDidAccept(() => {
      const entry = picker.selectedItems[0]?.entry;
      resolve(entry && { entry, inTree: false });
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      following.dispose();
      picker.dispose();
    });
    picker.show();
  });
}

function firstOf(items: readonly CatalogItem[]) {
  return { best: items.slice(0, MOST), count: items.length };
}

function choiceOf(entry: CatalogItem): EntryChoice {
  const { kind, name, environment, owner } = entry;
  const environmentWords = environment && environmentLabels[environment];
  return {
    entry,
    label: name,
    description: [kind, environmentWords, owner, entryDescription(entry)].filter(Boolean).join(' · '),
    iconPath: new ThemeIcon(stateLooks[entry.state].icon),
    // What was found by its owner does not have the letters in its name.
    alwaysShow: true,
    buttons: [revealButton],
  };
}

function counted(count: number): string {
  return count === 1 ? '1 entry' : `${count.toLocaleString('en')} entries`;
}
