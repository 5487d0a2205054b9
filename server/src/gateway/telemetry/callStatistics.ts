import { type EndedCall, hasReached, isError, type Observer } from './endedCall.ts';
import { type Figures, SlidingWindow } from './slidingWindow.ts';

/** So many tools of a server are told apart: one that lists other names each time would fill the memory. */
const MAX_TOOLS = 200;
const MAX_NAME = 128;

/** What calls are counted under whose tool nobody knows. */
export const OTHER = 'other';

/** What the calls of one server were like, in the last minutes. */
export interface ServerFigures extends Figures {
  /** By name; those that are not told apart are `other`. */
  readonly tools: Readonly<Record<string, Figures>>;
}

/** Adds up the calls of each server and each of its tools. */
export class CallStatistics {
  readonly #now: () => number;
  readonly #servers = new Map<string, { whole: SlidingWindow; tools: Map<string, SlidingWindow> }>();

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  readonly observe: Observer = ({ call, outcome, milliseconds }) => {
    const { whole, tools } = this.#of(call.upstream.name);
    const took = hasReached(outcome) ? milliseconds : undefined;
    whole.add(isError(outcome), took);
    if (call.method !== 'tools/call') return;
    const name = this.toolOf(call);
    const tool = tools.get(name) ?? new SlidingWindow(this.#now);
    tools.set(name, tool);
    tool.add(isError(outcome), took);
  };

  /** What a call's tool is counted under. */
  toolOf({ upstream, item, definition }: EndedCall['call']): string {
    const tools = this.#servers.get(upstream.name)?.tools;
    if (tools?.has(item)) return item;
    const isTold = definition && item.length <= MAX_NAME && (tools?.size ?? 0) < MAX_TOOLS;
    return isTold ? item : OTHER;
  }

  /** Of all calls of a server. @returns undefined where nothing was ever called */
  figures(server: string): Figures | undefined {
    return this.#servers.get(server)?.whole.figures();
  }

  /** With those of its tools. @returns undefined where nothing was ever called */
  of(server: string): ServerFigures | undefined {
    const known = this.#servers.get(server);
    if (!known) return undefined;
    const tools = Object.fromEntries([...known.tools].map(([name, tool]) => [name, tool.figures()]));
    return { ...known.whole.figures(), tools };
  }

  #of(server: string) {
    const known = this.#servers.get(server) ?? { whole: new SlidingWindow(this.#now), tools: new Map() };
    this.#servers.set(server, known);
    return known;
  }
}
