import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { DeclaredServer } from '../../../../server/src/protocol/gateway.ts';
import type { ServerContents, ServerOverview } from '../../../../server/src/protocol/gatewayOverview.ts';
import { clockWords } from '../../catalog/times.ts';
import type { Gateway } from '../gateway.ts';
import { isUnanswered } from '../inputs/unanswered.ts';
import { originWords, serverFacts, serverLooks, serverWords, unusedServer } from '../looks.ts';
import { isUndecided } from '../pins/pinWords.ts';
import { DecisionsNode } from './decisionsNode.ts';
import { ItemsNode } from './itemsNode.ts';
import type { McpNode } from './mcpNode.ts';
import { MessageNode } from './messageNode.ts';
import { ReplicaNode } from './replicaNode.ts';

/** A server of an environment; opened, it is connected to. */
export class ServerNode implements McpNode {
  readonly id: string;
  /** Its name, where the gateway offers it now. */
  readonly server: string | undefined;
  readonly declared: DeclaredServer;
  readonly #gateway: Gateway;
  #overview: ServerOverview;

  constructor(
    parent: string,
    gateway: Gateway,
    declared: DeclaredServer,
    overview: ServerOverview | undefined,
    isCurrent: boolean,
  ) {
    const { name, problem, uri, range } = declared;
    // Of those left out there may be several of one name.
    this.id = problem === undefined ? `${parent}/${name}` : `${parent}/${name}/${uri}#${range?.start.line}`;
    this.#gateway = gateway;
    this.declared = declared;
    this.server = isCurrent && problem === undefined ? name : undefined;
    this.#overview = overview ?? unusedServer(declared.name);
  }

  /** Takes over how it is by now. @returns whether that is news */
  update(overview: ServerOverview): boolean {
    const isNews = JSON.stringify(overview) !== JSON.stringify(this.#overview);
    this.#overview = overview;
    return isNews;
  }

  async children(): Promise<readonly McpNode[]> {
    const { state, replicas, error } = this.#overview;
    if (this.server === undefined || state === 'stopped') return [];
    const { server } = this;
    const contents = await this.#gateway.contents(server);
    // Of what was just listed.
    const pins = await this.#gateway.pins(server);
    const undecided = pins.items.filter(isUndecided);
    const trouble = contents.error ?? error;
    return [
      ...(pins.trouble === undefined ? [] : [this.#unreadable(pins.trouble)]),
      ...(undecided.length === 0 ? [] : [new DecisionsNode(this.id, server, undecided)]),
      ...(trouble !== undefined && isEmpty(contents) ? [this.#unreached(trouble)] : []),
      ...(contents.staleSince === undefined ? [] : [this.#stale(contents.staleSince)]),
      ...replicas.map((replica) => new ReplicaNode(this.id, server, replica)),
      ...(['tools', 'resources', 'templates', 'prompts'] as const)
        .filter((kind) => contents[kind].length > 0)
        .map((kind) => new ItemsNode(this.id, server, kind, contents[kind], pins.items)),
    ];
  }

  row(): TreeItem {
    return this.declared.problem === undefined ? this.#servedRow() : this.#leftOutRow(this.declared.problem);
  }

  #leftOutRow(problem: string): TreeItem {
    const { name } = this.declared;
    const waits = isUnanswered(this.declared);
    const row = new TreeItem(name, TreeItemCollapsibleState.None);
    row.description = waits ? 'asks for something: click to answer' : `left out: ${problem}`;
    row.iconPath = waits
      ? new ThemeIcon('question', new ThemeColor('list.warningForeground'))
      : new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
    row.tooltip = this.#tooltip([problem]);
    row.accessibilityInformation = { label: `MCP server ${name}, left out. ${problem}` };
    row.contextValue = waits ? 'mcp-server-left-out asking' : 'mcp-server-left-out';
    row.command = waits
      ? { command: 'heady.mcp.answerInputs', title: 'Answer', arguments: [this] }
      : { command: 'heady.mcp.openManifest', title: 'Open', arguments: [this] };
    return row;
  }

  #servedRow(): TreeItem {
    const { state } = this.#overview;
    const isOffered = this.server !== undefined;
    const look = serverLooks[state];
    const row = new TreeItem(
      this.declared.name,
      isOffered && state !== 'stopped' ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
    );
    row.description = isOffered ? serverWords(this.#overview) : this.declared.transport;
    row.iconPath = isOffered
      ? new ThemeIcon(look.icon, look.color === undefined ? undefined : new ThemeColor(look.color))
      : new ThemeIcon('server');
    row.tooltip = this.#tooltip(serverFacts(this.#overview));
    row.accessibilityInformation = { label: `MCP server ${this.declared.name}, ${row.description}` };
    row.contextValue = isOffered ? this.#context() : 'mcp-server-elsewhere';
    return row;
  }

  /** For the menus of package.json. */
  #context(): string {
    const { state, replicas, undecided } = this.#overview;
    const isBroken = state === 'broken' || replicas.some((replica) => replica.state === 'broken');
    return [
      'mcp-server',
      state === 'stopped' ? 'stopped-server' : 'startable-server',
      isBroken && 'broken-server',
      state === 'signIn' && 'unsigned-server',
      undecided.length > 0 && 'undecided',
    ]
      .filter(Boolean)
      .join(' ');
  }

  #tooltip(facts: readonly string[]): MarkdownString {
    const { name, origin, transport, target } = this.declared;
    // What comes from manifests and servers goes through appendText: it must not turn into links or images.
    const tooltip = new MarkdownString('', true);
    tooltip.appendMarkdown('**').appendText(name).appendMarkdown('**\n\n');
    if (transport !== '') tooltip.appendText(`${transport}: ${target}`).appendMarkdown('\n\n');
    tooltip.appendText(originWords[origin]).appendMarkdown('\n\n');
    for (const fact of facts) tooltip.appendMarkdown('- ').appendText(fact).appendMarkdown('\n');
    return tooltip;
  }

  #unreadable(reason: string): McpNode {
    return new MessageNode(`${this.id}/pins`, {
      label: 'Nothing is offered',
      description: 'the pins cannot be read',
      tooltip: reason,
      icon: 'lock',
      color: 'list.errorForeground',
    });
  }

  #unreached(reason: string): McpNode {
    return new MessageNode(this.id, {
      label: 'Not reached',
      description: reason,
      icon: 'error',
      color: 'list.errorForeground',
    });
  }

  #stale(since: string): McpNode {
    const clock = clockWords(since, new Date());
    return new MessageNode(this.id, {
      label: 'Not reached now',
      description: `as of ${clock}`,
      tooltip: `It cannot be asked now: this is what it offered at ${clock}.`,
      icon: 'history',
      color: 'list.warningForeground',
    });
  }
}

function isEmpty({ tools, prompts, resources, templates }: ServerContents): boolean {
  return [tools, prompts, resources, templates].every(({ length }) => length === 0);
}
