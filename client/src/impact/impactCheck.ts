import { CancellationTokenSource, type Disposable, EventEmitter } from 'vscode';
import { Methods } from '../../../server/src/protocol.ts';
import { wordsOf } from '../failures.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import type { CheckedResult, RunState } from '../webviews/impactReport/messages.ts';

/** Impact Check of the workspace: how its run is going, and what the last whole one found. */
export class ImpactCheck implements Disposable {
  readonly #server: HeadyServer;
  readonly #runChanged = new EventEmitter<RunState>();
  readonly #checked = new EventEmitter<CheckedResult>();
  #running: CancellationTokenSource | undefined;
  #run: RunState | undefined;
  #result: CheckedResult | undefined;

  readonly onDidChangeRun = this.#runChanged.event;
  readonly onDidCheck = this.#checked.event;

  constructor(server: HeadyServer) {
    this.#server = server;
  }

  /** Undefined before the first run. */
  get run(): RunState | undefined {
    return this.#run;
  }

  get result(): CheckedResult | undefined {
    return this.#result;
  }

  /** Checks the workspace, unless that is under way. Never rejects: `run` tells how it went. */
  async start(): Promise<void> {
    if (this.#running) return;
    const cancellation = new CancellationTokenSource();
    this.#running = cancellation;
    this.#tell({ state: 'running', percentage: 0, words: '' });
    try {
      const result = await this.#server.requestWithProgress(
        Methods.impact,
        {},
        cancellation.token,
        ({ percentage = 0, message = '' }) => this.#tell({ state: 'running', percentage, words: message }),
      );
      this.#result = { ...result, checkedAt: Date.now() };
      this.#checked.fire(this.#result);
      this.#tell({ state: 'done' });
    } catch (cause) {
      const isCancelled = cancellation.token.isCancellationRequested;
      this.#tell(isCancelled ? { state: 'cancelled' } : { state: 'failed', reason: wordsOf(cause) });
    } finally {
      this.#running = undefined;
      cancellation.dispose();
    }
  }

  cancel(): void {
    this.#running?.cancel();
  }

  dispose(): void {
    this.cancel();
    this.#runChanged.dispose();
    this.#checked.dispose();
  }

  #tell(run: RunState): void {
    this.#run = run;
    this.#runChanged.fire(run);
  }
}
