import { type CancellationToken, type QuickPickItem, QuickPickItemKind, ThemeIcon } from 'vscode';
import type { Asker } from '../../../../server/src/protocol/gatewayQuestions.ts';
import { plainWords } from '../plainWords.ts';
import { type FormField, type FormOption, type FormValue, formFields } from './form.ts';
import { askPick, askText, type Frame, type Reply } from './inputs.ts';
import { countProblem, LEFT_OUT, limitWords, typedAnswer } from './judge.ts';
import { SECRETS_FORBIDDEN } from './secrets.ts';

/** MCP's result of an elicitation. */
export type Elicited =
  | { action: 'accept'; content?: Record<string, unknown> }
  | { action: 'decline' | 'cancel' };

/** What stands in a field, as it was left: a text as it was typed, or the options that were chosen. */
type Draft = string | readonly FormOption[];

/**
 * Puts a server's form to a person: field after field, forth and back, then all of it once more before it is sent.
 *
 * @param params of MCP's `elicitation/create`
 */
export async function askForm(
  asker: Asker,
  params: Readonly<Record<string, unknown>>,
  token: CancellationToken,
): Promise<Elicited> {
  const form = new Form(
    asker,
    plainWords(params.message).replace(/[:\s]+$/, ''),
    formFields(params.requestedSchema),
    token,
  );
  const reply = await form.ask();
  if (reply === 'declined') return { action: 'decline' };
  return reply === 'dismissed' ? { action: 'cancel' } : { action: 'accept', content: form.content };
}

class Form {
  readonly #asker: Asker;
  readonly #message: string;
  readonly #fields: readonly FormField[];
  readonly #token: CancellationToken;
  readonly #drafts = new Map<FormField, Draft>();

  constructor(asker: Asker, message: string, fields: readonly FormField[], token: CancellationToken) {
    this.#asker = asker;
    this.#message = message;
    this.#fields = fields;
    this.#token = token;
    for (const field of fields) this.#drafts.set(field, draftOf(field));
  }

