import {
  type CancellationToken,
  type LanguageModelChat,
  LanguageModelChatMessage,
  lm,
  type QuickPickItem,
  QuickPickItemKind,
  ThemeIcon,
  workspace,
} from 'vscode';
import type { Asker, QuestionAnswer } from '../../../../server/src/protocol/gatewayQuestions.ts';
import { plainWords } from '../plainWords.ts';
import type { ResultDocuments } from '../resultDocuments.ts';
import { type Conversation, chosenModel, conversationOf, conversationText } from './conversation.ts';
import { askPick } from './inputs.ts';

/** Whether this editor has language models to lend; there may be none in it yet. */
export function canLendModels(): boolean {
  return typeof lm?.selectChatModels === 'function';
}

/**
 * Lets a server use the editor's language model, once a person agreed, or has agreed for good by the setting
 * `heady.gateway.sampling`.
 *
 * @param params of MCP's `sampling/createMessage`
 * @throws {Error} in words for the server and for people
 */
export async function lendModel(
  asker: Asker,
  params: Readonly<Record<string, unknown>>,
  documents: ResultDocuments,
  token: CancellationToken,
): Promise<QuestionAnswer> {
  const consent = workspace.getConfiguration('heady').get<string>('gateway.sampling', 'ask');
  if (consent === 'never') return { refused: 'The user lends no language model to servers.' };
  const conversation = conversationOf(params);
  const model = chosenModel(await lm.selectChatModels(), conversation.hints);
  if (!model) return { refused: 'This editor has no language model that could answer.' };
  const loan = new Loan(asker, conversation, model, documents, token);
  const agreed = consent === 'always' ? 'yes' : await loan.askConsent();
  if (agreed === 'no') return { refused: 'The user declined.' };
  const text = await loan.answer();
  if (agreed === 'look' && !(await loan.askToSend(text)))
    return { refused: 'The user did not let the answer go.' };
  const content = { type: 'text', text };
  return { result: { role: 'assistant', content, model: model.id, stopReason: 'endTurn' } };
}

/** One use of a language model by a server. */
class Loan {
  readonly #asker: Asker;
  readonly #conversation: Conversation;
  readonly #model: LanguageModelChat;
  readonly #documents: ResultDocuments;
  readonly #token: CancellationToken;

  constructor(
    asker: Asker,
    conversation: Conversation,
    model: LanguageModelChat,
    documents: ResultDocuments,
    token: CancellationToken,
  ) {
    this.#asker = asker;
    this.#conversation = conversation;
    this.#model = model;
    this.#documents = documents;
    this.#token = token;
  }

  /** @returns `look`: the answer is to be seen before it is sent */
  async askConsent(): Promise<'yes' | 'look' | 'no'> {
    const { server } = this.#asker;
    const { maxTokens, messages, system } = this.#conversation;
    const yes = row('Allow once', 'check', `${server} gets the answer`);
    const look = row('Allow once, and show me the answer before it is sent', 'eye');
    const read = row('Read all that would be said', 'open-preview');
    const decline = row('Decline', 'circle-slash');
    const said = [{ role: 'instructions', text: system }, ...messages].filter(({ text }) => text !== '');
    const items = [
      ...[yes, look, read, decline],
      { label: 'What would be said', kind: QuickPickItemKind.Separator },
      ...said.map(({ role, text }) => row(plainWords(text, 200), 'comment', role)),
    ];
    const size = maxTokens === undefined ? '' : `, ${maxTokens} tokens at most`;
    const placeholder = `${this.#model.name} would answer${size}. It may cost you something; nothing was sent yet.`;
    for (;;) {
      const picked = await this.#pick(`${server} asks to use a language model`, placeholder, items, yes);
      if (picked === undefined || picked === decline) return 'no';
      if (picked === yes) return 'yes';
      if (picked === look) return 'look';
      await this.#documents.show(`what ${server} wants said`, {
        text: conversationText(this.#conversation, server),
        extension: 'md',
      });
    }
  }

  /** @throws {Error} where the model gives none */
  async answer(): Promise<string> {
    const { system, messages } = this.#conversation;
    // Models of the editor take no instructions beside what is said.
    const said = [
      ...(system === '' ? [] : [LanguageModelChatMessage.User(system)]),
      ...messages.map(({ role, text }) =>
        role === 'user' ? LanguageModelChatMessage.User(text) : LanguageModelChatMessage.Assistant(text),
      ),
    ];
    const justification = `The MCP server ${this.#asker.server} asks for it.`;
    const response = await this.#model.sendRequest(said, { justification }, this.#token);
    let text = '';
    for await (const part of response.text) text += part;
    return text;
  }

  async askToSend(text: string): Promise<boolean> {
    const { server } = this.#asker;
    const send = row(`Send to ${server}`, 'send');
    const decline = row('Do not send', 'circle-slash');
    await this.#documents.show(`answer for ${server}`, { text: `${text}\n`, extension: 'md' });
    const placeholder = `This is what ${this.#model.name} answered.`;
    return (await this.#pick(`Answer for ${server}`, placeholder, [send, decline], send)) === send;
  }

  async #pick(
    title: string,
    placeholder: string,
    items: readonly QuickPickItem[],
    first: QuickPickItem,
  ): Promise<QuickPickItem | undefined> {
    const frame = { title, token: this.#token };
    const reply = await askPick(frame, { placeholder, items, chosen: [first], several: false });
    return reply.is === 'answered' ? reply.value[0] : undefined;
  }
}

function row(label: string, icon: string, description = ''): QuickPickItem {
  return { label, description, iconPath: new ThemeIcon(icon) };
}
