/** Which argument is to be completed, of a prompt or of a resource template. */
export interface CompleteParams {
  /** Of the prompt, as it is called through the gateway. */
  prompt?: string;
  /** URI of the template. */
  template?: string;
  argument: string;
  /** What was typed of it. */
  value: string;
  /** What was given for others. */
  given: Record<string, string>;
}

export interface GetPromptParams {
  /** As the prompt is called through the gateway. */
  name: string;
  arguments: Record<string, string>;
}

export interface ReadTemplateParams {
  /** As its server gave it. */
  template: string;
  /** Those left out stay empty. */
  variables: Record<string, string>;
}

export interface ReadTemplateResult {
  uri: string;
  /** MCP's result, as JSON. */
  result: Record<string, unknown>;
}

export interface ResetBreakerParams {
  server: string;
  /** URL; absent: all of them. */
  replica?: string;
}

/** What is asked about something that a server offers. */
export const ItemMethods = {
  /** request: CompleteParams => string[]; empty where the server completes nothing */
  complete: 'heady/gateway/complete',
  /** request: GetPromptParams & WorkDoneProgressParams => MCP's result, as JSON; can be cancelled */
  getPrompt: 'heady/gateway/getPrompt',
  /** request: ReadTemplateParams => ReadTemplateResult */
  readTemplate: 'heady/gateway/readTemplate',
  /** request: ResetBreakerParams => null */
  resetBreaker: 'heady/gateway/resetBreaker',
} as const;
