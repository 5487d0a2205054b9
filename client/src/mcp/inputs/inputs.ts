import { commands, type Disposable, window } from 'vscode';
import type { DeclaredServer, GatewayStatus } from '../../../../server/src/protocol/gateway.ts';
import { reportFailures } from '../../failures.ts';
import type { Gateway } from '../gateway.ts';
import { declaredIn } from '../targets.ts';
import { askInput } from './askInput.ts';
import type { InputStore } from './inputStore.ts';
import { asksFor, isUnanswered } from './unanswered.ts';

/** What `mcp.json` asks for is asked of the person at the editor, once, and told the gateway. */
export class Inputs implements Disposable {
  readonly #gateway: Gateway;
  readonly #store: InputStore;
  readonly #subscriptions: Disposable[];
  /** What the person was told of already. */
  readonly #told = new Set<string>();

  constructor(gateway: Gateway, store: InputStore) {
    this.#gateway = gateway;
    this.#store = store;
    this.#subscriptions = [
      gateway.onDidChange((status) => void this.#tell(status)),
      commands.registerCommand('heady.mcp.answerInputs', (target?: unknown) =>
        reportFailures('The MCP server was not told', () => this.#answer(declaredIn(target))),
      ),
      commands.registerCommand('heady.mcp.forgetInputs', () =>
        reportFailures('The answers are still kept', () => this.#forget()),
      ),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Of one server, or of all that miss something; where none does, of all. */
  async #answer(server: DeclaredServer | undefined): Promise<void> {
    const { declared } = this.#gateway.status ?? (await this.#gateway.start());
    const asking = declared.filter(({ inputs = [] }) => inputs.length > 0);
    const missing = asking.filter(isUnanswered);
    if (asking.length === 0) throw new Error('no mcp.json of this workspace asks for anything.');
    const asked = new Set<string>();
    for (const each of server ? [server] : missing.length > 0 ? missing : asking) {
      for (const input of each.inputs ?? []) {
        const key = `${each.uri} ${input.id}`;
        if (asked.has(key) || (input.isAnswered && isUnanswered(each))) continue;
        asked.add(key);
        const answer = await askInput(each.name, input);
        // Who leaves is asked for nothing more; what was said counts.
        if (answer === undefined) return asked.size > 1 ? await this.#takeOver() : undefined;
        await this.#store.keep(each.uri ?? '', input.id, answer);
      }
    }
    await this.#takeOver();
  }

  async #takeOver(): Promise<void> {
    await this.#gateway.restart();
  }

  async #forget(): Promise<void> {
    const count = await this.#store.forget();
    if (count > 0) await this.#gateway.restart();
    void window.showInformationMessage(
      count > 0 ? 'MCP servers are asked anew for what they need.' : 'Nothing was kept.',
    );
  }

  /** Says once of each server that it waits for an answer. */
  async #tell({ state, environment, declared }: GatewayStatus): Promise<void> {
    if (state !== 'running') return;
    const waiting = declared.filter(
      (server) => server.environments.includes(environment) && isUnanswered(server),
    );
    const news = waiting.filter((server) => !this.#told.has(asksFor(server)));
    for (const server of news) this.#told.add(asksFor(server));
    if (news.length === 0) return;
    const answer = 'Answer...';
    const chosen = await window.showInformationMessage(news.map(asksFor).join(' '), answer);
    if (chosen === answer) await commands.executeCommand('heady.mcp.answerInputs');
  }
}
