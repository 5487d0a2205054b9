import type {
  AuditAnswer,
  AuditFilter,
  AuditLog,
  AuditPage,
  AuditParams,
  AuditRecord,
} from '../../../../server/src/protocol/audit.ts';

/** Records on a page. */
export const PAGE_SIZE = 100;

/** Who is told how the reading goes. */
export interface Reader {
  ask(params: AuditParams): Promise<AuditAnswer>;
  /** More of the page that is read; with the first, whatever was shown is over. */
  onRecords(records: readonly AuditRecord[], isFirst: boolean): void;
  /** Nothing, or not enough, was found so far: a long log is searched piece by piece. */
  onSearching(searchedTo: string): void;
  onEnd(end: PageEnd): void;
  onUnread(answer: Exclude<AuditAnswer, AuditPage>): void;
  onNewer(records: readonly AuditRecord[]): void;
}

export interface PageEnd {
  hasNewer: boolean;
  hasOlder: boolean;
  /** How far back was looked, where somebody stopped the search. */
  stoppedAt?: string;
}

/** Leads through a log page by page, from the latest on, and follows its growth on the first. */
export class Reading {
  readonly #reader: Reader;
  readonly #log: AuditLog;
  readonly #filter: AuditFilter;
  /** Where the pages before this one began; the first began at the end of the log. */
  #starts: (string | undefined)[] = [undefined];
  #older: string | undefined;
  #newest: string | undefined;
  #isOver = false;
  #isStopped = false;
  #isBusy = false;

  constructor(reader: Reader, log: AuditLog, filter: AuditFilter) {
    this.#reader = reader;
    this.#log = log;
    this.#filter = filter;
  }

  /** Nobody wants to hear of it any more. */
  end(): void {
    this.#isOver = true;
  }

  /** Searches no further back for this page. */
  stop(): void {
    this.#isStopped = true;
  }

  first(): Promise<void> {
    return this.#read();
  }

  async turnToOlder(): Promise<void> {
    if (this.#older === undefined || this.#isBusy) return;
    this.#starts.push(this.#older);
    await this.#read();
  }

  async turnToNewer(): Promise<void> {
    if (this.#starts.length < 2 || this.#isBusy) return;
    this.#starts.pop();
    await this.#read();
  }

  /** Looks for what was recorded since. */
  async follow(): Promise<void> {
    if (this.#newest === undefined || this.#starts.length > 1 || this.#isBusy || this.#isOver) return;
    const after = this.#newest;
    const answer = await this.#reader.ask(this.#params({ after }));
    if (this.#isOver || this.#isBusy || !('records' in answer) || this.#newest !== after) return;
    if (answer.newest !== undefined) this.#newest = answer.newest;
    if (answer.records.length > 0) this.#reader.onNewer(answer.records);
  }

  async #read(): Promise<void> {
    this.#isBusy = true;
    this.#isStopped = false;
    let before = this.#starts.at(-1);
    let found = 0;
    for (let isFirst = true; ; isFirst = false) {
      const answer = await this.#reader.ask(
        this.#params(before === undefined ? {} : { before }, PAGE_SIZE - found),
      );
      if (this.#isOver) return;
      if (!('records' in answer)) {
        this.#isBusy = false;
        return this.#reader.onUnread(answer);
      }
      const { records, older, newest, searchedTo } = answer;
      if (isFirst && before === undefined) this.#newest = newest;
      this.#older = older;
      found += records.length;
      this.#reader.onRecords(records, isFirst);
      if (found >= PAGE_SIZE || older === undefined || searchedTo === undefined || this.#isStopped) {
        this.#isBusy = false;
        const stoppedAt = older !== undefined && found < PAGE_SIZE ? searchedTo : undefined;
        return this.#reader.onEnd({
          hasNewer: this.#starts.length > 1,
          hasOlder: older !== undefined,
          ...(stoppedAt === undefined ? {} : { stoppedAt }),
        });
      }
      before = older;
      this.#reader.onSearching(searchedTo);
    }
  }

  #params(place: Pick<AuditParams, 'before' | 'after'>, limit = PAGE_SIZE): AuditParams {
    return { log: this.#log, filter: this.#filter, limit, ...place };
  }
}
