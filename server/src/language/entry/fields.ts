import { propertiesOf, resolve, type Schema, schemaAt, schemaOf } from '../../manifest/schemas.ts';
import type { Plain } from '../../manifest/tree.ts';
import type { Field } from '../../protocol/entryDetails.ts';
import { redacted } from '../../rules/security/redacted.ts';

/** What a part of a manifest says, field by field, as its schema calls them. */
export function fieldsOf(kind: string, part: 'metadata' | 'spec', value: Plain | undefined): Field[] {
  return isMap(value) ? fieldsIn(value, schemaAt(schemaOf(kind), [part])) : [];
}

function fieldsIn(map: { [key: string]: Plain }, schema: Schema | undefined): Field[] {
  return Object.entries(map).flatMap(([key, value]) => {
    if (value === null) return [];
    // Where keys are the author's own, the schema's title is that of any of them.
    const named = schema && Object.hasOwn(propertiesOf(schema), key) ? propertiesOf(schema)[key] : undefined;
    const known = named && resolve(named);
    const free = schema?.additionalProperties;
    const below = known ?? (typeof free === 'object' ? resolve(free) : undefined);
    return [{ key, title: known?.title ?? key, ...contentOf(value, below) }];
  });
}

function contentOf(value: Plain, schema: Schema | undefined): Pick<Field, 'value' | 'fields' | 'values'> {
  if (isMap(value)) return { fields: fieldsIn(value, schema) };
  if (!Array.isArray(value)) return { value: textOf(value) };
  if (value.every((item) => typeof item !== 'object')) return { values: value.map(textOf) };
  const items = schema?.items && resolve(schema.items);
  return {
    fields: value.map((item, index) => {
      const key = String(index + 1);
      return { key, title: nameOf(item) ?? key, ...contentOf(item, items) };
    }),
  };
}

/** What a person would call an item of a list by. */
function nameOf(item: Plain): string | undefined {
  if (!isMap(item)) return undefined;
  const name = item.name ?? item.title;
  return typeof name === 'string' ? name : undefined;
}

function textOf(value: Plain): string {
  return redacted(typeof value === 'string' ? value : JSON.stringify(value));
}

function isMap(value: Plain | undefined): value is { [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
