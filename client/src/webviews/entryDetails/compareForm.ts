import type { EntryVersion } from '../../../../server/src/protocol/entryDetails.ts';
import { button, el } from '../dom.ts';
import type { FromPage, Side } from './messages.ts';

/** Any two versions, or one and the manifest, to be seen beside each other. Empty where there are no two. */
export function compareForm(
  versions: readonly EntryVersion[],
  hasManifest: boolean,
  tell: (message: FromPage) => void,
): HTMLElement[] {
  const sides: Side[] = [
    ...(hasManifest ? (['manifest'] as const) : []),
    ...versions.map(({ version }) => version),
  ];
  if (sides.length < 2) return [];
  const from = choice('compare-from', sides, 1);
  const to = choice('compare-to', sides, 0);
  const compare = () => {
    const [left, right] = [sides[from.selectedIndex], sides[to.selectedIndex]];
    if (left !== undefined && right !== undefined) tell({ type: 'compare', from: left, to: right });
  };
  return [
    el(
      'div',
      { class: 'compare', role: 'group', 'aria-label': 'Compare two versions' },
      el('label', { for: from.id }, 'Compare'),
      from,
      el('label', { for: to.id }, 'with'),
      to,
      button('Compare', compare, { class: 'secondary', 'data-key': 'compare' }),
    ),
  ];
}

function choice(id: string, sides: readonly Side[], selected: number): HTMLSelectElement {
  const select = el(
    'select',
    { id, 'data-key': id },
    ...sides.map((side) => el('option', {}, side === 'manifest' ? 'The manifest here' : `Version ${side}`)),
  );
  select.selectedIndex = selected;
  return select;
}
