import type { TemplateParameter } from '../../../server/src/protocol/scaffold.ts';

/** What was typed as the value that it stands for; what is no number stays a text, which the check then says. */
export function readValue({ type }: Pick<TemplateParameter, 'type'>, text: string): unknown {
  switch (type) {
    case 'integer':
    case 'number':
      return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    case 'array':
      return text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
    default:
      return text;
  }
}

/** A value as it is typed. */
export function shownValue(value: unknown): string {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
