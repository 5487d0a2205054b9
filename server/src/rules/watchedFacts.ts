import type { CatalogFacts, WorkOut } from './facts.ts';
import { isGoverning } from './governing.ts';

/**
 * Facts that remember whether a rule asked for any of them, and whether an answer was `unknown`. What policies, verticals
 * and environments state does not count: when that changes everything is judged anew.
 */
export class WatchedFacts implements CatalogFacts {
  readonly #facts: CatalogFacts;
  #isAsked = false;
  #workedOut: WatchedWorkOut<unknown>[] = [];
  /** The rule that asked could not decide. */
  wereUnknown = false;

  constructor(facts: CatalogFacts) {
    this.#facts = facts;
  }

  /** Before the next rule. */
  reset(): void {
    this.#isAsked = false;
    this.#workedOut = [];
    this.wereUnknown = false;
  }

  /** What the rule found may change with other documents, with the control plane, or by tomorrow. */
  get wereAsked(): boolean {
    return this.#isAsked || this.#workedOut.some(({ asks }) => asks);
  }

  get today() {
    return this.#asked.today;
  }

  get isComplete() {
    return this.#asked.isComplete;
  }

  get seesAll() {
    const { seesAll } = this.#asked;
    if (!seesAll) this.wereUnknown = true;
    return seesAll;
  }

  declarations(kind: string, name: string) {
    return this.#of(kind).declarations(kind, name);
  }

  documentsOf(kind: string) {
    return this.#of(kind).documentsOf(kind);
  }

  derived<T>(workOut: WorkOut<T>): T {
    const watched = watchedWorkOut(workOut);
    this.#workedOut.push(watched);
    return this.#facts.derived(watched.workOut);
  }

  known(...query: Parameters<CatalogFacts['known']>) {
    return this.#noticing(this.#asked.known(...query));
  }

  knownOf(...query: Parameters<CatalogFacts['knownOf']>) {
    return this.#asked.knownOf(...query);
  }

  references(...query: Parameters<CatalogFacts['references']>) {
    return this.#asked.references(...query);
  }

  entry(...query: Parameters<CatalogFacts['entry']>) {
    return this.#noticing(this.#asked.entry(...query));
  }

  owners() {
    return this.#asked.owners();
  }

  verticals() {
    return this.#asked.verticals();
  }

  policySettings(...query: Parameters<CatalogFacts['policySettings']>) {
    return this.#facts.policySettings(...query);
  }

  verticalCheck(...query: Parameters<CatalogFacts['verticalCheck']>) {
    return this.#facts.verticalCheck(...query);
  }

  likelyOwner(...query: Parameters<CatalogFacts['likelyOwner']>) {
    return this.#asked.likelyOwner(...query);
  }

  get #asked(): CatalogFacts {
    this.#isAsked = true;
    return this.#facts;
  }

  #of(kind: string): CatalogFacts {
    return isGoverning(kind) ? this.#facts : this.#asked;
  }

  #noticing<T extends { state: string }>(answer: T): T {
    if (answer.state === 'unknown') this.wereUnknown = true;
    return answer;
  }
}

/** The same work, and whether it ever asked for more than what governs all. */
interface WatchedWorkOut<T> {
  workOut: WorkOut<T>;
  asks: boolean;
}

const watchedWork = new WeakMap<WorkOut<unknown>, WatchedWorkOut<unknown>>();

/** One for each work, as the catalog keeps what is worked out by who works it out. */
function watchedWorkOut<T>(workOut: WorkOut<T>): WatchedWorkOut<T> {
  const known = watchedWork.get(workOut) as WatchedWorkOut<T> | undefined;
  if (known) return known;
  const watched: WatchedWorkOut<T> = {
    asks: false,
    workOut: (facts) =>
      workOut({
        documentsOf: (kind) => {
          if (!isGoverning(kind)) watched.asks = true;
          return facts.documentsOf(kind);
        },
        knownOf: (kind) => {
          watched.asks = true;
          return facts.knownOf(kind);
        },
      }),
  };
  watchedWork.set(workOut, watched);
  return watched;
}
