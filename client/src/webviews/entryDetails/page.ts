import type {
  Asked,
  EntryAnswer,
  EntryAuditRecord,
  EntryDetails,
  EntryRef,
  EntryVersion,
} from '../../../../server/src/protocol/entryDetails.ts';
import { button, el } from '../dom.ts';
import { Page, type PageParts } from '../page.ts';
import { counted } from '../words.ts';
import { auditView } from './auditView.ts';
import { driftView } from './driftView.ts';
import { fieldTree } from './fieldTree.ts';
import { findingList } from './findingList.ts';
import { graphSection } from './graphSection.ts';
import { header } from './header.ts';
import { historyView } from './historyView.ts';
import { linkList } from './linkList.ts';
import type { EntryAction, FromPage, ToPage } from './messages.ts';
import { NOTHING_READ, type Pages, withAnswer } from './pages.ts';
import { Section } from './section.ts';
import { ageWords, environmentWords, stateWords } from './words.ts';

const SECTIONS = {
  findings: 'Findings',
  drift: 'Drift',
  graph: 'Dependencies',
  links: 'APIs and links',
  spec: 'Specification',
  metadata: 'Metadata',
  history: 'History',
  deployments: 'Deployments',
  audit: 'Audit log',
} as const;

type SectionName = keyof typeof SECTIONS;

/** What is kept of the page while it is hidden, and over a restart of the editor. */
export interface PageState {
  ref: EntryRef;
  depth: number;
  closed: SectionName[];
  scroll: number;
}

/** Closed is what few read each time, or what has to be asked for. */
export const INITIAL: Omit<PageState, 'ref'> = {
  depth: 1,
  closed: ['metadata', 'history', 'deployments', 'audit'],
  scroll: 0,
};

/** The details of an entry: parts that stay, each filled anew when there is something else to show in it. */
export class EntryPage extends Page<PageState, FromPage> {
  readonly #notice = el('div', { class: 'notice', hidden: true });
  readonly #header = el('header', {});
  readonly #nothing = el('div', { class: 'nothing' }, el('p', {}, 'Looking it up ...'));
  readonly #announcement = el('p', { role: 'status', class: 'unseen' });
  readonly #sections: Record<SectionName, Section>;
  readonly #all: HTMLElement;
  #details: EntryDetails | undefined;
  #headerShown = '';
  #history: Pages<EntryVersion> = NOTHING_READ;
  #audit: Pages<EntryAuditRecord> = NOTHING_READ;
  #isScrolled = false;

  constructor(parts: PageParts<PageState, FromPage>) {
    super(parts);
    const { root, state } = parts;
    const section = (name: SectionName) =>
      new Section(name, SECTIONS[name], !state.closed.includes(name), (isOpen) =>
        this.#toggled(name, isOpen),
      );
    this.#sections = {
      findings: section('findings'),
      drift: section('drift'),
      graph: section('graph'),
      links: section('links'),
      spec: section('spec'),
      metadata: section('metadata'),
      history: section('history'),
      deployments: section('deployments'),
      audit: section('audit'),
    };
    const elements = Object.values(this.#sections).map(({ element }) => element);
    this.#all = el('div', { hidden: true }, this.#header, ...elements);
    root.append(this.#announcement, this.#notice, this.#nothing, this.#all);
    window.addEventListener('scroll', () => this.remember({ scroll: window.scrollY }));
    new ResizeObserver(() => {
      if (this.#details) this.#showGraph(this.#details);
    }).observe(root);
    this.remember({});
  }

  hear(message: Exclude<ToPage, { type: 'entry' }>): void {
    switch (message.type) {
      case 'details':
        this.#hearDetails(message.answer);
        break;
      case 'failed':
        this.#showNotice(`${message.reason} What is shown is what was known before.`, SHOW_LOG);
        break;
      case 'history': {
        const asked = paged(message.history, ({ versions, nextCursor }) => ({ items: versions, nextCursor }));
        this.#history = withAnswer(this.#history, message.isFirst, asked);
        this.#showHistory();
        break;
      }
      case 'audit': {
        const asked = paged(message.audit, ({ records, nextCursor }) => ({ items: records, nextCursor }));
        this.#audit = withAnswer(this.#audit, message.isFirst, asked);
        this.#showAudit();
        break;
      }
    }
  }

  #hearDetails(answer: EntryAnswer): void {
    const age = ageWords(answer.controlPlane, new Date());
    if (age === undefined) this.#notice.hidden = true;
    else this.#showNotice(age, remedy(answer));
    if (answer.state === 'known') this.#showDetails(answer);
    else this.#showNothing(answer.state);
  }

  #showDetails(details: EntryDetails): void {
    const before = this.#details;
    this.#details = details;
    this.#nothing.hidden = true;
    this.#all.hidden = false;
    this.#showHeader(details);
    const { findings, undecided, drift, links, spec, metadata, item, place } = details;
    const { sections, tell } = { sections: this.#sections, tell: this.#ask };
    sections.findings.show(
      [findings, undecided, place === undefined],
      () => findingList(findings, undecided, place !== undefined, tell),
      place ? findings.length : undefined,
    );
    sections.drift.show([drift, item.state, item.version], () => driftView(details, tell), countOf(details));
    this.#showGraph(details);
    sections.links.show(links, () => linkList(links, tell), links.length);
    sections.spec.show(spec, () => [fieldTree(spec)]);
    sections.metadata.show(metadata, () => [fieldTree(metadata)]);
    sections.deployments.show('none', () => [
      el('p', {}, 'The control plane keeps no deployments yet: nobody can say here where this runs.'),
    ]);
    this.#showHistory();
    this.#showAudit();
    if (before?.item.version !== item.version) this.#readHistory();
    this.#announceChange(before, details);
    if (!this.#isScrolled) window.scrollTo(0, this.state.scroll);
    this.#isScrolled = true;
  }

  #showGraph({ graph, item }: EntryDetails): void {
    const room = this.#all.clientWidth;
    this.#sections.graph.show([graph, item.name, room], () =>
      graphSection(graph, item, room, {
        open: (ref) => this.#ask({ type: 'openEntry', ref }),
        go: (depth) => this.#goTo(depth),
      }),
    );
  }

