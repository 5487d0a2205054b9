import type { AuditFilter, AuditLog } from '../../../../server/src/protocol/audit.ts';
import { ENVIRONMENT_NAMES, type EnvironmentName } from '../../../../server/src/protocol.ts';
import { environmentLabels } from '../../environments/environments.ts';
import { button, el } from '../dom.ts';
import { CALL_OUTCOMES, CALL_RULES } from './columns.ts';
import { isoOf, localOf } from './localTime.ts';

/** Quiet time after a key before the log is searched, in milliseconds. */
const SETTLED = 300;

/** What is asked of a log; the control plane's has neither servers nor rules. */
export class FilterForm {
  readonly element: HTMLFormElement;
  readonly #server = el('select', { id: 'server' });
  readonly #environment = el('select', { id: 'environment' });
  readonly #item = el('input', { type: 'search', id: 'item' });
  readonly #actor = el('input', { type: 'search', id: 'actor' });
  readonly #outcome = el('select', { id: 'outcome' });
  readonly #outcomeText = el('input', { type: 'search', id: 'outcome-text' });
  readonly #rule = el('select', { id: 'rule' });
  readonly #from = el('input', { type: 'datetime-local', id: 'from', step: 60 });
  readonly #until = el('input', { type: 'datetime-local', id: 'until', step: 60 });
  readonly #ofCalls: readonly HTMLElement[];
  readonly #ofControlPlane: readonly HTMLElement[];
  readonly #itemLabel = el('label', { for: 'item' });
  readonly #clear = button('Clear filter', () => this.#apply({}), { class: 'secondary' });
  readonly #onChange: (filter: AuditFilter) => void;
  #servers: readonly string[] = [];
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(onChange: (filter: AuditFilter) => void) {
    this.#onChange = onChange;
    const server = field('Server', this.#server);
    const outcome = field('Outcome', this.#outcome);
    const rule = field('Rule', this.#rule);
    const outcomeText = field('Outcome', this.#outcomeText);
    const environment = field('Control plane of', this.#environment);
    this.#ofCalls = [server, outcome, rule];
    this.#ofControlPlane = [environment, outcomeText];
    this.element = el(
      'form',
      { role: 'search', 'aria-label': 'Filter records', class: 'filters' },
      el(
        'div',
        { class: 'fields' },
        ...[server, environment],
        el('div', { class: 'field' }, this.#itemLabel, this.#item),
        field('User', this.#actor),
        ...[outcome, outcomeText, rule],
        field('From', this.#from),
        field('Until', this.#until),
        this.#clear,
      ),
    );
    this.follow(undefined);
    options(this.#outcome, [['', 'All'], ...CALL_OUTCOMES]);
    options(this.#rule, [
      ['', 'All'],
      ...CALL_RULES.map((name) => [name, name.replace('gateway/', '')] as const),
    ]);
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#tell();
    });
    this.element.addEventListener('input', () => {
      clearTimeout(this.#settling);
      this.#settling = setTimeout(() => this.#tell(), SETTLED);
    });
  }

  /** The servers to choose from; one that is chosen stays so. */
  offer(servers: readonly string[]): void {
    this.#servers = servers;
    this.#offer(this.#server.value);
  }

  /** @param current the environment of the folder that somebody works in; undefined: nobody said yet */
  follow(current: EnvironmentName | undefined): void {
    const chosen = this.#environment.value;
    const now = current === undefined ? '' : `, ${environmentLabels[current]}`;
    options(this.#environment, [
      ['', `The active folder${now}`],
      ...ENVIRONMENT_NAMES.map((name) => [name, environmentLabels[name]] as const),
    ]);
    this.#environment.value = chosen;
  }

  show(
    log: AuditLog,
    { environment, server = '', item = '', actor = '', outcome = '', rule = '', from, until }: AuditFilter,
  ): void {
    const isOfCalls = log === 'calls';
    for (const each of this.#ofCalls) each.hidden = !isOfCalls;
    for (const each of this.#ofControlPlane) each.hidden = isOfCalls;
    this.#itemLabel.textContent = isOfCalls ? 'Tool, or part of its name' : 'Action';
    this.#offer(server);
    this.#environment.value = environment ?? '';
    this.#item.value = item;
    this.#actor.value = actor;
    this.#outcome.value = isOfCalls ? outcome : '';
    this.#outcomeText.value = isOfCalls ? '' : outcome;
    this.#rule.value = rule;
    this.#from.value = localOf(from);
    this.#until.value = localOf(until);
    const isFiltering = [environment, server, item, actor, outcome, rule, from, until].some(Boolean);
    if (!isFiltering && document.activeElement === this.#clear) this.#item.focus();
    this.#clear.hidden = !isFiltering;
  }

  #offer(chosen: string): void {
    const all = [...new Set([...this.#servers, ...(chosen === '' ? [] : [chosen])])].sort();
    options(this.#server, [['', 'All'], ...all.map((name) => [name, name] as const)]);
    this.#server.value = chosen;
  }

  #tell(): void {
    clearTimeout(this.#settling);
    const [from, until] = [isoOf(this.#from.value), isoOf(this.#until.value)];
    const outcome = this.#outcome.value || this.#outcomeText.value.trim();
    const stated = {
      ...{
        environment: this.#environment.value,
        server: this.#server.value,
        item: this.#item.value.trim(),
        actor: this.#actor.value.trim(),
      },
      ...{ outcome, rule: this.#rule.value, from, until },
    };
    this.#apply(Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== '')));
  }

  #apply(filter: AuditFilter): void {
    clearTimeout(this.#settling);
    this.#onChange(filter);
  }
}

function field(label: string, control: HTMLElement): HTMLElement {
  return el('div', { class: 'field' }, el('label', { for: control.id }, label), control);
}

function options(select: HTMLSelectElement, all: readonly (readonly [value: string, label: string])[]): void {
  select.replaceChildren(...all.map(([value, label]) => el('option', { value }, label)));
}
