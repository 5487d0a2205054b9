import type { ImpactItem, ImpactStatus } from '../../../../server/src/protocol/impact.ts';
import { button, el, setAttributes } from '../dom.ts';
import { Page, type PageParts } from '../page.ts';
import { counted } from '../words.ts';
import { countByStatus, EVERYTHING, type Filter, filtered } from './filter.ts';
import { FilterForm } from './filterForm.ts';
import { findingList, nothing } from './findingList.ts';
import type { CheckedResult, FromPage, RunState, ToPage } from './messages.ts';
import { noticeOf } from './notice.ts';
import { Pager } from './pager.ts';
import { RunBar } from './runBar.ts';
import { inOrder, pageCount, sectionsOf } from './sections.ts';
import { StatusTabs } from './statusTabs.ts';
import { whyNothing } from './whyNothing.ts';
import { summary } from './words.ts';

/** What is kept of the page while it is hidden. */
export interface PageState {
  filter: Filter;
  status: ImpactStatus;
  page: number;
}

export const INITIAL: PageState = { filter: EVERYTHING, status: 'open', page: 0 };

/** Quiet time after which a screen reader hears how many findings a filter leaves, in ms. */
const SETTLED = 500;

/** The report of Impact Check: a skeleton that stays, and a list in it that is made anew for each page. */
export class ReportPage extends Page<PageState, FromPage> {
  readonly #summary = el('p', { class: 'summary' });
  readonly #checkedAt = el('p', { class: 'checked' });
  readonly #unreadable = el('details', { hidden: true });
  readonly #announcement = el('p', { role: 'status', class: 'unseen' });
  readonly #list = el('div', { id: 'findings', role: 'tabpanel', tabindex: -1 });
  readonly #again: HTMLButtonElement;
  readonly #export: HTMLButtonElement;
  readonly #runBar: RunBar;
  readonly #form: FilterForm;
  readonly #tabs: StatusTabs;
  readonly #pager: Pager;
  readonly #results: HTMLElement;
  #run: RunState = { state: 'running', percentage: 0, words: '' };
  #result: CheckedResult | undefined;
  #ordered: readonly ImpactItem[] = [];
  #shown: readonly ImpactItem[] = [];
  #isStale = false;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: PageParts<PageState, FromPage>) {
    super(parts);
    const { root, tell } = parts;
    this.#again = button('Run again', () => this.#start());
    this.#export = button('Export...', () => tell({ type: 'export', items: [...this.#shown] }), {
      class: 'secondary',
      'aria-disabled': 'true',
    });
    this.#runBar = new RunBar({
      run: () => this.#start(),
      cancel: () => tell({ type: 'cancel' }),
      showLog: () => tell({ type: 'showLog' }),
    });
    this.#form = new FilterForm((filter) => this.#filterBy(filter));
    this.#tabs = new StatusTabs(this.#list.id, (status) => this.#change({ status, page: 0 }));
    this.#pager = new Pager((page) => this.#turnTo(page));
    this.#results = el(
      'div',
      { hidden: true },
      this.#form.element,
      this.#tabs.element,
      this.#list,
      this.#pager.element,
    );
    root.append(
      el(
        'header',
        {},
        el(
          'div',
          { class: 'title' },
          el('h1', {}, 'Impact Check'),
          el('div', { class: 'actions' }, this.#again, this.#export),
        ),
        this.#summary,
        this.#checkedAt,
        this.#unreadable,
      ),
      this.#runBar.element,
      this.#announcement,
      this.#results,
    );
    this.#showRun();
  }

  hear(message: ToPage): void {
    switch (message.type) {
      case 'run':
        this.#hearRun(message.run);
        break;
      case 'result':
        this.#hearResult(message.result);
        break;
      case 'stale':
        this.#isStale = true;
        this.#showRun();
        this.#announce(this.#notice() ?? '');
        break;
      case 'focus':
        this.#change({ filter: { ...EVERYTHING, focus: message.focus }, status: 'open', page: 0 });
        break;
    }
  }

  #hearRun(run: RunState): void {
    const before = this.#run.state;
    this.#run = run;
    this.#showRun();
    if (run.state === before) return;
    const words = { running: 'Impact Check is running.', done: this.#result ? summary(this.#result) : '' };
    this.#announce(
      run.state === 'running' || run.state === 'done' ? words[run.state] : (this.#notice() ?? ''),
    );
  }

  #hearResult(result: CheckedResult): void {
    this.#result = result;
    this.#isStale = false;
    this.#ordered = inOrder(result.items);
    this.#summary.textContent = summary(result);
    const time = new Date(result.checkedAt).toLocaleTimeString(undefined, {
      hour: '2-digit',
      minute: '2-digit',
    });
    this.#checkedAt.textContent = `Checked at ${time}.`;
    this.#unreadable.hidden = result.unreadable.length === 0;
    this.#unreadable.replaceChildren(
      el('summary', {}, `${counted(result.unreadable.length, 'file')} could not be read`),
      el('ul', {}, ...result.unreadable.map(({ file, reason }) => el('li', {}, `${file}: ${reason}`))),
    );
    this.#showList();
  }

  #showRun(): void {
    const hadFocus = this.#runBar.hasFocus;
    const isRunning = this.#run.state === 'running';
    this.#runBar.show(this.#run, { isStale: this.#isStale, hasResult: this.#result !== undefined });
    setAttributes(this.#again, { 'aria-disabled': isRunning ? 'true' : undefined });
    if (hadFocus && document.activeElement?.closest('[hidden]')) this.#again.focus();
  }

  #notice(): string | undefined {
    return noticeOf(this.#run, this.#isStale, this.#result !== undefined);
  }

  #start(): void {
    this.#isStale = false;
    this.tell({ type: 'run' });
  }

  #filterBy(filter: Filter): void {
    this.#change({ filter, page: 0 });
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#announce(counted(this.#shown.length, 'finding')), SETTLED);
  }

  #turnTo(page: number): void {
    this.#change({ page });
    this.#list.focus();
    this.#list.scrollIntoView();
  }

  #change(change: Partial<PageState>): void {
    this.remember(change);
    this.#showList();
  }

  #showList(): void {
    if (!this.#result) return;
    const { filter, status } = this.state;
    const passed = filtered(this.#ordered, filter);
    this.#shown = passed.filter((item) => item.status === status);
    const page = Math.min(this.state.page, pageCount(this.#shown.length) - 1);
    const hasAny = this.#ordered.length > 0;
    this.#results.hidden = false;
    this.#form.element.hidden = !hasAny;
    this.#tabs.element.hidden = !hasAny;
    setAttributes(this.#export, { 'aria-disabled': undefined });
    this.#form.show(filter, this.#result);
    this.#tabs.show(status, countByStatus(passed));
    setAttributes(this.#list, { 'aria-labelledby': `tab-${status}` });
    this.#pager.show(page, this.#shown.length);
    this.#keepingFocus(() => this.#list.replaceChildren(...this.#contents(page)));
  }

  #contents(page: number): HTMLElement[] {
    if (this.#shown.length > 0) {
      return findingList(sectionsOf(this.#shown, page), {
        open: ({ uri, range }) => this.tell({ type: 'open', uri, range }),
        explain: (rule) => this.tell({ type: 'explainRule', rule }),
      });
    }
    const { files = 0, items = [] } = this.#result ?? {};
    const { filter, status } = this.state;
    const { heading, text, isFiltered } = whyNothing({ files, items, filter, status });
    const clear = button('Clear filter', () => this.#change({ filter: EVERYTHING, page: 0 }));
    return [nothing(heading, text, ...(isFiltered ? [clear] : []))];
  }

  /** The list is made of new elements; who was on one of them is on its successor, or at the head of the list. */
  #keepingFocus(change: () => void): void {
    const active = document.activeElement;
    const key = active && this.#list.contains(active) ? active.getAttribute('data-key') : undefined;
    change();
    if (key === undefined) return;
    const successor = [...this.#list.querySelectorAll<HTMLElement>('[data-key]')].find(
      (element) => element.getAttribute('data-key') === key,
    );
    (successor ?? this.#list).focus();
  }

  #announce(words: string): void {
    this.#announcement.textContent = words;
  }
}
