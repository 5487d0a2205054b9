import { Liquid, LiquidError } from 'liquidjs';
import { type Dialect, TemplateError, type TemplatePlace } from '../template/template.ts';
import * as escapes from './escapes.ts';
import * as words from './words.ts';

export type Scope = Readonly<Record<string, unknown>>;

/** Turns the texts, paths and conditions of one template into what they say for one set of answers. */
export interface Renderer {
  /** @throws {TemplateError} with the file and line at fault */
  text(source: string, path: string): string;
  /** @throws {TemplateError} with the file at fault */
  condition(expression: string, path: string): boolean;
  /** A value with its type. @throws {TemplateError} with the file at fault */
  value(expression: string, path: string): unknown;
}

/**
 * Liquid runs no code: it knows values, filters and a few tags, sees nothing but what it is given, reads no file, and
 * stops when a template takes too long, too much, or never ends.
 */
export function engineOf(partials: Readonly<Record<string, string>>, dialect: Dialect): Liquid {
  const { outputLeft, outputRight, greedy, lenient = false, text: translate = same } = dialect;
  const liquid = new Liquid({
    templates: Object.fromEntries(Object.entries(partials).map(([name, text]) => [name, translate(text)])),
    relativeReference: false,
    ownPropertyOnly: true,
    strictVariables: !lenient,
    strictFilters: true,
    lenientIf: true,
    // '' and 0 are false, as in every other engine that authors of templates come from.
    jsTruthy: true,
    greedy,
    outputDelimiterLeft: outputLeft,
    outputDelimiterRight: outputRight,
    parseLimit: 2_000_000,
    // Of the clock's time: a machine may be busy with other things.
    renderLimit: 10_000,
    memoryLimit: 20_000_000,
  });
  for (const [name, filter] of Object.entries(escapes)) liquid.registerFilter(name, filter);
  for (const [name, convert] of Object.entries(words))
    if (name !== 'wordsOf') liquid.registerFilter(name, (value: unknown) => convert(String(value ?? '')));
  for (const [name, filter] of Object.entries(dialect.filters ?? {})) liquid.registerFilter(name, filter);
  return liquid;
}

/** Renders with `scope`, by an engine of `engineOf`. */
export function rendererOf(
  scope: Scope,
  partials: Readonly<Record<string, string>>,
  dialect: Dialect,
): Renderer {
  const { text: translate = same, expression: liquidOf = same } = dialect;
  const liquid = engineOf(partials, dialect);
  const guarded = <T>(path: string, evaluate: () => T): T => {
    try {
      return evaluate();
    } catch (cause) {
      throw new TemplateError(faultOf(cause), path, placeIn(cause, liquid.options.templates));
    }
  };
  const render = (source: string, path: string): string =>
    guarded(path, () =>
      String(liquid.parseAndRenderSync(translate(source), undefined, { globals: { ...scope } })),
    );
  return {
    text: render,
    value: (expression, path) =>
      guarded(path, () => liquid.evalValueSync(liquidOf(expression), { ...scope })),
    condition: (expression, path) => render(`{% if ${expression} %}true{% endif %}`, path) === 'true',
  };
}

function same(text: string): string {
  return text;
}

function placeIn(cause: unknown, partials: Readonly<Record<string, string>> = {}): TemplatePlace | undefined {
  const token = cause instanceof LiquidError ? cause.token : undefined;
  const [row, column] = token?.getPosition() ?? [];
  if (row === undefined || column === undefined) return undefined;
  // Not every token knows the name of its file, but each the text that it is of.
  const partial = Object.keys(partials).find((name) => partials[name] === token?.input);
  return { row, column, ...(partial !== undefined && { partial }) };
}

/** What Liquid says, in one line, with where it says it. */
function faultOf(cause: unknown): string {
  if (!(cause instanceof LiquidError)) return cause instanceof Error ? cause.message : String(cause);
  const [row, column] = cause.token?.getPosition() ?? [];
  const message = (cause.originalError?.message ?? cause.message).replace(/, (file:.*|line:.*)$/s, '');
  return row === undefined ? message : `line ${row}, column ${column}: ${message}`;
}
