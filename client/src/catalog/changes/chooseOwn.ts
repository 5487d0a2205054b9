import { type QuickPickItem, window } from 'vscode';
import type { OwnField, Promotion } from '../../../../server/src/protocol/entryChanges.ts';
import { withIcon } from './iconRow.ts';
import { type OwnValues, valueIn, valueThere, valueWords } from './promotionOwn.ts';

/** Of what is promoted, and the environments before and after as people call them. */
interface Way {
  name: string;
  before: string;
  target: string;
}

/**
 * Shows which fields stay the environment's own, and has each changed that the user picks.
 *
 * @param chosen what was said before
 * @returns what is said of them now
 */
export async function chooseOwn(promotion: Promotion, chosen: OwnValues, way: Way): Promise<OwnValues> {
  const isNew = promotion.targetVersion === 0;
  let own = chosen;
  for (;;) {
    const fields = (promotion.own ?? []).map((field) => {
      const isSaid = field.field in own;
      return {
        label: `$(${isSaid ? 'edit' : 'circle-small'}) ${field.field}`,
        description: `${way.target}: ${valueWords(valueThere(field, own, isNew))}`,
        detail: `${way.before}: ${valueWords(field.before)}${isSaid && !isNew ? ` · ${way.target} until now: ${valueWords(field.there)}` : ''}`,
        field,
      };
    });
    const done = { label: '$(arrow-left) Back to the gates', field: undefined };
    const choice = await window.showQuickPick<QuickPickItem & { field: OwnField | undefined }>(
      [done, ...fields].map(withIcon),
      {
        title: `Heady: What ${way.target} Has for Itself of ${way.name}`,
        placeHolder: `These fields are not promoted, unless you say so`,
        matchOnDescription: true,
        ignoreFocusOut: true,
      },
    );
    if (!choice?.field) return own;
    own = await changed(choice.field, own, isNew, way);
  }
}

/** What is said once the user has settled a field. */
async function changed(field: OwnField, own: OwnValues, isNew: boolean, way: Way): Promise<OwnValues> {
  const { [field.field]: _, ...others } = own;
  const keep = { label: `$(check) Keep what ${way.target} has`, description: valueWords(field.there) };
  const take = { label: `$(arrow-down) Take what ${way.before} has`, description: valueWords(field.before) };
  const other = {
    label: '$(edit) Another value...',
    description: 'text or JSON; nothing takes the field out',
  };
  const choice = await window.showQuickPick([...(isNew ? [] : [keep]), take, other], {
    title: `Heady: ${field.field} in ${way.target}`,
    placeHolder: `What is ${field.field} to be in ${way.target}?`,
    ignoreFocusOut: true,
  });
  switch (choice) {
    case keep:
      return others;
    case take:
      return isNew ? others : { ...others, [field.field]: field.before ?? null };
    case other: {
      const now = valueThere(field, own, isNew);
      const text = await window.showInputBox({
        title: `Heady: ${field.field} in ${way.target}`,
        prompt: 'Text, or JSON for numbers, lists and maps. Nothing takes the field out.',
        value: now === undefined ? '' : valueWords(now),
        ignoreFocusOut: true,
      });
      return text === undefined ? own : { ...others, [field.field]: valueIn(text) };
    }
    default:
      return own;
  }
}
