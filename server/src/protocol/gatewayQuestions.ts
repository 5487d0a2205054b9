/** What of the questions that MCP servers ask while they work an editor can put to people. */
export type QuestionKind = 'form' | 'url' | 'sampling';

/** Stands in `_meta` of what a server asks: the editor says to people who asks, and while it does what. */
export const ASKER = 'heady.systems/asker';

/** Who asks. */
export interface Asker {
  server: string;
  /** Name of the tool or prompt, URI of the resource, that it works on; absent where it asks by itself. */
  item?: string;
}

/** A question of an MCP server, on its way to a person. */
export interface QuestionParams {
  kind: QuestionKind;
  asker: Asker;
  /** Of MCP's `elicitation/create` or `sampling/createMessage`, as the server gave them. */
  params: Readonly<Record<string, unknown>>;
}

/** MCP's result, or why there is none, in words for the server and for people. */
export type QuestionAnswer = { result: Readonly<Record<string, unknown>> } | { refused: string };

export const QuestionMethods = {
  /**
   * request to the client: QuestionParams => QuestionAnswer, of editors whose `initializationOptions.questions` name its
   * kind. It is cancelled when nobody waits for the answer any more; until it is answered the call's time stands still.
   */
  ask: 'heady/gateway/ask',
} as const;
