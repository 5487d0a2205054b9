import type { CancellationToken, WorkspaceFolder } from 'vscode';
import {
  Methods,
  type ScaffoldAnswers,
  type ScaffoldChoices,
  type ScaffoldField,
} from '../../../server/src/protocol.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { worstProblem } from './answers.ts';
import type { Answer, Frame, TextProblem } from './inputs.ts';
import type { Position, Step } from './wizard.ts';

/** What "New Heady Service" knows so far. */
export interface ServiceState {
  folder: WorkspaceFolder;
  answers: Partial<ScaffoldAnswers>;
}

export type ServiceStep = Step<ServiceState>;

export function frameOf(position: Position): Frame {
  return { title: 'New Heady Service', position };
}

/** What the wizard asks the language server; the same rules judge here as in the editor. */
export class ScaffoldQuestions {
  readonly #server: HeadyServer;

  constructor(server: HeadyServer) {
    this.#server = server;
  }

  choices({ folder, answers }: ServiceState): Promise<ScaffoldChoices> {
    return this.#server.request(Methods.scaffoldChoices, {
      folder: folder.uri.toString(),
      ...(answers.vertical && { vertical: answers.vertical }),
    });
  }

  problems({ folder, answers }: ServiceState, token?: CancellationToken) {
    return this.#server.request(Methods.scaffoldCheck, { folder: folder.uri.toString(), answers }, token);
  }

  preview({ folder }: ServiceState, answers: ScaffoldAnswers) {
    return this.#server.request(Methods.scaffoldPreview, { folder: folder.uri.toString(), answers });
  }

  /** The check of a text input that answers `field`. */
  checkOf(field: Exclude<ScaffoldField, 'environment' | 'sensitivity'>, state: ServiceState) {
    return async (value: string, token: CancellationToken): Promise<TextProblem | undefined> => {
      const answers = { ...state.answers, [field]: value };
      return worstProblem(await this.problems({ ...state, answers }, token), field);
    };
  }
}

/** A step that asks for one answer and keeps it. */
export function answerStep<F extends ScaffoldField>(
  field: F,
  ask: (state: ServiceState, frame: Frame) => Promise<Answer<NonNullable<ScaffoldAnswers[F]>>>,
): ServiceStep {
  return {
    id: field,
    async ask(state, position) {
      const answer = await ask(state, frameOf(position));
      return answer.is === 'value'
        ? { to: 'next', state: { ...state, answers: { ...state.answers, [field]: answer.value } } }
        : { to: answer.is };
    },
  };
}
