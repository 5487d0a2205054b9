import { Context, Liquid, LiquidError, toValue } from 'liquidjs';
import { type Dialect, TemplateError, type TemplatePlace } from '../template/template.ts';
import { Budget, limitFault } from './budget.ts';
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
  /** One of the same template, with other variables, that spends of the same budget. */
  having(scope: Scope, dialect: Dialect): Renderer;
  readonly budget: Budget;
}

/** Longer names are none: what splits them into words looks at each letter many times. */
const MAX_NAME = 1_000;

/** Filters that evaluate an expression for each item: Liquid does not look at the clock meanwhile. */
const UNBOUNDED = ['where_exp', 'reject_exp', 'group_by_exp', 'has_exp', 'find_exp', 'find_index_exp'];

/**
 * Liquid runs no code: it knows values, filters and a few tags, sees nothing but what it is given, reads no file, and
 * stops when a template takes too long, too much, or never ends.
 */
export function engineOf(partials: Readonly<Record<string, string>>, dialect: Dialect): Liquid {
  const { outputLeft, outputRight, greedy, lenient = false, text: translate = same } = dialect;
  const liquid = new Liquid({
    // Without a prototype: `toString` is no partial.
    templates: Object.assign(
      Object.create(null),
      Object.fromEntries(Object.entries(partials).map(([name, text]) => [name, translate(text)])),
    ),
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
  });
  for (const [name, filter] of Object.entries(escapes)) liquid.registerFilter(name, filter);
  for (const [name, convert] of Object.entries(words))
    if (name !== 'wordsOf') liquid.registerFilter(name, (value: unknown) => convert(nameIn(value)));
  for (const [name, filter] of Object.entries(dialect.filters ?? {})) liquid.registerFilter(name, filter);
  bound(liquid);
  return liquid;
}

function nameIn(value: unknown): string {
  const name = String(value ?? '');
  if (name.length > MAX_NAME)
    throw new Error(`a name of ${name.length} characters; ${MAX_NAME} are the most`);
  return name;
}

/** Counts against the limit what is written and what goes through filters, of which Liquid counts next to nothing. */
function bound(liquid: Liquid): void {
  for (const name of UNBOUNDED) delete liquid.filters[name];
  for (const [name, filter] of Object.entries(liquid.filters)) {
    const { handler, raw } = typeof filter === 'function' ? { handler: filter, raw: false } : filter;
    liquid.registerFilter(name, {
      raw,
      handler(value, ...args) {
        charge(this.context, value);
        const result = handler.call(this, value, ...args);
        charge(this.context, result);
        return result;
      },
    });
  }
  const { renderer } = liquid;
  const render = renderer.renderTemplates.bind(renderer);
  renderer.renderTemplates = (templates, context, emitter = new BoundedEmitter(context)) =>
    render(templates, context, emitter);
}

function charge({ memoryLimit }: Context, value: unknown): void {
  if (typeof value === 'string' || Array.isArray(value)) memoryLimit.use(value.length);
}

class BoundedEmitter {
  buffer = '';
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  write(value: unknown): void {
    const text = stringify(value);
    charge(this.#context, text);
    this.buffer += text;
  }
}

/** As Liquid writes it: nothing for what is not there, the items of a list one after the other. */
function stringify(given: unknown): string {
  const value = toValue(given);
  if (Array.isArray(value)) return value.map(stringify).join('');
  return value === undefined || value === null ? '' : String(value);
}

/** Renders with `scope`, by an engine of `engineOf`. */
export function rendererOf(
  scope: Scope,
  partials: Readonly<Record<string, string>>,
  dialect: Dialect,
  budget: Budget = new Budget(),
): Renderer {
  const { text: translate = same, expression: liquidOf = same } = dialect;
  const liquid = engineOf(partials, dialect);
  const guarded = <T>(path: string, evaluate: (limits: RenderLimits) => T): T => {
    const start = performance.now();
    try {
      const { milliseconds, characters } = budget.left;
      return evaluate({ renderLimit: milliseconds, memoryLimit: characters });
    } catch (cause) {
      throw new TemplateError(limitFault(faultOf(cause)), path, placeIn(cause, liquid.options.templates));
    } finally {
      budget.spend({ milliseconds: performance.now() - start });
    }
  };
  const render = (source: string, path: string): string => {
    const text = guarded(path, (limits) =>
      String(liquid.parseAndRenderSync(translate(source), undefined, { globals: { ...scope }, ...limits })),
    );
    budget.spend({ characters: text.length });
    return text;
  };
  return {
    text: render,
    value: (expression, path) =>
      guarded(path, (limits) =>
        liquid.evalValueSync(
          liquidOf(expression),
          new Context({ ...scope }, liquid.options, { sync: true, ...limits }),
        ),
      ),
    condition: (expression, path) => render(`{% if ${expression} %}true{% endif %}`, path) === 'true',
    having: (others, otherDialect) => rendererOf(others, partials, otherDialect, budget),
    budget,
  };
}

interface RenderLimits {
  renderLimit: number;
  memoryLimit: number;
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
