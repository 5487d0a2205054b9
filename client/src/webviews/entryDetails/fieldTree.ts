import type { Field } from '../../../../server/src/protocol/entryDetails.ts';
import { el } from '../dom.ts';
import { counted } from '../words.ts';

/** Fields as people read them: a name and its value; what has fields of its own can be closed. */
export function fieldTree(fields: readonly Field[]): HTMLElement {
  return el('dl', { class: 'tree' }, ...fields.flatMap(field));
}

function field({ title, value, values, fields }: Field): HTMLElement[] {
  if (value !== undefined) return [el('dt', {}, title), el('dd', {}, value)];
  if (values) return [el('dt', {}, title), el('dd', {}, values.length ? valueList(values) : 'none')];
  if (!fields || fields.length === 0) return [el('dt', {}, title), el('dd', {}, 'none')];
  const below = el(
    'details',
    { open: fields.length <= MOST_OPEN },
    el('summary', {}, counted(fields.length, 'field')),
    fieldTree(fields),
  );
  return [el('dt', {}, title), el('dd', {}, below)];
}

/** Longer ones are closed until somebody wants to read them. */
const MOST_OPEN = 12;

function valueList(values: readonly string[]): HTMLElement {
  return el('ul', { class: 'values' }, ...values.map((value) => el('li', {}, value)));
}
