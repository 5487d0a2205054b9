import { commands, type Disposable, window } from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';
import { Commands } from '../../../../server/src/protocol.ts';
import { entryIn } from '../../entryDetails/entryKey.ts';
import type { VersionDocuments } from '../../entryDetails/versionDocuments.ts';
import { reportFailures } from '../../failures.ts';
import { entryOf } from '../entryCommands.ts';
import { isPromotable } from '../states.ts';
import { compareWithRegistered, takeRegistered } from './drift.ts';
import { promote } from './promote.ts';
import { registerMany } from './registerMany.ts';
import { retire } from './retire.ts';
import { ShownTexts } from './shownTexts.ts';
import type { Changing } from './undo.ts';

/** Commands that change what is registered, from trees, lenses, details and the palette. */
export function registerChangeCommands(changing: Changing, versions: VersionDocuments): Disposable[] {
  const texts = new ShownTexts();
  const { catalog } = changing;
  const onEntry = (
    id: string,
    { failure, title, fits }: { failure: string; title: string; fits: (item: CatalogItem) => boolean },
    work: (item: CatalogItem) => Promise<void>,
  ) =>
    commands.registerCommand(id, (target?: unknown) =>
      reportFailures(failure, async () => {
        const item =
          named(target) ?? (target === undefined ? await pick(catalog.items.filter(fits), title) : undefined);
        if (item) await work(item);
      }),
    );
  /** As it is now: a row, or a page, may be of before. */
  const named = (target: unknown): CatalogItem | undefined => {
    const ref = entryOf(target) ?? entryIn(target);
    return (
      ref &&
      catalog.items.find(
        ({ kind, name, environment }) =>
          kind === ref.kind &&
          name === ref.name &&
          (ref.environment === undefined || environment === ref.environment),
      )
    );
  };
  const isDrifted = ({ state }: CatalogItem) => state === 'drifted';
  return [
    texts,
    onEntry(
      Commands.promote,
      { failure: 'Nothing was promoted', title: 'Heady: Promote to Next Environment', fits: isPromotable },
      (item) => promote(changing, item, { texts, versions }),
    ),
    onEntry(
      'heady.catalog.retire',
      {
        failure: 'Nothing was retired',
        title: 'Heady: Retire from Catalog',
        fits: ({ version }) => version !== undefined,
      },
      (item) => retire(changing, item),
    ),
    onEntry(
      Commands.compare,
      { failure: 'They cannot be compared', title: 'Heady: Compare with Registered', fits: isDrifted },
      (item) => compareWithRegistered(changing, item, versions),
    ),
    onEntry(
      'heady.catalog.takeRegistered',
      { failure: 'The manifest is as it was', title: 'Heady: Take What Is Registered', fits: isDrifted },
      (item) => takeRegistered(changing, item),
    ),
    commands.registerCommand('heady.catalog.registerMany', () =>
      reportFailures('Not all was registered', () => registerMany(changing, texts)),
    ),
  ];
}

async function pick(items: readonly CatalogItem[], title: string): Promise<CatalogItem | undefined> {
  const chosen = await window.showQuickPick(
    items.map((item) => ({
      label: item.name,
      description: [item.kind, item.version === undefined ? '' : `version ${item.version}`]
        .filter(Boolean)
        .join(', '),
      item,
    })),
    { title, placeHolder: items.length === 0 ? 'There is none that this could be done with' : 'Which one?' },
  );
  return chosen?.item;
}
