import { CompletionItemKind } from 'vscode-languageserver-types';
import { renderScalar } from '../manifest/render.ts';
import {
  KINDS,
  propertiesOf,
  resolve,
  type Schema,
  schemaOf,
  typesOf,
  valuesOf,
} from '../manifest/schemas.ts';
import type { Path } from '../manifest/tree.ts';
import { describeField, summarize } from './describe.ts';
import type { Proposal, ProposalContext, Scalar } from './proposal.ts';
import { proposeNames } from './proposeNames.ts';
import { ruleKeys } from './ruleNames.ts';

/** Fields of a map that are not there yet, the required ones first; `column` is that of the keys. */
export function proposeFields(
  context: ProposalContext,
  schema: Schema,
  path: Path,
  { column, flow, siblings }: { column: number; flow: boolean; siblings: readonly string[] },
): Proposal[] {
  const properties = propertiesOf(schema);
  const ownChoice = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
  const rules = new Map(ruleKeys(schema, context.catalog).map((rule) => [rule.id, rule]));
  const keys = [...Object.keys(properties), ...rules.keys()].filter((key) => !siblings.includes(key));
  const isRequired = (key: string) => schema.required?.includes(key) ?? false;
  return keys
    .sort((a, b) => Number(isRequired(b)) - Number(isRequired(a)))
    .map((key) => {
      const child = resolve(properties[key] ?? ownChoice);
      return {
        label: key,
        kind: CompletionItemKind.Property,
        text: context.writer().field(child, [...path, key], column, flow),
        isScalar: false,
        detail: rules.get(key)?.severity ?? summarize(child, isRequired(key)),
        documentation: rules.get(key)?.summary ?? describeField(child),
      };
    });
}

/** What may stand as the value at `path`; a map or list starts at `column`. */
export function proposeValues(
  context: ProposalContext,
  schema: Schema,
  path: Path,
  place: { column: number; flow: boolean; siblings: readonly string[]; quote: 'plain' | 'single' | 'double' },
): Proposal[] {
  const { column, flow, siblings, quote } = place;
  const proposals: Proposal[] = scalarsAt(context, schema, path)
    .filter(({ value }) => !siblings.includes(String(value)))
    .map(({ value, ...rest }) => ({
      ...rest,
      label: String(value),
      text: context.writer().literal(renderScalar(value, { flow, json: context.json }, quote)),
      isScalar: true,
    }));
  const types = typesOf(schema);
  if (types.includes('object')) {
    for (const field of proposeFields(context, schema, path, { column, flow, siblings: [] })) {
      proposals.push(flow ? { ...field, text: `{ ${field.text} }` } : field);
    }
  }
  if (types.includes('array') && schema.items) {
    const items = { ...place, column: column + 2, siblings: [] };
    for (const item of proposeValues(context, resolve(schema.items), [...path, 0], items)) {
      proposals.push({ ...item, text: flow ? `[${item.text}]` : `- ${item.text}`, isScalar: false });
    }
  }
  return proposals;
}

function scalarsAt(context: ProposalContext, schema: Schema, path: Path): Scalar[] {
  const field = path.join('.');
  if (field === 'kind') return KINDS.map(kindProposal);
  if (field === 'metadata.name' && context.kind === 'Service') return serviceNames(context);
  const named = proposeNames(context, path);
  if (named.length > 0) return named;
  const listed = valuesOf(schema);
  if (listed.length > 0) return listed.map((value) => listedValue(context, schema, field, value));
  return suggested(schema);
}

function kindProposal(kind: string): Scalar {
  const { title, description } = schemaOf(kind);
  return {
    value: kind,
    kind: CompletionItemKind.Class,
    ...(title === kind && description ? { documentation: description } : {}),
  };
}

function listedValue(
  context: ProposalContext,
  schema: Schema,
  field: string,
  value: Scalar['value'],
): Scalar {
  const isNamed =
    field === 'spec.environment' && context.textAt(['metadata', 'name'])?.startsWith(`${value}-`);
  return {
    value,
    kind: CompletionItemKind.EnumMember,
    ...(schema.description ? { documentation: schema.description } : {}),
    ...(value === schema.default ? { detail: 'default' } : {}),
    isLikely: isNamed === true || (value === schema.default && field !== 'spec.environment'),
  };
}

function suggested({ default: fallback, examples = [] }: Schema): Scalar[] {
  return [fallback, ...examples].filter(isScalarValue).map((value) => ({
    value,
    kind: CompletionItemKind.Value,
    detail: value === fallback ? 'default' : 'example',
  }));
}

function isScalarValue(value: unknown): value is Scalar['value'] {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** More names than this are no help. */
const MAX_NAMES = 20;

/** `<env>-<vertical>-<service>` from what the rest of the manifest says, around what is typed of it. */
function serviceNames({ catalog, textAt }: ProposalContext): Scalar[] {
  const schema = schemaOf('Service');
  const environment = textAt(['spec', 'environment']);
  const vertical = textAt(['metadata', 'tags', 'Vertical']);
  const environments = environment ? [environment] : environmentNames(schema);
  const verticals = vertical ? [vertical] : catalog.verticals();
  const typed = textAt(['metadata', 'name']) ?? '';
  const segments = typed
    .split('-')
    .filter((part) => part !== '' && part !== environment && part !== vertical);
  const service = environment && vertical && segments.length > 0 ? segments.join('-') : 'service';
  return environments
    .flatMap((env) => verticals.map((name) => `${env}-${name}-${service}`))
    .slice(0, MAX_NAMES)
    .map((value) => ({ value, kind: CompletionItemKind.Value, detail: '<env>-<vertical>-<service>' }));
}

function environmentNames(service: Schema): string[] {
  const { spec } = propertiesOf(resolve(service));
  const { environment } = spec ? propertiesOf(resolve(spec)) : {};
  return environment ? valuesOf(resolve(environment)).map(String) : [];
}
