import { plainWords } from '../plainWords.ts';
import { looksSecret } from './secrets.ts';

/** Something that a server asks a person for, by its part of the schema. */
export interface FormField {
  name: string;
  /** In the server's words, as is the description. */
  label: string;
  description: string;
  isRequired: boolean;
  /** It looks like what servers may not ask for in a form. */
  isSecret: boolean;
  kind: 'text' | 'number' | 'integer' | 'choice' | 'choices';
  /** Of a choice, or of several. */
  options: readonly FormOption[];
  /** What it is before a person says otherwise; undefined: nothing. */
  preset: FormValue | undefined;
  limits: Limits;
}

export interface FormOption {
  value: string | boolean;
  label: string;
}

export type FormValue = string | number | boolean | readonly string[];

/** Characters of a text, size of a number, how many of several. */
interface Limits {
  least: number;
  most: number;
  format?: string;
}

type Schema = Readonly<Record<string, unknown>>;

/** What is asked for, in the server's order. What MCP has no form for is asked for as a text. */
export function formFields(requestedSchema: unknown): FormField[] {
  const { properties, required } = schemaOf(requestedSchema);
  const needed = new Set(Array.isArray(required) ? required : []);
  return Object.entries(schemaOf(properties)).map(([name, value]) =>
    fieldOf(name, schemaOf(value), needed.has(name)),
  );
}

function fieldOf(name: string, schema: Schema, isRequired: boolean): FormField {
  const label = plainWords(schema.title, 80) || plainWords(name, 80);
  const description = plainWords(schema.description);
  const kind = kindOf(schema);
  const options = optionsOf(schema);
  return {
    name,
    label,
    description,
    isRequired,
    isSecret: looksSecret([name, label], description),
    kind,
    options,
    preset: presetOf(schema.default, kind, options),
    limits: limitsOf(schema),
  };
}

function kindOf({ type, enum: values, oneOf }: Schema): FormField['kind'] {
  if (type === 'array') return 'choices';
  if (type === 'boolean' || Array.isArray(values) || Array.isArray(oneOf)) return 'choice';
  return type === 'number' || type === 'integer' ? type : 'text';
}

/** `enum` alone, with the older `enumNames`, or titled: `oneOf` of one, `anyOf` among the items of several. */
function optionsOf(schema: Schema): FormOption[] {
  if (schema.type === 'boolean') {
    return [
      { value: true, label: 'Yes' },
      { value: false, label: 'No' },
    ];
  }
  const of = schema.type === 'array' ? schemaOf(schema.items) : schema;
  const titled = [of.oneOf, of.anyOf].find(Array.isArray);
  if (titled) {
    return titled.map(schemaOf).map((each) => {
      const value = String(each.const);
      return { value, label: plainWords(each.title, 120) || plainWords(value, 120) };
    });
  }
  const names = Array.isArray(of.enumNames) ? of.enumNames : [];
  return (Array.isArray(of.enum) ? of.enum : []).map((value, index) => ({
    value: String(value),
    label: plainWords(names[index], 120) || plainWords(String(value), 120),
  }));
}

/** A default that is none of the options, or of another type, is none. */
function presetOf(
  value: unknown,
  kind: FormField['kind'],
  options: readonly FormOption[],
): FormValue | undefined {
  const isOption = (each: unknown) => options.some((option) => option.value === each);
  if (kind === 'choice') return isOption(value) ? (value as FormValue) : undefined;
  if (kind === 'choices') return Array.isArray(value) && value.every(isOption) ? value : undefined;
  return typeof value === (kind === 'text' ? 'string' : 'number') ? (value as FormValue) : undefined;
}

function limitsOf({
  type,
  minLength,
  maxLength,
  minimum,
  maximum,
  minItems,
  maxItems,
  format,
}: Schema): Limits {
  const [least, most] =
    type === 'array' ? [minItems, maxItems] : type === 'string' ? [minLength, maxLength] : [minimum, maximum];
  return {
    least: typeof least === 'number' ? least : Number.NEGATIVE_INFINITY,
    most: typeof most === 'number' ? most : Number.POSITIVE_INFINITY,
    ...(typeof format === 'string' ? { format } : {}),
  };
}

function schemaOf(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {};
}
