import {
  type CancellationToken,
  commands,
  type Disposable,
  type Memento,
  type Progress,
  ProgressLocation,
  Uri,
  ViewColumn,
  window,
} from 'vscode';
import { reportFailures } from '../failures.ts';
import { argumentProblems } from './arguments/argumentProblems.ts';
import { askArguments } from './arguments/askArguments.ts';
import { askCompleted } from './arguments/askCompleted.ts';
import { RememberedArguments } from './arguments/rememberedArguments.ts';
import { fieldsOf } from './arguments/toolArguments.ts';
import { CallDocuments } from './callDocuments.ts';
import type { Gateway } from './gateway.ts';
import { ResultDocuments } from './resultDocuments.ts';
import { shownResult } from './results/results.ts';
import { shownPrompt } from './results/shownPrompt.ts';
import { type ItemKind, type ItemTarget, itemIn, pickItem } from './targets.ts';
import { templateVariables } from './templateVariables.ts';

const CALL_ANYWAY = 'Call Anyway';

/** Commands on what servers offer. */
export function registerItemCommands(gateway: Gateway, memory: Memento): Disposable[] {
  const results = new ResultDocuments();
  const calls = new CallDocuments();
  const use = new ItemUse(gateway, results, calls, new RememberedArguments(memory));
  const onItem = (id: string, failure: string, kind: ItemKind, work: (item: ItemTarget) => Promise<void>) =>
    commands.registerCommand(id, (target?: unknown) =>
      reportFailures(failure, async () => {
        const item = itemIn(target) ?? (await pickItem(gateway, kind));
        if (item) await work(item);
      }),
    );
  const resource = 'The resource could not be read';
  return [
    results,
    calls,
    onItem('heady.mcp.callTool', 'The tool could not be called', 'tools', (tool) => use.askAndCall(tool)),
    onItem('heady.mcp.writeCall', 'The tool could not be called', 'tools', (tool) => use.writeCall(tool)),
    commands.registerCommand('heady.mcp.callWritten', (target?: unknown) =>
      reportFailures('The tool was not called', () =>
        use.callWritten(target instanceof Uri ? target : undefined),
      ),
    ),
    onItem('heady.mcp.runPrompt', 'The prompt could not be run', 'prompts', (prompt) =>
      use.runPrompt(prompt),
    ),
    onItem('heady.mcp.readTemplate', resource, 'templates', (template) => use.readTemplate(template)),
    onItem('heady.mcp.readResource', resource, 'resources', ({ item }) => use.readResource(item.name)),
  ];
}

/** Uses what servers offer, as a person does. */
class ItemUse {
  readonly #gateway: Gateway;
  readonly #results: ResultDocuments;
  readonly #calls: CallDocuments;
  readonly #remembered: RememberedArguments;

  constructor(
    gateway: Gateway,
    results: ResultDocuments,
    calls: CallDocuments,
    remembered: RememberedArguments,
  ) {
    this.#gateway = gateway;
    this.#results = results;
    this.#calls = calls;
    this.#remembered = remembered;
  }

  /** Asks for the arguments one by one; where they are more than values, in a document. */
  async askAndCall(target: ItemTarget): Promise<void> {
    const { server, item } = target;
    const { inputSchema } = item.definition;
    if (fieldsOf(inputSchema).some(({ kind }) => kind === 'json')) return await this.writeCall(target);
    const last = this.#remembered.of(server, item.name);
    const given = await askArguments(item.name, inputSchema, last);
    await this.#call(target, given, ViewColumn.Active);
  }

  /** Opens the arguments as JSON, to be called when they are written. */
  async writeCall({ server, item }: ItemTarget): Promise<void> {
    await this.#calls.open({ server, tool: item }, this.#remembered.of(server, item.name));
  }

  /** Calls what a document says. @param uri default: the one that is open now */
  async callWritten(uri?: Uri): Promise<void> {
    const target = this.#calls.targetOf(uri);
    if (!target) throw new Error('open its arguments anew, from the tool in the MCP view.');
    const { server, tool } = target;
    const given = await this.#calls.argumentsIn(target.uri);
    const problems = argumentProblems(tool.definition.inputSchema, given);
    if (problems.length > 0) {
      const options = { modal: true, detail: problems.join('\n') };
      const question = `These arguments do not fit what ${tool.name} takes.`;
      if ((await window.showWarningMessage(question, options, CALL_ANYWAY)) !== CALL_ANYWAY) return;
    }
    await this.#call({ server, item: tool }, given, ViewColumn.Beside);
  }

  async runPrompt({ item: { name, exposed, definition } }: ItemTarget): Promise<void> {
    const asked = (Array.isArray(definition.arguments) ? definition.arguments : []) as PromptArgument[];
    const given = await this.#askTexts(name, asked, { prompt: exposed });
    const result = await withProgress(name, (token) =>
      this.#gateway.getPrompt({ name: exposed, arguments: given }, token),
    );
    await this.#results.show(name, shownPrompt(name, result));
  }

  async readTemplate({ item: { name: template } }: ItemTarget): Promise<void> {
    const asked = templateVariables(template).map((name) => ({ name, required: true }));
    const variables = await this.#askTexts(template, asked, { template });
    const { uri, result } = await withProgress(template, (token) =>
      this.#gateway.readTemplate({ template, variables }, token),
    );
    await this.#results.show(uri, shownResult(result));
  }

  async readResource(uri: string): Promise<void> {
    const result = await withProgress(uri, (token) => this.#gateway.readResource(uri, token));
    await this.#results.show(uri, shownResult(result));
  }

  async #call(
    { server, item }: ItemTarget,
    given: Record<string, unknown>,
    column: ViewColumn,
  ): Promise<void> {
    const { name, exposed, definition } = item;
    await this.#remembered.keep(server, name, given, definition.inputSchema);
    const result = await withProgress(name, async (token, progress) => {
      let shown = 0;
      const call = { name: exposed, arguments: given };
      return await this.#gateway.callTool(call, token, ({ percentage = shown, message }) => {
        progress.report({ increment: percentage - shown, ...(message === undefined ? {} : { message }) });
        shown = percentage;
      });
    });
    const isError = result.isError === true;
    await this.#results.show(isError ? `${name} failed` : name, shownResult(result), column);
    if (isError) void window.showWarningMessage(`${name} answered with an error, which is shown.`);
  }

  /** Asks for texts, one after the other, which the server completes by those before. */
  async #askTexts(
    title: string,
    asked: readonly PromptArgument[],
    of: { prompt: string } | { template: string },
  ): Promise<Record<string, string>> {
    const given: Record<string, string> = {};
    for (const [index, { name, description, required }] of asked.entries()) {
      const step = asked.length > 1 ? ` (${index + 1}/${asked.length})` : '';
      const value = await askCompleted({
        title: `${title}: ${name}${step}`,
        description: description ?? '',
        isRequired: required === true,
        complete: (typed) =>
          this.#gateway
            .complete({ ...of, argument: name, value: typed, given: { ...given } })
            .catch(() => []),
      });
      if (value !== undefined) given[name] = value;
    }
    return given;
  }
}

/** As MCP defines it. */
interface PromptArgument {
  name: string;
  description?: string;
  required?: boolean;
}

function withProgress<T>(
  what: string,
  work: (
    token: CancellationToken,
    progress: Progress<{ increment?: number; message?: string }>,
  ) => Promise<T>,
): Promise<T> {
  const options = { location: ProgressLocation.Notification, title: `MCP: ${what}`, cancellable: true };
  return Promise.resolve(window.withProgress(options, (progress, token) => work(token, progress)));
}
