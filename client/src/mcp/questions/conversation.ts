import { plainWords } from '../plainWords.ts';

/** What a server wants said to a language model, as far as one is told. */
export interface Conversation {
  system: string;
  messages: readonly { role: 'user' | 'assistant'; text: string }[];
  /** Names of models that the server would like, the best first. */
  hints: readonly string[];
  /** Tokens of the answer. */
  maxTokens: number | undefined;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * @param params of MCP's `sampling/createMessage`
 * @throws {Error} where there is something in it that is no text
 */
export function conversationOf(params: Json): Conversation {
  const { systemPrompt, messages, modelPreferences, maxTokens } = params;
  const hints = (modelPreferences as { hints?: unknown } | undefined)?.hints;
  return {
    system: typeof systemPrompt === 'string' ? systemPrompt : '',
    messages: (Array.isArray(messages) ? (messages as Json[]) : []).map(({ role, content }) => ({
      role: role === 'assistant' ? 'assistant' : 'user',
      text: textOf(content),
    })),
    hints: (Array.isArray(hints) ? (hints as Json[]) : []).flatMap(({ name }) =>
      typeof name === 'string' ? [name] : [],
    ),
    maxTokens: typeof maxTokens === 'number' ? maxTokens : undefined,
  };
}

/** All of it, for a person to read before they agree. */
export function conversationText(
  { system, messages, hints, maxTokens }: Conversation,
  server: string,
): string {
  const wishes = [
    hints.length > 0 && `Models it would like: ${hints.map((hint) => plainWords(hint, 60)).join(', ')}.`,
    maxTokens !== undefined && `Tokens of the answer, at most: ${maxTokens}.`,
  ].filter(Boolean);
  const parts = [
    [`${server} wants a language model to be told this.`, ...wishes].join('\n'),
    ...(system === '' ? [] : [`Instructions:\n\n${system}`]),
    ...messages.map(({ role, text }) => `${role === 'user' ? 'User' : 'Assistant'}:\n\n${text}`),
  ];
  return `${parts.join('\n\n----\n\n')}\n`;
}

/** The model that a server's hints mean: a hint is a part of a model's name. The first, where none fits. */
export function chosenModel<M extends { id: string; family: string; name: string }>(
  models: readonly M[],
  hints: readonly string[],
): M | undefined {
  for (const hint of hints.map((each) => each.toLowerCase())) {
    const fits = ({ id, family, name }: M) =>
      [id, family, name].some((each) => each.toLowerCase().includes(hint));
    const found = models.find(fits);
    if (found) return found;
  }
  return models[0];
}

function textOf(content: unknown): string {
  const parts = (Array.isArray(content) ? content : [content]) as (Json | undefined)[];
  return parts
    .map((part) => {
      if (part?.type === 'text' && typeof part.text === 'string') return part.text;
      throw new Error(
        `Only texts are given to the editor's language models, and this has: ${String(part?.type)}.`,
      );
    })
    .join('\n\n');
}
