import type { Path } from '../manifest/tree.ts';
import type {
  ScaffoldAnswers,
  ScaffoldCheck,
  ScaffoldProblem,
  ScaffoldQuestion,
} from '../protocol/scaffold.ts';
import type { CatalogFacts } from '../rules/facts.ts';
import type { Answers } from './answers.ts';
import { type Generated, type GeneratedFile, generate, settleAnswers } from './generate.ts';
import { isManifestPath, judgeManifests, type PlannedFinding } from './judge.ts';
import { LIMIT_EXCEEDED } from './render/budget.ts';
import { withStandIns } from './standIns.ts';
import { writtenPath } from './template/readTemplate.ts';
import { type Template, TemplateError } from './template/template.ts';
import { withRecord } from './update/record.ts';

/** What is to be made, and of what. */
export interface Plan {
  template: Template;
  answers: ScaffoldAnswers;
  /** Another folder than the kind's own, relative to the workspace folder. */
  folder?: string | undefined;
  year: number;
  /** `TemplateSource.id` of the template, to be recorded with what is made; absent: nothing is recorded. */
  source?: string;
  facts: CatalogFacts;
  /** The URI of a path in the workspace folder. */
  uriOf: (path: string) => string;
}

/** Something wrong, and in which way: two with the same key are the same, whatever the answers. */
interface Fault {
  key: string;
  problem: ScaffoldProblem;
  /** What is to be said where an answer is to blame, and not the template. */
  reason?: string;
}

const TEMPLATE_FAULT = 'template';

/** Where the answers stand in manifests, whatever the template. */
const PLACES: readonly (readonly [ScaffoldQuestion, Path])[] = [
  ['owner', ['metadata', 'tags', 'Owner']],
  ['vertical', ['metadata', 'tags', 'Vertical']],
  ['sensitivity', ['metadata', 'tags', 'DataSensitivity']],
  ['description', ['metadata', 'description']],
  ['environment', ['spec', 'environment']],
];

/** Whose answer is at fault where several could be: the one that stands in the fewest places is tried first. */
const SUSPECTS = ['owner', 'sensitivity', 'description', 'name', 'vertical', 'environment'] as const;

/** What files may be made without: that it was left empty can be what a rule finds. */
const LEFT_EMPTY = { description: '' } as const;

/**
 * Runs the rules of the editor over the manifests that the answers so far would give.
 *
 * @returns problems of what is answered, by what can mend them; of the rest nothing is said
 */
export function checkAnswers(plan: Plan): ScaffoldCheck {
  const { template, answers, folder, year } = plan;
  const { problems, asked } = settleAnswers(template, withStandIns(template, answers), { year, folder });
  const misfits = problems
    .filter(({ parameter }) => answers.parameters?.[parameter] !== undefined)
    .map(misfit);
  const empty = (['name', 'vertical'] as const)
    .filter((question) => answers[question] === '')
    .map((question): ScaffoldProblem => ({ question, severity: 'error', message: 'It needs a name.' }));
  if (empty.length > 0) return { problems: [...empty, ...misfits], asked };
  const sound = without(
    answers,
    problems.map(({ parameter }) => parameter),
  );
  const faults = faultsOf({ ...manifestsOf(plan), answers: sound });
  const found = blamed(faults, { ...plan, answers: sound }).filter(
    ({ question, parameter }) => question !== undefined || parameter !== undefined,
  );
  return { problems: [...misfits, ...found], asked };
}

/** The files, or why there are none, with all that the rules find in them. */
export interface Judged {
  generated: Generated | undefined;
  problems: ScaffoldProblem[];
}

/** Makes the files of complete answers and judges all manifests among them. */
export function planFiles(plan: Plan): Judged {
  const { template, answers, folder, year, source, facts, uriOf } = plan;
  try {
    const complete = completed(answers);
    const generated = generate(template, complete, { year, folder });
    const faults = judgeManifests(ownFirst(generated), facts, uriOf).map(faultOf);
    const isRecorded = source !== undefined && generated.problems.length === 0;
    const suspected = { ...plan, answers: { ...LEFT_EMPTY, ...answers } };
    return {
      generated: isRecorded
        ? withRecord(generated, { source, template, answers: complete, year })
        : generated,
      problems: [...generated.problems.map(misfit), ...blamed(faults, suspected)],
    };
  } catch (cause) {
    return { generated: undefined, problems: blamed([templateFault(cause)], plan) };
  }
}

function completed(answers: ScaffoldAnswers): Answers {
  return { ...answers, name: answers.name ?? '', parameters: answers.parameters ?? {} };
}

function misfit({ parameter, message }: { parameter: string; message: string }): ScaffoldProblem {
  return { parameter, severity: 'error', message };
}

