import { window } from 'vscode';
import type { VersionDocuments } from '../../entryDetails/versionDocuments.ts';
import type { CatalogService } from '../catalogService.ts';
import { type PromotionConflict, promotionConflict } from '../changes/promotionConflict.ts';
import { changeWords, type QueuedChange } from './queuedChange.ts';
import type { Decisions } from './replay.ts';
import type { Sent } from './sendChange.ts';

const OVERWRITE = 'Overwrite';
const THEIRS = 'Keep Theirs';
const DIFF = 'Open Diff';
const DROP = 'Drop';
const ANYWAY = 'Retire Anyway';

/** Puts to the user, one by one, what cannot simply be changed. */
export function dialogs(versions: VersionDocuments, catalog: CatalogService): Decisions {
  return {
    async onConflict(change, sent) {
      const message = `${changeWords(change)}: somebody else changed it meanwhile. ${sent.message}`;
      const sides = sidesOf(change, sent, catalog);
      for (;;) {
        const choice = await window.showWarningMessage(message, OVERWRITE, THEIRS, ...(sides ? [DIFF] : []));
        if (choice === OVERWRITE) return 'overwrite';
        if (choice === THEIRS) return 'theirs';
        if (choice !== DIFF || !sides) return 'later';
        await versions.compareEntries(...sides);
      }
    },
    async onRefusal(change, { message, canForce }) {
      const force = canForce ? [ANYWAY] : [];
      const question = `${changeWords(change)}: it was refused. It waits on unless you drop it.`;
      const choice = await window.showWarningMessage(
        question,
        { modal: true, detail: message },
        DROP,
        ...force,
      );
      if (choice === ANYWAY) return 'force';
      return choice === DROP ? 'drop' : 'later';
    },
  };
}

/** What is registered by now beside what was known, or would be registered. */
function sidesOf(
  { does, params, environment }: QueuedChange,
  { version, promotion }: Sent,
  catalog: CatalogService,
): PromotionConflict['sides'] {
  if (does === 'promote') return promotion && promotionConflict(params, promotion).sides;
  if (version === undefined) return undefined;
  const { kind, name } = params;
  const item = catalog.find(kind, name);
  const ref = { kind, name, ...(item?.environment === undefined ? {} : { environment }) };
  const now = { ref, side: version };
  if (does === 'retire') return [{ ref, side: params.ifVersion }, now];
  return item?.uri === undefined ? undefined : [now, { ref, side: 'manifest' }];
}
