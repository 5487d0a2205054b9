import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';
import type { EntryDetails } from '../../../../server/src/protocol/entryDetails.ts';
import { isPromotable, isRegistrable } from '../../catalog/states.ts';
import { button, el } from '../dom.ts';
import { placeWords } from '../words.ts';
import type { EntryAction, FromPage } from './messages.ts';
import { environmentWords, stateSentence, stateWords, when } from './words.ts';

/** What an entry is, how it stands, whose it is, and what can be done to it. */
export function header({ item, place }: EntryDetails, tell: (message: FromPage) => void): HTMLElement[] {
  const { name, kind, environment, title, description, state } = item;
  const act = (label: string, action: EntryAction, isMain = false) =>
    button(label, () => tell({ type: 'act', action }), {
      'data-key': action,
      ...(isMain ? {} : { class: 'secondary' }),
    });
  return [
    el('p', { class: 'kind' }, [kind, environmentWords(environment)].filter(Boolean).join(' · ')),
    el(
      'div',
      { class: 'title' },
      el('h1', {}, name),
      el(
        'div',
        { class: 'actions' },
        isRegistrable(item) && act('Register', 'register', true),
        place && act('Open manifest', 'openManifest', !isRegistrable(item)),
        isPromotable(item) && act('Promote', 'promote'),
        item.version !== undefined && act('Retire', 'retire'),
        act('Copy name', 'copyName'),
      ),
    ),
    ...(title ? [el('p', { class: 'called' }, title)] : []),
    ...(description ? [el('p', {}, description)] : []),
    el(
      'p',
      { class: 'standing' },
      el('span', { class: `state ${state}` }, stateWords(state)),
      stateSentence(state),
    ),
    facts(item, place, tell),
  ];
}

function facts(
  { vertical, owner, sensitivity, version, registeredAt, kind }: CatalogItem,
  place: EntryDetails['place'],
  tell: (message: FromPage) => void,
): HTMLElement {
  const opensVertical = (name: string) =>
    button(name, () => tell({ type: 'openEntry', ref: { kind: 'Vertical', name } }), {
      class: 'link',
      'data-key': 'vertical',
    });
  const opensPlace = ({ uri, range, file }: NonNullable<EntryDetails['place']>) =>
    button(placeWords({ file, range }), () => tell({ type: 'openPlace', uri, range }), {
      class: 'link place',
      'data-key': 'place',
    });
  const registered =
    version === undefined
      ? undefined
      : `Version ${version}${registeredAt === undefined ? '' : `, since ${when(registeredAt)}`}`;
  const rows: (readonly [string, Node | string | undefined])[] = [
    // Whoever looks for the owner of a service must not take none for not shown.
    ['Owner', owner ?? (kind === 'Service' ? 'none' : undefined)],
    ['Vertical', vertical !== undefined && kind !== 'Vertical' ? opensVertical(vertical) : undefined],
    ['Data sensitivity', sensitivity],
    ['Registered', registered],
    ['Manifest', place && opensPlace(place)],
  ];
  return el(
    'dl',
    { class: 'facts' },
    ...rows.flatMap(([term, value]) =>
      value === undefined ? [] : [el('div', {}, el('dt', {}, term), el('dd', {}, value))],
    ),
  );
}
