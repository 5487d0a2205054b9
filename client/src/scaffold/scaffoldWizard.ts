import type { CancellationToken, WorkspaceFolder } from 'vscode';
import {
  type KnownThing,
  type ScaffoldAnswers,
  type ScaffoldCheck,
  type ScaffoldChoices,
  type ScaffoldKind,
  ScaffoldMethods,
  type ScaffoldParams,
  type ScaffoldPreview,
  type ScaffoldQuestion,
  type TemplateInfo,
  type TemplateList,
} from '../../../server/src/protocol/scaffold.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { type Fault, worstProblem } from './answers.ts';
import type { Answer, Frame, TextProblem } from './inputs.ts';
import { answerSoon } from './soon.ts';
import type { Position, Step } from './wizard.ts';

/** What the wizard knows so far. */
export interface ScaffoldState {
  kind: ScaffoldKind;
  title: string;
  folder: WorkspaceFolder;
  /** Folder of the project, relative to `folder`; absent: the kind's own. */
  within?: string;
  answers: ScaffoldAnswers;
  template?: TemplateInfo;
  /** Parameters of the template that are asked after these answers. */
  asked: readonly string[];
  /** Whether the template's parameters are asked one by one, or left at their defaults. */
  each?: boolean;
}

export type ScaffoldStep = Step<ScaffoldState>;

export function frameOf({ title }: ScaffoldState, position: Position): Frame {
  return { title, position };
}

/** What the wizard asks the language server; the same rules judge here as in the editor. */
export class ScaffoldQuestions {
  readonly #server: HeadyServer;

  constructor(server: HeadyServer) {
    this.#server = server;
  }

  templates(): Promise<TemplateList> {
    return answerSoon('Heady: reading the workspace and its templates ...', (token) =>
      this.#server.request(ScaffoldMethods.templates, undefined, token),
    );
  }

  choices({ answers, title }: ScaffoldState): Promise<ScaffoldChoices> {
    const given = answers.vertical ? { vertical: answers.vertical } : {};
    return answerSoon(`${title}: looking what there is ...`, (token) =>
      this.#server.request(ScaffoldMethods.choices, given, token),
    );
  }

  /** What the catalog has of a thing. */
  known(thing: KnownThing): Promise<string[]> {
    return answerSoon('Heady: looking what there is ...', (token) =>
      this.#server.request(ScaffoldMethods.known, { thing }, token),
    );
  }

  check(state: ScaffoldState, token?: CancellationToken): Promise<ScaffoldCheck> {
    return this.#server.request(ScaffoldMethods.check, paramsOf(state), token);
  }

  preview(state: ScaffoldState, token: CancellationToken): Promise<ScaffoldPreview> {
    return this.#server.request(ScaffoldMethods.preview, paramsOf(state), token);
  }

  /** The state with those parameters that are asked now: every answer may change them. */
  async settled(state: ScaffoldState): Promise<ScaffoldState> {
    if (!state.template) return state;
    const { asked } = await answerSoon(`${state.title}: checking ...`, (token) => this.check(state, token));
    return { ...state, asked };
  }

  /**
   * The check of an input.
   *
   * @param put the answers with a value in them
   */
  checkOf<T>(fault: Fault, state: ScaffoldState, put: (value: T) => ScaffoldAnswers) {
    return async (value: T, token: CancellationToken): Promise<TextProblem | undefined> => {
      const { problems } = await this.check({ ...state, answers: put(value) }, token);
      return worstProblem(problems, fault);
    };
  }

  /** The check of a text input that answers a question. */
  checkOfQuestion(question: Exclude<ScaffoldQuestion, 'environment' | 'sensitivity'>, state: ScaffoldState) {
    return this.checkOf<string>({ question }, state, (value) => ({ ...state.answers, [question]: value }));
  }
}

function paramsOf({ kind, folder, within, template, answers }: ScaffoldState): ScaffoldParams {
  return {
    folder: folder.uri.toString(),
    kind,
    answers,
    ...(within !== undefined && { within }),
    ...(template && { template: { source: template.source, name: template.name } }),
  };
}

/**
 * A step that asks for one answer and keeps it; what was begun when one goes back, too.
 *
 * @param follow what else comes of the answer
 */
export function answerStep<Q extends ScaffoldQuestion>(
  question: Q,
  questions: Pick<ScaffoldQuestions, 'settled'>,
  ask: (state: ScaffoldState, frame: Frame) => Promise<Answer<NonNullable<ScaffoldAnswers[Q]>>>,
  follow: (state: ScaffoldState, before: ScaffoldState) => Promise<ScaffoldState> = async (state) => state,
): ScaffoldStep {
  const put = (state: ScaffoldState, value: ScaffoldAnswers[Q]) => ({
    ...state,
    answers: { ...state.answers, [question]: value },
  });
  return {
    id: question,
    async ask(state, position) {
      const answer = await ask(state, frameOf(state, position));
      switch (answer.is) {
        case 'value':
          return {
            to: 'next',
            state: await questions.settled(await follow(put(state, answer.value), state)),
          };
        case 'back':
          return { to: 'back', ...(answer.begun !== undefined && { state: put(state, answer.begun) }) };
        case 'cancel':
          return { to: 'cancel' };
      }
    },
  };
}
