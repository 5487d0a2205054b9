import type { WorkspaceFolder } from 'vscode';
import type { ScaffoldQuestion, TemplateList } from '../../../server/src/protocol/scaffold.ts';
import type { EnvironmentName } from '../../../server/src/protocol.ts';
import type { ScaffoldQuestions, ScaffoldState, ScaffoldStep } from './scaffoldWizard.ts';
import { defaultsStep, isNeeded, optionalParameters } from './steps/defaultsStep.ts';
import { descriptionStep } from './steps/descriptionStep.ts';
import { environmentStep } from './steps/environmentStep.ts';
import { FolderStep } from './steps/folderStep.ts';
import { nameStep } from './steps/nameStep.ts';
import { ownerStep } from './steps/ownerStep.ts';
import { ParameterStep, parameterStepId } from './steps/parameterStep.ts';
import { secretStep } from './steps/secretStep.ts';
import { sensitivityStep } from './steps/sensitivityStep.ts';
import { TemplateStep } from './steps/templateStep.ts';
import { verticalStep } from './steps/verticalStep.ts';
import type { TypedSecrets } from './typedSecrets.ts';

/** Fewer than these are sooner answered than asked about. */
const FEW = 2;

/** The steps of a wizard after the answers so far: which there are depends on kind and template. */
export class ScaffoldSteps {
  readonly #questions: ScaffoldQuestions;
  readonly #of: Readonly<Record<ScaffoldQuestion, ScaffoldStep>>;
  readonly #folder = new FolderStep();
  readonly #template: TemplateStep;
  readonly #preview: ScaffoldStep;
  readonly #list: TemplateList;
  readonly #typed: TypedSecrets;

  constructor(
    questions: ScaffoldQuestions,
    list: TemplateList,
    switchedTo: (folder: WorkspaceFolder) => EnvironmentName,
    preview: ScaffoldStep,
    typed: TypedSecrets,
  ) {
    this.#typed = typed;
    this.#questions = questions;
    this.#list = list;
    this.#preview = preview;
    this.#template = new TemplateStep(questions, list);
    this.#of = {
      environment: environmentStep(questions, switchedTo),
      vertical: verticalStep(questions),
      name: nameStep(questions),
      owner: ownerStep(questions),
      sensitivity: sensitivityStep(questions),
      description: descriptionStep(questions),
    };
  }

  all(state: ScaffoldState): readonly ScaffoldStep[] {
    const { kind, template, asked } = state;
    const known = this.#list.templates.find(({ creates }) => creates === kind);
    const parameters = template?.parameters.filter(({ name }) => asked.includes(name)) ?? [];
    return [
      this.#folder,
      ...(known?.questions ?? []).map((question) => this.#of[question]),
      this.#template,
      ...(optionalParameters(state).length > FEW ? [defaultsStep] : []),
      ...parameters.map((parameter) => new ParameterStep(this.#questions, parameter)),
      ...(template?.secrets ?? []).map((secret) => secretStep(secret, this.#typed)),
      this.#preview,
    ];
  }

  /** Whether a step is asked though nobody was sent to it; `settled` are those that are answered from the start. */
  static isAsked({ id }: ScaffoldStep, state: ScaffoldState, settled: ReadonlySet<string>): boolean {
    if (settled.has(id)) return false;
    const optional = optionalParameters(state);
    if (optional.length <= FEW || state.each) return true;
    const parameter = state.template?.parameters.find(({ name }) => parameterStepId(name) === id);
    return parameter === undefined || isNeeded(parameter);
  }
}
