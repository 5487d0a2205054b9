import { type CancellationToken, type QuickPickItem, ThemeIcon } from 'vscode';
import type { ScaffoldAnswers, TemplateParameter } from '../../../../server/src/protocol/scaffold.ts';
import { askKnownOrOther } from '../askKnownOrOther.ts';
import { type Answer, askChoice, askChoices, type Frame, mapAnswer, type TextQuestion } from '../inputs.ts';
import { readValue, shownValue } from '../parameterValues.ts';
import { frameOf, type ScaffoldQuestions, type ScaffoldState, type ScaffoldStep } from '../scaffoldWizard.ts';
import type { Move, Position } from '../wizard.ts';

/** One of a template's own questions, asked as its schema allows. */
export class ParameterStep implements ScaffoldStep {
  readonly id: string;
  readonly #questions: ScaffoldQuestions;
  readonly #parameter: TemplateParameter;

  constructor(questions: ScaffoldQuestions, parameter: TemplateParameter) {
    this.id = parameterStepId(parameter.name);
    this.#questions = questions;
    this.#parameter = parameter;
  }

  async ask(state: ScaffoldState, position: Position): Promise<Move<ScaffoldState>> {
    const answer = await this.#answer(state, frameOf(state, position));
    const put = (value: unknown): ScaffoldState => ({ ...state, answers: this.#with(state, value) });
    switch (answer.is) {
      case 'value':
        return { to: 'next', state: await this.#questions.settled(put(answer.value)) };
      case 'back':
        return { to: 'back', ...(answer.begun !== undefined && { state: put(answer.begun) }) };
      case 'cancel':
        return { to: 'cancel' };
    }
  }

  #answer(state: ScaffoldState, frame: Frame): Promise<Answer<unknown>> {
    const parameter = this.#parameter;
    const { name, type, title = name, description } = parameter;
    const value = state.answers.parameters?.[name] ?? parameter.default;
    const question = description === undefined ? title : `${title}: ${description}`;
    if (parameter.enum) return pickOne(frame, question, enumItems(parameter), value);
    if (type === 'boolean') return pickOne(frame, question, YES_OR_NO, value);
    if (parameter.itemsEnum) return pickSome(frame, question, parameter.itemsEnum, value);
    return this.#type(state, frame, question, value);
  }

  async #type(
    state: ScaffoldState,
    frame: Frame,
    question: string,
    value: unknown,
  ): Promise<Answer<unknown>> {
    const parameter = this.#parameter;
    const read = (text: string) => readValue(parameter, text);
    const check = this.#questions.checkOf<string>({ parameter: parameter.name }, state, (text) =>
      this.#with(state, read(text)),
    );
    const hint = parameter.type === 'array' ? `${question} Separate several with commas.` : question;
    const text: TextQuestion = {
      placeholder: examplesOf(parameter),
      value: shownValue(value),
      prompt: () => hint,
      check: async (text: string, token: CancellationToken) =>
        text === '' && parameter.required
          ? { severity: 'error', message: 'It must be answered.' }
          : await check(text, token),
    };
    const known = parameter.known ? await this.#questions.known(parameter.known) : [];
    const answer = await askKnownOrOther(frame, {
      placeholder: question,
      known: (known.length > 0 && !parameter.required ? [NONE, ...known] : known).map((label) => ({ label })),
      active: shownValue(value),
      other: 'Enter another ...',
      text,
    });
    return mapAnswer(answer, (text) => read(text === NONE ? '' : text));
  }

  #with({ answers }: ScaffoldState, value: unknown): ScaffoldAnswers {
    return { ...answers, parameters: { ...answers.parameters, [this.#parameter.name]: value } };
  }
}

function examplesOf({ examples, default: preset }: TemplateParameter): string {
  const shown = (examples ?? []).map(shownValue).filter((example) => example !== '');
  return shown.length > 0 ? `For example: ${shown.join('  or  ')}` : shownValue(preset);
}

/** No name of the catalog: these are lower-case. */
const NONE = 'None';

export function parameterStepId(name: string): string {
  return `parameters.${name}`;
}

type ValueItem = QuickPickItem & { value: unknown };

const YES_OR_NO: ValueItem[] = [
  { value: true, label: 'Yes', iconPath: new ThemeIcon('check') },
  { value: false, label: 'No', iconPath: new ThemeIcon('circle-slash') },
];

function enumItems({
  enum: values = [],
  enumDescriptions = [],
  default: preset,
}: TemplateParameter): ValueItem[] {
  return values.map((value, index) => ({
    value,
    label: shownValue(value),
    description: [enumDescriptions[index], value === preset && '(default)'].filter(Boolean).join(' '),
  }));
}

async function pickOne(frame: Frame, placeholder: string, items: readonly ValueItem[], value: unknown) {
  const active = items.find((item) => item.value === value);
  return mapAnswer(await askChoice(frame, { placeholder, items, active }), (item) => item.value);
}

async function pickSome(frame: Frame, placeholder: string, values: readonly string[], value: unknown) {
  const items = values.map((label) => ({ label }));
  const chosen = items.filter(({ label }) => Array.isArray(value) && value.includes(label));
  return mapAnswer(await askChoices(frame, { placeholder, items, chosen }), (some) =>
    some.map(({ label }) => label),
  );
}