  get content(): Record<string, unknown> {
    return Object.fromEntries(
      this.#fields.flatMap((field): [string, unknown][] => {
        const value = valueIn(field, this.#drafts.get(field) ?? '');
        return value === LEFT_OUT ? [] : [[field.name, value]];
      }),
    );
  }

  async ask(): Promise<'answered' | 'declined' | 'dismissed'> {
    for (let index = 0; ; ) {
      const field = this.#fields[index];
      if (!field) {
        const next = await this.#review();
        if (typeof next !== 'number') return next;
        // A row was chosen: it is asked again by itself, and then all is shown again.
        const again = this.#fields[next];
        const reply =
          again && (await this.#askField(again, { title: '', token: this.#token, hasBefore: true }));
        if (reply && reply.is !== 'answered' && reply.is !== 'back') return reply.is;
        continue;
      }
      const position = { step: index + 1, totalSteps: this.#fields.length, hasBefore: index > 0 };
      const reply = await this.#askField(field, { title: '', ...position, token: this.#token });
      if (reply.is === 'answered') index++;
      else if (reply.is === 'back') index--;
      else return reply.is;
    }
  }

  async #askField(field: FormField, frame: Frame): Promise<Reply<Draft>> {
    const title = `${this.#asker.server} asks: ${field.label}`;
    const isChosen = field.kind === 'choice' || field.kind === 'choices';
    const reply = await (isChosen
      ? this.#askOptions(field, { ...frame, title })
      : this.#askTyped(field, { ...frame, title }));
    if (reply.is === 'answered' || reply.is === 'back') this.#drafts.set(field, reply.value);
    return reply;
  }

  #askTyped(field: FormField, frame: Frame): Promise<Reply<Draft>> {
    const draft = this.#drafts.get(field);
    return askText(frame, {
      value: typeof draft === 'string' ? draft : '',
      prompt: this.#about(field),
      placeholder: limitWords(field),
      isHidden: field.isSecret,
      ...(field.isSecret ? { warning: SECRETS_FORBIDDEN } : {}),
      check: (text) => {
        try {
          typedAnswer(field, text);
          return undefined;
        } catch (cause) {
          return (cause as Error).message;
        }
      },
    });
  }

  async #askOptions(field: FormField, frame: Frame): Promise<Reply<Draft>> {
    const chosen = this.#drafts.get(field) ?? [];
    const several = field.kind === 'choices';
    const rows: (QuickPickItem & { option?: FormOption })[] = field.options.map((option) => ({
      label: option.label,
      option,
    }));
    if (!several && !field.isRequired) rows.push({ label: 'Leave it out', iconPath: new ThemeIcon('dash') });
    const reply = await askPick(frame, {
      placeholder: this.#about(field),
      items: rows,
      chosen: rows.filter(({ option }) => option && chosen.includes(option as never)),
      several,
      check: (picked) => (several ? countProblem(field, picked.length) : undefined),
    });
    if (reply.is === 'dismissed' || reply.is === 'declined') return reply;
    const options = reply.value.flatMap(({ option }) => (option ? [option] : []));
    // Whoever goes back has chosen nothing anew.
    return { is: reply.is, value: reply.is === 'back' && !several ? chosen : options };
  }

  /** @returns the number of the field to change */
  async #review(): Promise<'answered' | 'declined' | 'dismissed' | number> {
    const { server, item } = this.#asker;
    const send = { label: `Send to ${server}`, iconPath: new ThemeIcon('send'), alwaysShow: true };
    const decline = { label: 'Decline', iconPath: new ThemeIcon('circle-slash'), alwaysShow: true };
    const rows = this.#fields.map((field) => ({
      label: field.label,
      description: this.#shown(field),
      ...(field.isSecret ? { detail: SECRETS_FORBIDDEN } : {}),
    }));
    const heading = { label: 'What is sent; choose one to change it', kind: QuickPickItemKind.Separator };
    const reply = await askPick<QuickPickItem>(
      {
        title: item === undefined ? `${server} asks` : `${server} asks, for ${plainWords(item, 60)}`,
        hasBefore: this.#fields.length > 0,
        token: this.#token,
      },
      {
        placeholder: this.#message,
        items: [send, decline, ...(rows.length > 0 ? [heading, ...rows] : [])],
        chosen: [send],
        several: false,
      },
    );
    if (reply.is === 'back') return this.#fields.length - 1;
    if (reply.is !== 'answered') return reply.is;
    const [picked] = reply.value;
    if (picked === decline) return 'declined';
    return picked === send ? 'answered' : rows.indexOf(picked as (typeof rows)[number]);
  }

  /** What a field is for, and what all of it is for. */
  #about({ description }: FormField): string {
    return [description, this.#message].filter(Boolean).join(' · ');
  }

  #shown(field: FormField): string {
    const draft = this.#drafts.get(field) ?? '';
    if (draft.length === 0) return 'left out';
    if (typeof draft === 'string') return field.isSecret ? '••••' : draft;
    return draft.map(({ label }) => label).join(', ');
  }
}

function draftOf({ preset, options }: FormField): Draft {
  if (options.length > 0) {
    const values: readonly unknown[] = Array.isArray(preset) ? preset : [preset];
    return options.filter(({ value }) => values.includes(value));
  }
  return preset === undefined ? '' : String(preset);
}

/** It was judged when it was taken. */
function valueIn(field: FormField, draft: Draft): FormValue | typeof LEFT_OUT {
  if (typeof draft === 'string') return typedAnswer(field, draft);
  if (field.kind === 'choices') {
    const values = draft.map(({ value }) => String(value));
    return values.length === 0 && !field.isRequired ? LEFT_OUT : values;
  }
  return draft[0]?.value ?? LEFT_OUT;
}
