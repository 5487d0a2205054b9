import type { Catalog } from '../../catalog/catalog.ts';
import { ENVIRONMENTS } from '../../manifest/document.ts';
import type { ScaffoldAnswers, ScaffoldQuestion } from '../../protocol/scaffold.ts';
import { QUESTIONS } from '../../scaffold/answers.ts';
import { checkAnswers, type Plan } from '../../scaffold/check.ts';
import { defaultOf } from '../../scaffold/parameters.ts';
import type { Parameter } from '../../scaffold/template/template.ts';
import { type Asker, Cancelled } from './asker.ts';
import { SENSITIVITIES } from './newArguments.ts';
import { typedValue } from './parameterValues.ts';
import type { Offer } from './templateChoice.ts';

const OTHER = 'another one';
const TITLES: Readonly<Record<ScaffoldQuestion, string>> = {
  environment: 'Environment',
  vertical: 'Vertical',
  name: 'Name',
  owner: 'Owner: the team that answers for it',
  sensitivity: 'Sensitivity of its data',
  description: 'Description, in a line (may be empty)',
};

/** Asks for one of the templates of a kind; of one there is nothing to ask. */
export async function askTemplate(offers: readonly Offer[], asker: Asker | undefined): Promise<Offer> {
  const options = offers.map(({ template: { title, description } }, index) => ({
    value: String(index),
    label: title,
    hint: description,
  }));
  const offer = asker && offers[Number(await asker.choose('Template', options))];
  if (!offer) throw new Cancelled();
  return offer;
}

/** Asks for every answer that is missing, in the order of the wizard, each judged by the rules as it is typed. */
export async function askMissing(plan: Plan, catalog: Catalog, asker: Asker): Promise<ScaffoldAnswers> {
  let answers = plan.answers;
  for (const question of QUESTIONS[plan.template.spec.creates]) {
    if (answers[question] !== undefined) continue;
    const wrong = (answer: string) => problemOf({ ...plan, answers }, { [question]: answer }, { question });
    const answer = await ask(question, answers, catalog, asker, wrong);
    answers = { ...answers, [question]: answer };
  }
  return await askParameters({ ...plan, answers }, asker);
}

type Wrong = (answer: string) => string | undefined;

async function ask(
  question: ScaffoldQuestion,
  { vertical }: ScaffoldAnswers,
  catalog: Catalog,
  asker: Asker,
  wrong: Wrong,
): Promise<string> {
  const title = TITLES[question];
  switch (question) {
    case 'environment':
      return await asker.choose(
        title,
        ENVIRONMENTS.map((value) => ({ value })),
      );
    case 'sensitivity': {
      const fitting = SENSITIVITIES.filter((value) => wrong(value) === undefined);
      const offered = fitting.length > 0 ? fitting : SENSITIVITIES;
      return await asker.choose(
        title,
        offered.map((value) => ({ value })),
        offered.find((each) => each === 'internal'),
      );
    }
    case 'vertical':
      return await askKnown(asker, title, catalog.verticals(), undefined, wrong);
    case 'owner':
      return await askKnown(asker, title, catalog.owners(), catalog.likelyOwner(vertical), wrong);
    case 'name':
      return await asker.text(title, { check: (text) => (text === '' ? 'It needs a name.' : wrong(text)) });
    case 'description':
      return await asker.text(title, { check: wrong });
  }
}

async function askKnown(
  asker: Asker,
  title: string,
  known: readonly string[],
  likely: string | undefined,
  wrong: Wrong,
): Promise<string> {
  if (known.length > 0) {
    const options = [...known, OTHER].map((value) => ({ value }));
    const answer = await asker.choose(title, options, likely);
    if (answer !== OTHER) return answer;
  }
  return await asker.text(title, { check: (text) => (text === '' ? 'It must be answered.' : wrong(text)) });
}

async function askParameters(plan: Plan, asker: Asker): Promise<ScaffoldAnswers> {
  const { template } = plan;
  const required = template.spec.parameters?.required ?? [];
  let parameters = { ...plan.answers.parameters };
  const answers = () => ({ ...plan.answers, parameters });
  const open = () =>
    checkAnswers({ ...plan, answers: answers() }).asked.filter((name) => !(name in parameters));
  const mustAsk = (name: string) =>
    required.includes(name) && template.parameters.get(name)?.default === undefined;
  const optional = open().filter((name) => !mustAsk(name)).length;
  const takesDefaults =
    optional === 0 ||
    (await asker.confirm(
      `Take the defaults of the template for ${optional} setting${optional === 1 ? '' : 's'}?`,
      true,
    ));
  for (const name of template.parameters.keys()) {
    const parameter = template.parameters.get(name);
    if (!parameter || !open().includes(name) || (takesDefaults && !mustAsk(name))) continue;
    const wrong = (value: unknown) =>
      problemOf(
        { ...plan, answers: answers() },
        { parameters: { ...parameters, [name]: value } },
        { parameter: name },
      );
    parameters = { ...parameters, [name]: await askParameter(name, parameter, asker, wrong) };
  }
  return answers();
}

async function askParameter(
  name: string,
  parameter: Parameter,
  asker: Asker,
  wrong: (value: unknown) => string | undefined,
): Promise<unknown> {
  const { title = name, description, items, examples = [] } = parameter;
  const message = description === undefined ? title : `${title}. ${description}`;
  const preset = defaultOf(parameter);
  if (parameter.type === 'boolean') return await asker.confirm(message, preset === true);
  if (parameter.enum) {
    const options = parameter.enum.map((value, index) => ({
      value: String(value),
      hint: parameter.enumDescriptions?.[index] ?? '',
    }));
    const chosen = await asker.choose(message, options, String(preset));
    return parameter.enum.find((value) => String(value) === chosen);
  }
  if (parameter.type === 'array' && items?.enum) {
    const options = items.enum.map((value) => ({ value }));
    return await asker.chooseSeveral(message, options, preset as string[]);
  }
  const initial = parameter.default === undefined ? '' : String(preset);
  const typed = await asker.text(message, {
    initial,
    ...(examples[0] !== undefined && { placeholder: String(examples[0]) }),
    check: (text) => {
      const value = typedValue(parameter, text);
      return value === undefined ? 'It must be a number.' : wrong(value);
    },
  });
  return typedValue(parameter, typed);
}

/** The first error that an answer would have. */
function problemOf(
  plan: Plan,
  answer: ScaffoldAnswers,
  at: { question?: ScaffoldQuestion; parameter?: string },
): string | undefined {
  const { problems } = checkAnswers({ ...plan, answers: { ...plan.answers, ...answer } });
  return problems.find(
    ({ severity, question, parameter }) =>
      severity === 'error' && question === at.question && parameter === at.parameter,
  )?.message;
}
