import { LiquidError } from 'liquidjs';
import { nearest } from '../../../manifest/nearest.ts';
import { TemplateError } from '../template.ts';
import type { TemplateFinding } from './finding.ts';
import type { LiquidText } from './liquidTexts.ts';
import { sentence } from './subject.ts';

/**
 * What Liquid says of a text that it cannot parse.
 *
 * @param filters the names of those there are
 * @throws whatever is no fault of the text
 */
export function faultIn(text: LiquidText, cause: unknown, filters: readonly string[]): TemplateFinding {
  if (!(cause instanceof LiquidError || cause instanceof TemplateError)) throw cause;
  const [row = 1, column = 1] = cause instanceof LiquidError ? (cause.token?.getPosition() ?? []) : [];
  const reason =
    cause instanceof LiquidError ? (cause.originalError?.message ?? cause.message) : cause.reason;
  const filter = /^undefined filter: (\w+)/.exec(reason)?.[1];
  const common = { severity: 'error', ...text.origin } as const;
  if (filter !== undefined) {
    const meant = nearest(filter, filters);
    const hint =
      meant === undefined ? 'docs/templates.md lists those there are.' : `Did you mean "${meant}"?`;
    const message = `There is no filter "${filter}". ${hint}`;
    const at = Math.max(column - 1, columnOf(filter, text.text.split('\n')[row - 1] ?? '', column));
    const range = text.range(row, at + 1, filter.length);
    return { ...common, rule: 'template/unknown-filter', range, message };
  }
  const message = sentence(reason.replace(/, (file:|line:)[\s\S]*$/, ''));
  return { ...common, rule: 'template/syntax', range: text.range(row, column, 1), message };
}

/** Column, from 0, of a filter behind a column (from 1) of its line; -1: it is on another line. */
function columnOf(filter: string, line: string, from: number): number {
  const found = new RegExp(`\\|\\s*${filter}\\b`).exec(line.slice(from - 1));
  return found ? from - 1 + found.index + found[0].length - filter.length : -1;
}
