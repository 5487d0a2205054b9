import type { EntryFinding } from '../../../../server/src/protocol/entryDetails.ts';
import { button, el } from '../dom.ts';
import { placeWords, SEVERITY_WORDS } from '../words.ts';
import type { FromPage } from './messages.ts';

/** What is found in the manifest, each with its place, its rule's page and the way to mend it. */
export function findingList(
  findings: readonly EntryFinding[],
  undecided: readonly string[],
  isHere: boolean,
  tell: (message: FromPage) => void,
): HTMLElement[] {
  const doubt = undecided.length > 0 && [
    el(
      'p',
      { class: 'doubt' },
      `Undecided, as the catalog is not known: ${undecided.join(', ')}. This is no pass.`,
    ),
  ];
  const none = isHere
    ? 'Nothing is found in the manifest.'
    : 'What is registered passed the rules then. Only manifests of this workspace are checked here.';
  const list =
    findings.length > 0
      ? el('ul', { class: 'findings' }, ...findings.map((each) => finding(each, tell)))
      : el('p', {}, none);
  return [list, ...(doubt || [])];
}

function finding(each: EntryFinding, tell: (message: FromPage) => void): HTMLElement {
  const { rule, page, severity, message, uri, range, fixes } = each;
  const key = `${rule} ${range.start.line}:${range.start.character}`;
  const place = button(placeWords(each), () => tell({ type: 'openPlace', uri, range }), {
    class: 'link place',
    'data-key': `place ${key}`,
  });
  const about = button(rule, () => tell({ type: 'openRule', page }), {
    class: 'link',
    'aria-label': `About this rule: ${rule}`,
    'data-key': `rule ${key}`,
  });
  const mend = fixes.map((title) =>
    button(title, () => tell({ type: 'fix', uri, range, rule, title }), {
      class: 'secondary',
      'data-key': `fix ${key} ${title}`,
    }),
  );
  return el(
    'li',
    { class: `finding ${severity}` },
    el('p', {}, message),
    el('p', { class: 'where' }, el('span', { class: 'severity' }, SEVERITY_WORDS[severity]), place, about),
    mend.length > 0 && el('div', { class: 'actions', role: 'group', 'aria-label': 'Quick fixes' }, ...mend),
  );
}