  #showHeader(details: EntryDetails): void {
    const shown = JSON.stringify([details.item, details.place]);
    if (shown === this.#headerShown) return;
    this.#headerShown = shown;
    const key = this.#header.contains(document.activeElement)
      ? document.activeElement?.getAttribute('data-key')
      : undefined;
    this.#header.replaceChildren(...header(details, this.#ask));
    if (key) this.#header.querySelector<HTMLElement>(`[data-key="${key}"]`)?.focus();
  }

  /** What was known stays, marked as gone; what never was there is said to be nowhere, or not to be known. */
  #showNothing(state: 'absent' | 'unknown'): void {
    const { kind, name } = this.state.ref;
    const why =
      state === 'absent'
        ? 'Neither a manifest in this workspace nor the control plane has it.'
        : 'No manifest in this workspace has it, and nobody can say whether it is registered.';
    if (this.#details) {
      this.#showNotice(`${kind} ${name} is gone. ${why} Below is what was known of it.`);
      return;
    }
    this.#nothing.replaceChildren(
      el('h1', {}, state === 'absent' ? `There is no ${kind} ${name}` : `${kind} ${name} is not known`),
      el('p', {}, why),
      el('p', {}, 'This page shows it as soon as it is there.'),
    );
  }

  #showNotice(words: string, remedy?: Remedy): void {
    const isSame = !this.#notice.hidden && this.#notice.firstElementChild?.textContent === words;
    if (isSame) return;
    const hadFocus = this.#notice.contains(document.activeElement);
    const mend =
      remedy &&
      button(remedy.label, () => this.tell({ type: 'act', action: remedy.action }), { class: 'secondary' });
    this.#announce(words);
    this.#notice.replaceChildren(el('p', {}, words), ...(mend ? [mend] : []));
    this.#notice.hidden = false;
    if (hadFocus) mend?.focus();
  }

  #showHistory(): void {
    const hasManifest = this.#details?.place !== undefined;
    this.#sections.history.show([this.#history, hasManifest], () =>
      historyView(this.#history, hasManifest, this.#ask),
    );
  }

  #showAudit(): void {
    this.#sections.audit.show(this.#audit, () => auditView(this.#audit, this.#ask));
  }

  /** Says something to the extension, and shows that an answer is awaited. */
  readonly #ask = (message: FromPage): void => {
    if (message.type === 'history') {
      this.#history = { ...this.#history, isLoading: true, trouble: undefined };
      this.#showHistory();
    }
    if (message.type === 'audit') {
      this.#audit = { ...this.#audit, isLoading: true, trouble: undefined };
      this.#showAudit();
    }
    this.tell(message);
  };

  /** Only where somebody looks at it: there may be nobody to ask, and it costs a journey. */
  #readHistory(): void {
    if (this.#details && this.#sections.history.element.open) this.#ask({ type: 'history' });
  }

  #toggled(name: SectionName, isOpen: boolean): void {
    const closed = this.state.closed.filter((each) => each !== name);
    this.remember({ closed: isOpen ? closed : [...closed, name] });
    if (name === 'history' && isOpen && this.#history.items === undefined && !this.#history.isLoading)
      this.#readHistory();
  }

  #goTo(depth: number): void {
    this.remember({ depth });
    this.tell({ type: 'depth', depth });
  }

  #announceChange(before: EntryDetails | undefined, { item, findings }: EntryDetails): void {
    if (!before) return;
    const changes = [
      before.item.state !== item.state && `It is ${stateWords(item.state)} now.`,
      before.findings.length !== findings.length && `${counted(findings.length, 'finding')} now.`,
    ].filter(Boolean);
    if (changes.length > 0) this.#announce(changes.join(' '));
  }

  #announce(words: string): void {
    this.#announcement.textContent = words;
  }
}

/** In how many fields it differs; undefined where there are no two sides to compare. */
function countOf({ item, drift }: EntryDetails): number | undefined {
  return item.state === 'synced' || item.state === 'drifted' ? drift.length : undefined;
}

/** What mends a state that a notice tells of. */
interface Remedy {
  action: EntryAction;
  label: string;
}

const SHOW_LOG: Remedy = { action: 'showLog', label: 'Show Log' };

function remedy({ controlPlane: { state }, elsewhere }: EntryAnswer): Remedy | undefined {
  if (elsewhere) return { action: 'switch', label: `Switch to ${environmentWords(elsewhere)}` };
  if (state === 'signedOut' || state === 'expired') return { action: 'signIn', label: 'Sign In' };
  return state === 'offline' ? { action: 'reconnect', label: 'Reconnect' } : undefined;
}

function paged<Answer, Page>(asked: Asked<Answer>, read: (answer: Answer) => Page): Asked<Page> {
  return asked.state === 'answered' ? { state: asked.state, answer: read(asked.answer) } : asked;
}