/** The plan without the files in which no rule looks: those of a project take long to render with every key. */
function manifestsOf(plan: Plan): Plan {
  const files = [...plan.template.files].filter(([path]) => isManifestPath(writtenPath(path)));
  return { ...plan, template: { ...plan.template, files: new Map(files) } };
}

function faultsOf({ template, answers, folder, year, facts, uriOf }: Plan): Fault[] {
  try {
    const generated = generate(template, withStandIns(template, answers), { year, folder });
    return judgeManifests(ownFirst(generated), facts, uriOf).map(faultOf);
  } catch (cause) {
    return [templateFault(cause)];
  }
}

/** What the entry's own manifest says is told before what the others repeat. */
function ownFirst({ files, manifest }: Generated): GeneratedFile[] {
  return [...files].sort((a, b) => Number(b.path === manifest) - Number(a.path === manifest));
}

function faultOf({ path, rule, severity, message, at, kind }: PlannedFinding): Fault {
  const question = PLACES.find(([, place]) => place.every((step, depth) => at[depth] === step))?.[0];
  return {
    key: JSON.stringify([rule, kind, at]),
    problem: { ...(question && { question }), rule, severity, message, path },
  };
}

/** @throws whatever is no fault of the template or the answers */
function templateFault(cause: unknown): Fault {
  if (!(cause instanceof TemplateError)) throw cause;
  return {
    key: TEMPLATE_FAULT,
    problem: { severity: 'error', message: `The template cannot be used like this: ${cause.message}.` },
    reason: `With this no file can be written: ${shortened(cause.reason)}.`,
  };
}

/** A path that is far too long is not to be read in full. */
function shortened(reason: string): string {
  return reason.replace(/"([^"]{60})[^"]{20,}([^"]{20})"/g, '"$1...$2"');
}

/**
 * Names the answer that can mend each fault: the one at whose place it stands, else the first without which it would
 * not be there.
 */
function blamed(faults: readonly Fault[], plan: Plan): ScaffoldProblem[] {
  const { answers } = plan;
  const trials = new Map<string, readonly Fault[]>();
  return faults.map(({ key, problem, reason }) => {
    // What the rules find takes only manifests to find again; a template may fail at any file.
    const all = key === TEMPLATE_FAULT;
    // With other answers it would take as long again, each time.
    if (all && problem.message.includes(LIMIT_EXCEEDED)) return problem;
    const mends = (name: string, fewer: ScaffoldAnswers) => {
      const trial = `${name} ${all}`;
      const left = trials.get(trial) ?? faultsOf({ ...(all ? plan : manifestsOf(plan)), answers: fewer });
      trials.set(trial, left);
      return left.every((fault) => fault.key !== key);
    };
    if (problem.question !== undefined && answers[problem.question] !== undefined) return problem;
    const { question: _, ...unblamed } = problem;
    const rest = reason === undefined ? unblamed : { ...unblamed, message: reason };
    const suspects = suspectsOf(answers);
    const alone = suspects.find((suspect) => mends(nameOf(suspect), withoutSuspects(answers, [suspect])));
    if (alone) return { ...rest, ...alone };
    // Several are wrong at once: the last of them that it takes.
    const last = suspects.findIndex((suspect, index) =>
      mends(`up to ${nameOf(suspect)}`, withoutSuspects(answers, suspects.slice(0, index + 1))),
    );
    return last === -1 ? unblamed : { ...rest, ...suspects[last] };
  });
}

/** An answer that may be at fault. */
type Suspect = { parameter: string } | { question: ScaffoldQuestion };

function suspectsOf(answers: ScaffoldAnswers): Suspect[] {
  return [
    ...Object.keys(answers.parameters ?? {}).map((parameter) => ({ parameter })),
    ...SUSPECTS.filter((question) => answers[question] !== undefined).map((question) => ({ question })),
  ];
}

function nameOf(suspect: Suspect): string {
  return JSON.stringify(suspect);
}

function withoutSuspects(answers: ScaffoldAnswers, suspects: readonly Suspect[]): ScaffoldAnswers {
  const fewer = without(
    answers,
    suspects.flatMap((suspect) => ('parameter' in suspect ? [suspect.parameter] : [])),
  );
  for (const suspect of suspects) if ('question' in suspect) delete fewer[suspect.question];
  return fewer;
}

/** The answers without some of the template's own questions. */
function without(answers: ScaffoldAnswers, parameters: readonly string[]): ScaffoldAnswers {
  const kept = Object.entries(answers.parameters ?? {}).filter(([name]) => !parameters.includes(name));
  return { ...answers, parameters: Object.fromEntries(kept) };
}
