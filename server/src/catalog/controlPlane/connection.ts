import { Client, type RequestOptions } from '@modelcontextprotocol/client';
import packageJson from '../../../../package.json' with { type: 'json' };
import type { Plain } from '../../manifest/tree.ts';
import type { RegisterResult } from '../../protocol/register.ts';
import type { CatalogEntry } from '../../rules/facts.ts';
import { AnswerError, CallError, pageOf, registrationOf } from './answers.ts';
import { MAX_MANIFEST, manifestTooLong, REFUSED_BY } from './contract.ts';
import type { ControlPlaneLink } from './link.ts';

/** A control plane that says nothing for so long is as good as gone. In milliseconds. */
const PATIENCE: RequestOptions = { timeout: 10_000 };

/** The same where a person may be asked first. A yes is good for ten minutes. */
const PATIENCE_WITH_PEOPLE: RequestOptions = { timeout: 10 * 60_000 };

/** The most that is asked for at a time. */
const PAGE = 500;

/** Where entries of every environment, and of none, are announced. */
const SHELVES = ['dev', 'test', 'stage', 'prod', 'none'].map((shelf) => `heady://catalog/${shelf}`);

export interface RegisterOptions {
  /** The version that must be registered now; 0: none yet. */
  ifVersion?: number;
  /** Who registers it, for the history. */
  source?: string;
}

/** Puts a control plane's question to the person who asked for a change. @returns whether it may be made */
export type Approve = (message: string) => Promise<boolean>;

/** One MCP connection to a control plane, from handshake to close. */
export class ControlPlaneConnection {
  readonly #client: Client;
  readonly #firstPatience: RequestOptions;
  /** Called when the catalog changed. */
  onChanged: () => void = () => {};
  /** Called once when the connection is lost, not when it is closed from here. */
  onLost: () => void = () => {};

  private constructor(client: Client, firstPatience: RequestOptions) {
    this.#client = client;
    this.#firstPatience = firstPatience;
  }

  /** Connects; leaves nothing open where that fails. */
  static async open(
    { transport, revision, startsWithin }: ControlPlaneLink,
    approve?: Approve,
  ): Promise<ControlPlaneConnection> {
    const client = new Client(
      { name: 'heady', version: packageJson.version },
      {
        versionNegotiation: { mode: revision === undefined ? 'auto' : { pin: revision } },
        ...(approve ? { capabilities: { elicitation: {} } } : {}),
      },
    );
    if (approve) answerApprovals(client, approve);
    const patience = startsWithin === undefined ? PATIENCE : { timeout: startsWithin };
    try {
      await client.connect(transport, patience);
    } catch (error) {
      await transport.close();
      throw error;
    }
    return new ControlPlaneConnection(client, patience);
  }

  /** Has changes announced from now on. */
  async subscribe(): Promise<void> {
    const changed = () => this.onChanged();
    this.#client.setNotificationHandler('notifications/resources/updated', changed);
    this.#client.setNotificationHandler('notifications/resources/list_changed', changed);
    this.#client.onclose = () => this.onLost();
    if (this.#client.getProtocolEra() === 'modern') {
      const filter = { resourcesListChanged: true, resourceSubscriptions: SHELVES };
      const subscription = await this.#client.listen(filter, this.#firstPatience);
      // Without announcements the facts would grow old unnoticed.
      void subscription.closed.then((by) => by !== 'local' && this.onLost());
    } else {
      for (const uri of SHELVES) await this.#client.subscribeResource({ uri }, this.#firstPatience);
    }
  }

  /**
   * All entries that changed or were retired after a revision (0: all that are in use), and the revision up to which
   * they are complete.
   *
   * @throws where it does not answer, or not as a control plane does
   */
  async entriesSince(since: number): Promise<{ entries: CatalogEntry[]; revision: number }> {
    const query = since === 0 ? {} : { since, includeRetired: true };
    let page = pageOf(await this.#call('catalog_search', { ...query, limit: PAGE }));
    const { entries, revision } = page;
    while (page.nextCursor !== undefined) {
      page = pageOf(await this.#call('catalog_search', { ...query, limit: PAGE, cursor: page.nextCursor }));
      entries.push(...page.entries);
    }
    return { entries, revision };
  }

  /** @throws CallError where it cannot be asked for; anything else where no answer came */
  async register(manifest: Plain, options: RegisterOptions = {}): Promise<RegisterResult> {
    const length = JSON.stringify(manifest).length;
    if (length > MAX_MANIFEST) throw new CallError(manifestTooLong(length));
    return registrationOf(await this.change('catalog_register', { manifest, ...options }));
  }

  /** Calls a tool that changes nothing. @throws CallError where it is turned down; anything else where no answer came */
  async ask(tool: string, args: Record<string, unknown>, signal?: AbortSignal): Promise<unknown> {
    return await this.#call(tool, args, { ...PATIENCE, ...(signal ? { signal } : {}) });
  }

  /** Calls a tool that changes something; whoever wants it may be asked to approve. @throws as `ask` */
  async change(tool: string, args: Record<string, unknown>): Promise<unknown> {
    return await this.#call(tool, args, PATIENCE_WITH_PEOPLE);
  }

  /** What there is for the last part of a URI template; a hundred at most. */
  async names(uriTemplate: string): Promise<string[]> {
    const { completion } = await this.#client.complete({
      ref: { type: 'ref/resource', uri: uriTemplate },
      argument: { name: 'name', value: '' },
    });
    return completion.values;
  }

  /** The JSON at a URI. @throws {Error} where there is none, or no answer comes */
  async readResource(uri: string): Promise<unknown> {
    const { contents } = await this.#client.readResource({ uri });
    const [content] = contents;
    if (!content || !('text' in content)) throw new Error(`There is no text at ${uri}.`);
    return JSON.parse(content.text);
  }

  async close(): Promise<void> {
    this.onLost = () => {};
    this.onChanged = () => {};
    await this.#client.close();
  }

  async #call(
    name: string,
    args: Record<string, unknown>,
    options: RequestOptions = PATIENCE,
  ): Promise<unknown> {
    const { isError, content, structuredContent, _meta } = await this.#client.callTool(
      { name, arguments: args },
      options,
    );
    if (!isError) return structuredContent;
    const [first] = content;
    const refusedBy = _meta?.[REFUSED_BY];
    throw first?.type === 'text'
      ? new CallError(first.text, typeof refusedBy === 'string' ? refusedBy : undefined)
      : new AnswerError(name);
  }
}

/** Whether a call may go ahead is all that a control plane asks of people; anything else it asks is turned down. */
function answerApprovals(client: Client, approve: Approve): void {
  client.setRequestHandler('elicitation/create', async ({ params }) => {
    const asked = 'requestedSchema' in params ? params.requestedSchema.properties : {};
    const isApproval = Object.keys(asked).join() === 'approve';
    if (!isApproval || !(await approve(params.message))) return { action: 'decline' };
    return { action: 'accept', content: { approve: true } };
  });
}
