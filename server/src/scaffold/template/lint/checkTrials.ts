import { parseAllDocuments } from 'yaml';
import { parseManifest } from '../../../manifest/parse.ts';
import type { CatalogFacts } from '../../../rules/facts.ts';
import { fullName } from '../../answers.ts';
import { type Generated, generate } from '../../generate.ts';
import { judgeManifests } from '../../judge.ts';
import { LIMIT_EXCEEDED } from '../../render/budget.ts';
import { TemplateError } from '../template.ts';
import { AT_START, type TemplateFinding } from './finding.ts';
import { atField, type Subject, sentence } from './subject.ts';
import { type Trial, trialsOf, unanswerable } from './trials.ts';

/** Rules whose findings depend on what else the workspace has. */
const OF_THE_WORKSPACE = /^(catalog\/|image\/not-sealed|agents\/hierarchy)/;

export interface TrialOptions {
  year: number;
  /** What the rails know beside what the template makes. */
  facts: CatalogFacts;
}

/** Makes the project for one set of answers after the other, a step each, and looks at what comes out. */
export function* checkTrials(subject: Subject, options: TrialOptions): Generator<TemplateFinding[]> {
  const { template } = subject;
  if (subject.isAbstract) return;
  const unanswered = unanswerable(template);
  if (unanswered.length > 0) {
    yield unanswered.map((name) =>
      atField(subject, ['spec', 'parameters', 'properties', name], {
        rule: 'template/parameter',
        severity: 'warning',
        message: `"${name}" must be answered, and nothing says how. Give it an example: people see it, and the template can be tried.`,
      }),
    );
    return;
  }
  const told = new Set<string>();
  const readable = new Set<string>();
  for (const trial of trialsOf(template)) {
    const found = judge(subject, trial, options, readable);
    yield found.filter((finding) => {
      const key = sameWithOtherAnswers(finding);
      return !told.has(key) && told.add(key);
    });
    // Whatever else is answered would take as long.
    if (found.some(({ message }) => message.toLowerCase().includes(LIMIT_EXCEEDED))) return;
  }
}

/** Equal for what is found with several answers: it is told with the plainest. */
function sameWithOtherAnswers({ rule, path, message }: TemplateFinding): string {
  const reason = message.replace(/^With [^:]*: /, '').replace(/\b(dev|test|stage|prod)\b/g, '');
  return `${rule} ${path} ${reason}`;
}

function judge(
  subject: Subject,
  trial: Trial,
  { year, facts }: TrialOptions,
  readable: Set<string>,
): TemplateFinding[] {
  const about = trial.with === '' ? '' : `With ${trial.with}: `;
  let generated: Generated;
  try {
    generated = generate(subject.template, trial.answers, { year });
  } catch (cause) {
    return [faultOf(subject, cause, about)];
  }
  if (generated.problems.length > 0)
    return generated.problems.map(({ parameter, message }) =>
      atField(subject, ['spec', 'parameters', 'properties', parameter], {
        rule: 'template/parameter',
        severity: 'error',
        message: `${about}its own value of "${parameter}" does not fit. ${message}`,
      }),
    );
  return [
    ...judgeManifest(subject, trial, generated, about),
    ...brokenData(subject, trial, generated, readable),
    ...judgeRails(subject, generated, facts, about),
  ];
}

/** @throws whatever is no fault of the template */
function faultOf(subject: Subject, cause: unknown, about: string): TemplateFinding {
  if (!(cause instanceof TemplateError)) throw cause;
  const { path, place, reason } = cause;
  const common = { rule: 'template/render', severity: 'error' } as const;
  const message = `${about}${sentence(reason.replace(/^line \d+, column \d+: /, ''))}`;
  const partial = place?.partial === undefined ? undefined : subject.partialOrigin(place.partial);
  const origin = partial ?? (path === undefined ? undefined : subject.origin(path));
  if (!origin) return atField(subject, [], { ...common, message });
  const at = place && { line: place.row - 1, character: place.column - 1 };
  return { ...common, ...origin, range: at ? { start: at, end: at } : AT_START, message };
}

function judgeManifest(
  subject: Subject,
  { answers }: Trial,
  { files, manifest }: Generated,
  about: string,
): TemplateFinding[] {
  const { creates, manifest: stated } = subject.template.spec;
  const told = (message: string) => [
    atField(subject, ['spec', 'manifest'], {
      rule: 'template/manifest',
      severity: 'error',
      message: `${about}${message}`,
    }),
  ];
  if (stated === undefined)
    return told(`"spec.manifest" must name the file that is the manifest of the ${creates}.`);
  const file = files.find(({ path }) => path === manifest);
  if (!file)
    return told(
      `no file is written at "${stated}". Name one as it stands in the template, without ".liquid".`,
    );
  const document = parseManifest(new TextDecoder().decode(file.bytes)).documents[0]?.document;
  if (document?.kind !== creates)
    return told(`"${file.path}" is no manifest of a ${creates}, which "spec.creates" promises.`);
  const name = fullName(creates, answers);
  if (document.name !== name)
    return told(
      `"${file.path}" is called "${document.name ?? ''}", and must be "${name}". Write {{ fullName }}.`,
    );
  return [];
}

/** Data files that plain answers leave readable and others do not: something is written as it was typed. */
function brokenData(
  subject: Subject,
  trial: Trial,
  { files }: Generated,
  readable: Set<string>,
): TemplateFinding[] {
  const broken: TemplateFinding[] = [];
  for (const { path, bytes } of files) {
    const read = readerOf(path);
    if (!read) continue;
    const isReadable = read(new TextDecoder().decode(bytes));
    if (trial.with === '' && isReadable) readable.add(path);
    if (isReadable || !readable.has(path)) continue;
    const filter = path.endsWith('.json') ? 'json' : 'yaml';
    broken.push(
      atField(subject, [], {
        rule: 'template/escape',
        severity: 'error',
        message: `With ${trial.with}: "${path}" can no longer be read. Write what people type with a filter: {{ description | ${filter} }}.`,
      }),
    );
  }
  return broken;
}

function readerOf(path: string): ((text: string) => boolean) | undefined {
  if (path.endsWith('.json')) return (text) => succeeds(() => JSON.parse(text));
  if (!/\.ya?ml$/.test(path)) return undefined;
  return (text) =>
    parseAllDocuments(text).every((document) => !('errors' in document) || document.errors.length === 0);
}

function succeeds(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}

function judgeRails(
  subject: Subject,
  { files }: Generated,
  facts: CatalogFacts,
  about: string,
): TemplateFinding[] {
  return judgeManifests(files, facts, (path) => path)
    .filter(({ rule, severity }) => severity === 'error' && !OF_THE_WORKSPACE.test(rule))
    .map(({ path, rule, message }) =>
      atField(subject, [], {
        rule: 'template/rails',
        severity: 'error',
        message: `${about}"${path}" breaks ${rule}: ${message}`,
      }),
    );
}
