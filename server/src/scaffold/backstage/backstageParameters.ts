import type { Parameter } from '../template/template.ts';

type Json = Readonly<Record<string, unknown>>;

const TYPES = ['string', 'integer', 'number', 'boolean', 'array'] as const;

/** Fields of Backstage that ask where to publish: nothing is published here, so nobody is asked. */
const PUBLISHING = ['RepoUrlPicker', 'RepoBranchPicker', 'RepoOwnerPicker'];

/** What authors call what everybody is asked here, and the variable that has the answer. */
const ASKED_ANYWAY: Readonly<Record<string, string>> = {
  name: 'name',
  component_id: 'name',
  componentId: 'name',
  componentName: 'name',
  serviceName: 'name',
  owner: 'owner',
  description: 'description',
};

export interface BackstageParameters {
  /** Parameters that are not asked for again, by the variable with their answer. */
  aliases: Record<string, string>;
  parameters: Map<string, Parameter>;
  required: string[];
  leftOut: string[];
}

/** The pages of a form as one list of questions, in their order. */
export function readParameters(pages: unknown): BackstageParameters {
  const result: BackstageParameters = { aliases: {}, parameters: new Map(), required: [], leftOut: [] };
  for (const page of Array.isArray(pages) ? pages : [pages]) {
    if (!isJson(page)) continue;
    for (const [name, schema] of Object.entries(isJson(page.properties) ? page.properties : {}))
      if (isJson(schema)) readParameter(name, schema, result);
    for (const key of ['dependencies', 'allOf', 'oneOf', 'anyOf', 'if'])
      if (page[key] !== undefined)
        result.leftOut.push(`"${key}" of a page of parameters: its questions are not asked`);
    if (Array.isArray(page.required)) result.required.push(...page.required.map(String));
  }
  result.required = result.required.filter((name) => result.parameters.has(name));
  return result;
}

function readParameter(name: string, schema: Json, result: BackstageParameters): void {
  const { aliases, parameters, leftOut } = result;
  const field = String(schema['ui:field'] ?? '');
  if (PUBLISHING.includes(field)) {
    leftOut.push(`parameter "${name}": it says where to publish, and nothing is published from here`);
    return;
  }
  if (field === 'Secret' || schema['ui:widget'] === 'password') {
    leftOut.push(`parameter "${name}": a secret of a Backstage template is not asked for`);
    return;
  }
  const variable = schema.enum === undefined ? ASKED_ANYWAY[name] : undefined;
  if (variable !== undefined) {
    aliases[name] = variable;
    return;
  }
  const type = TYPES.find((known) => known === (schema.type ?? 'string'));
  if (type === undefined || !/^[a-zA-Z]\w*$/.test(name)) {
    leftOut.push(`parameter "${name}": a question for ${String(schema.type)} cannot be asked`);
    return;
  }
  const text = (key: string) => (typeof schema[key] === 'string' ? { [key]: schema[key] } : {});
  const number = (key: string) => (typeof schema[key] === 'number' ? { [key]: schema[key] } : {});
  const items =
    isJson(schema.items) && Array.isArray(schema.items.enum) ? schema.items.enum.map(String) : undefined;
  parameters.set(name, {
    type,
    ...text('title'),
    ...text('description'),
    ...text('pattern'),
    ...number('minLength'),
    ...number('maxLength'),
    ...number('minimum'),
    ...number('maximum'),
    ...(schema.default !== undefined && { default: schema.default }),
    ...(isFilled(schema.enum) && { enum: schema.enum }),
    ...(Array.isArray(schema.enumNames) && { enumDescriptions: schema.enumNames.map(String) }),
    ...(isFilled(items) && { items: { type: 'string', enum: items } }),
  } as Parameter);
}

function isFilled<T>(list: unknown): list is [T, ...T[]] {
  return Array.isArray(list) && list.length > 0;
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
