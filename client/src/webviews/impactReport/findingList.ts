import type { ImpactItem } from '../../../../server/src/protocol/impact.ts';
import { button, el } from '../dom.ts';
import { placeWords, SEVERITY_WORDS } from '../words.ts';
import type { RuleSection, VerticalSection } from './sections.ts';

/** What can be done from the list. */
export interface ListActions {
  open(item: ImpactItem): void;
  explain(rule: string): void;
}

/** A chapter for each vertical, a list for each rule in it. */
export function findingList(sections: readonly VerticalSection[], actions: ListActions): HTMLElement[] {
  return sections.map(({ vertical, total, rules }) =>
    el(
      'section',
      {},
      el('h2', {}, vertical ?? 'No vertical', count(total)),
      ...rules.flatMap((section) => ruleSection(section, actions)),
    ),
  );
}

function ruleSection({ rule, total, items }: RuleSection, actions: ListActions): HTMLElement[] {
  const about = button('About this rule', () => actions.explain(rule), {
    class: 'link',
    'aria-label': `About this rule: ${rule}`,
    'data-key': `rule ${rule}`,
  });
  const heading = el('h3', {}, rule, count(total));
  return [
    el('div', { class: 'rule' }, heading, about),
    el('ul', { class: 'findings' }, ...items.map((item) => finding(item, actions))),
  ];
}

function count(total: number): HTMLElement {
  return el('span', { class: 'count' }, ` (${total.toLocaleString('en')})`);
}

function finding(item: ImpactItem, actions: ListActions): HTMLElement {
  const { severity, found, manifest, message, file } = item;
  const subject = manifest ? `${manifest.kind} ${manifest.name}` : file;
  const place = button(placeWords(item), () => actions.open(item), {
    class: 'link place',
    'data-key': keyOf(item),
  });
  return el(
    'li',
    { class: `finding ${severity}` },
    el('h4', {}, found === undefined ? subject : `"${found}"`),
    el(
      'p',
      { class: 'where' },
      el('span', { class: 'severity' }, SEVERITY_WORDS[severity]),
      place,
      found !== undefined && manifest && el('span', { class: 'subject' }, subject),
    ),
    !isToldByParts(item) && el('p', { class: 'message' }, message),
    details(item),
  );
}

/**
 * A wording is told by its parts, and so is what is exempted; of a criterion its sentences say more: what to do, and what
 * became of its exemption.
 */
function isToldByParts({ leavesOut, reason, alternatives, status }: ImpactItem): boolean {
  return (
    leavesOut !== undefined && reason !== undefined && (alternatives.length > 0 || status === 'exempted')
  );
}

/** Stays the same when a list is made anew, so that the focus finds its place again. */
function keyOf({ uri, rule, range: { start } }: ImpactItem): string {
  return `${uri} ${rule} ${start.line}:${start.character}`;
}

function details(item: ImpactItem): HTMLElement | undefined {
  const { message, leavesOut, reason, alternatives, status, because, source, sourceUrl } = item;
  const isSaid = (text: string) => !isToldByParts(item) && message.includes(text);
  const instead = alternatives.map((each) => `"${each}"`).join(' or ');
  const rows: (readonly [string, Node | string] | false)[] = [
    leavesOut !== undefined && !isSaid(leavesOut) && ['Leaves out', leavesOut],
    reason !== undefined && isToldByParts(item) && ['Why', reason],
    instead !== '' && !isSaid(instead) && ['Write instead', instead],
    because !== undefined && [status === 'exempted' ? 'Exempted' : 'Silenced', because],
    source !== undefined && ['Source', sourceUrl ? el('a', { href: sourceUrl }, source) : source],
  ];
  const told = rows.filter((row) => row !== false);
  if (told.length === 0) return undefined;
  return el('dl', {}, ...told.flatMap(([term, text]) => [el('dt', {}, term), el('dd', {}, text)]));
}

/** What a filter, or the workspace, left nothing of. */
export function nothing(heading: string, text: string, ...actions: HTMLElement[]): HTMLElement {
  return el('div', { class: 'nothing' }, el('h2', {}, heading), el('p', {}, text), ...actions);
}
