import type {
  AuditAnswer,
  AuditFilter,
  AuditLog,
  AuditParams,
  AuditRecord,
} from '../../../../server/src/protocol/audit.ts';
import { environmentLabels } from '../../environments/environments.ts';
import { button, el, setAttributes } from '../dom.ts';
import { Page, type PageParts } from '../page.ts';
import { counted } from '../words.ts';
import { timeWords } from './columns.ts';
import { FilterForm } from './filterForm.ts';
import { LogTabs } from './logTabs.ts';
import type { FromPage, ToPage } from './messages.ts';
import { PAGE_SIZE, type PageEnd, type Reader, Reading } from './reading.ts';
import { RecordTable } from './recordTable.ts';

/** What is kept of the page while it is hidden. */
export interface PageState {
  log: AuditLog;
  filter: AuditFilter;
}

export const INITIAL: PageState = { log: 'calls', filter: {} };

/** How often the log of calls is looked at for new ones, in milliseconds. */
const FOLLOWING = 2_000;

const UNREAD: Readonly<Record<'refused' | 'offline' | 'none', string>> = {
  refused: 'You may not read this log',
  offline: 'The control plane cannot be asked now',
  none: 'There is no such log here',
};

/** The audit logs: a skeleton that stays, and in it a table that is made anew for each page. */
export class AuditViewPage extends Page<PageState, FromPage> implements Reader {
  readonly #tabs = new LogTabs('records', (log) => this.#change({ log, filter: {} }));
  readonly #form = new FilterForm((filter) => this.#change({ ...this.state, filter }));
  readonly #status = el('p', { role: 'status', class: 'summary' });
  readonly #stop = button('Stop', () => this.#reading?.stop(), { class: 'secondary', hidden: true });
  /** Whose log it is. */
  readonly #whose = el('p', { class: 'summary', hidden: true });
  readonly #notice = el('div', { class: 'nothing', hidden: true });
  readonly #table = new RecordTable();
  readonly #newer = button('Newer', () => this.#turn('newer'), { class: 'secondary' });
  readonly #older = button('Older', () => this.#turn('older'), { class: 'secondary' });
  readonly #pager = el(
    'nav',
    { 'aria-label': 'Pages', class: 'pager', hidden: true },
    this.#newer,
    this.#older,
  );
  readonly #panel = el('div', { id: 'records', role: 'tabpanel', 'aria-busy': 'false' });
  readonly #asked = new Map<number, (answer: AuditAnswer) => void>();
  #count = 0;
  #reading: Reading | undefined;
  #shown: readonly AuditRecord[] = [];

  constructor(parts: PageParts<PageState, FromPage>) {
    super(parts);
    const { root, tell } = parts;
    const actions = el(
      'div',
      { class: 'actions' },
      button('Refresh', () => this.#begin()),
      button('Export...', () => tell({ type: 'export', ...this.state }), { class: 'secondary' }),
    );
    this.#panel.append(
      this.#whose,
      el('div', { class: 'progress' }, this.#status, this.#stop),
      this.#notice,
      this.#table.element,
      this.#pager,
    );
    root.append(
      el('header', {}, el('div', { class: 'title' }, el('h1', {}, 'Audit'), actions)),
      this.#tabs.element,
      this.#form.element,
      this.#panel,
    );
    setInterval(() => {
      if (document.visibilityState === 'visible') void this.#reading?.follow();
    }, FOLLOWING);
    this.#begin();
  }

  hear(message: ToPage): void {
    switch (message.type) {
      case 'show':
        this.#change({ log: message.log, filter: message.filter });
        break;
      case 'servers':
        this.#form.offer(message.servers);
        break;
      case 'environment':
        this.#form.follow(message.current);
        if (this.state.log === 'controlPlane' && this.state.filter.environment === undefined) this.#begin();
        break;
      case 'answer':
        this.#tellWhose(message.answer);
        this.#asked.get(message.id)?.(message.answer);
        this.#asked.delete(message.id);
        break;
    }
  }

  ask(params: AuditParams): Promise<AuditAnswer> {
    const id = ++this.#count;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      this.tell({ type: 'read', id, params });
    });
  }

  onRecords(records: readonly AuditRecord[], isFirst: boolean): void {
    this.#shown = isFirst ? records : [...this.#shown, ...records];
    if (isFirst) this.#table.show(this.state.log, records);
    else this.#table.append(records);
  }

  onSearching(searchedTo: string): void {
    this.#status.textContent = `${this.#found()} so far; looking further back than ${timeWords(searchedTo)}...`;
    this.#stop.hidden = false;
  }

  onEnd({ hasNewer, hasOlder, stoppedAt }: PageEnd): void {
    this.#settle();
    const until = stoppedAt === undefined ? '' : `, looking back to ${timeWords(stoppedAt)}`;
    this.#status.textContent = `${this.#found()}${until}${this.#span()}.`;
    setAttributes(this.#newer, { 'aria-disabled': hasNewer ? undefined : 'true' });
    setAttributes(this.#older, { 'aria-disabled': hasOlder ? undefined : 'true' });
    this.#pager.hidden = !hasNewer && !hasOlder;
    if (this.#shown.length === 0 && !hasOlder && !hasNewer) this.#showNothing();
  }

  onUnread({ state, message }: Exclude<AuditAnswer, { records: unknown }>): void {
    this.#settle();
    this.#table.clear();
    this.#pager.hidden = true;
    this.#status.textContent = '';
    const again = button('Try again', () => this.#begin());
    this.#say(UNREAD[state], message, ...(state === 'none' ? [] : [again]));
  }

  onNewer(records: readonly AuditRecord[]): void {
    const isFirst = this.#shown.length === 0;
    this.#shown = [...records, ...this.#shown].slice(0, PAGE_SIZE);
    this.#notice.hidden = true;
    if (isFirst) this.#table.show(this.state.log, records);
    else this.#table.prepend(records, PAGE_SIZE);
    this.#status.textContent = `${this.#found()}${this.#span()}.`;
  }

  #turn(to: 'newer' | 'older'): void {
    this.#wait();
    const turned = to === 'newer' ? this.#reading?.turnToNewer() : this.#reading?.turnToOlder();
    void turned?.then(() => {
      this.#table.element.focus();
      this.#table.element.scrollIntoView({ block: 'nearest' });
    });
  }

  #change(state: PageState): void {
    this.remember(state);
    this.#begin();
  }

  /** Reads from the latest on; whatever is still being read is forgotten. */
  #begin(): void {
    const { log, filter } = this.state;
    this.#reading?.end();
    this.#tabs.show(log);
    this.#form.show(log, filter);
    setAttributes(this.#panel, { 'aria-labelledby': `tab-${log}` });
    this.#wait();
    this.#reading = new Reading(this, log, filter);
    void this.#reading.first();
  }

  #wait(): void {
    this.#status.textContent = 'Reading the log...';
    setAttributes(this.#panel, { 'aria-busy': 'true' });
  }

  #settle(): void {
    setAttributes(this.#panel, { 'aria-busy': 'false' });
    this.#stop.hidden = true;
    this.#notice.hidden = true;
  }

  #showNothing(): void {
    this.#table.clear();
    this.#status.textContent = '';
    const isFiltered = Object.keys(this.state.filter).some((name) => name !== 'environment');
    if (isFiltered) {
      const clear = button('Clear filter', () => this.#change({ ...this.state, filter: {} }));
      this.#say('Nothing passes the filter', 'The whole log was searched.', clear);
    } else if (this.state.log === 'calls') {
      this.#say(
        'Nothing was called yet',
        'Calls of MCP servers through the gateway stand here as they come.',
      );
    } else this.#say('Nothing was recorded yet', 'What is changed in the control plane stands here.');
  }

  /** There may be several control planes: a record means nothing before one knows whose it is. */
  #tellWhose({ of }: AuditAnswer): void {
    this.#whose.hidden = of === undefined;
    if (!of) return;
    const place = of.place === undefined ? 'the one built into Heady' : of.place;
    this.#whose.textContent = `The control plane of ${environmentLabels[of.environment]}: ${place}.`;
  }

  #say(heading: string, text: string, ...actions: HTMLElement[]): void {
    this.#notice.hidden = false;
    this.#notice.replaceChildren(el('h2', {}, heading), el('p', {}, text), ...actions);
  }

  #found(): string {
    return counted(this.#shown.length, this.state.log === 'calls' ? 'call' : 'record');
  }

  #span(): string {
    const [first, last] = [this.#shown[0], this.#shown.at(-1)];
    if (!first || !last || first === last) return '';
    return `, from ${timeWords(first.at)} back to ${timeWords(last.at)}`;
  }
}
