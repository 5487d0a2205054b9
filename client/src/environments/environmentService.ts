import { commands, type Disposable, EventEmitter, type Memento } from 'vscode';
import { type EnvironmentName, Methods } from '../../../server/src/protocol.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { isEnvironmentName } from './environments.ts';

const memoryKey = 'heady.environment';

/** The environment the workspace is switched to: remembered with the workspace, known to the server. */
export class EnvironmentService implements Disposable {
  readonly #memory: Memento;
  readonly #server: HeadyServer;
  readonly #changed = new EventEmitter<EnvironmentName>();
  #current: EnvironmentName;

  readonly onDidChange = this.#changed.event;

  constructor(memory: Memento, server: HeadyServer) {
    this.#memory = memory;
    this.#server = server;
    const remembered = memory.get(memoryKey);
    this.#current = isEnvironmentName(remembered) ? remembered : 'dev';
    this.#publishContext();
  }

  get current(): EnvironmentName {
    return this.#current;
  }

  /**
   * Switches, for everybody at once. A server that is down learns of it when it starts.
   *
   * @throws {Error} in words for people, when a running server refuses
   */
  async switch(name: EnvironmentName): Promise<void> {
    if (name === this.#current) return;
    this.#current = name;
    this.#publishContext();
    this.#changed.fire(name);
    await Promise.all([this.#memory.update(memoryKey, name), this.#tellServer(name)]);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #tellServer(environment: EnvironmentName): Promise<void> {
    try {
      await this.#server.request(Methods.setEnvironment, { environment });
    } catch (cause) {
      // A server that is down is told at its next start, and has been reported.
      if (this.#server.state === 'running') throw cause;
    }
  }

  #publishContext(): void {
    void commands.executeCommand('setContext', 'heady.environment', this.#current);
  }
}
