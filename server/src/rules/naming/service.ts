import { isEnvironment } from '../../manifest/environment.ts';
import { nearest } from '../../manifest/nearest.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { environmentLike } from './environmentLike.ts';
import { kebabCase } from './kebabCase.ts';
import { renameFix } from './rename.ts';
import { faultOfServiceName, formatServiceName, parseServiceName, verticalOf } from './serviceName.ts';

const NAME = ['metadata', 'name'];

export const service: Rule = {
  id: 'naming/service',
  summary: 'A Service is named `<env>-<vertical>-<service>`.',
  severity: 'error',
  raised: false,
  *check({ document, facts }) {
    if (document.kind !== 'Service' || document.name === undefined) return;
    const fault = faultOfServiceName(document.name, facts.verticals());
    if (!fault) return;
    const message = `"${document.name}" is not "<env>-<vertical>-<service>": ${fault}.`;
    yield { ...document.place(NAME), message };
  },
  fixes(_finding, context) {
    const name = legalName(context);
    if (name === undefined) return [];
    // A mere matter of spelling has one right answer; with segments put in or taken out the user should look.
    return renameFix(context, name, name === kebabCase(context.document.name ?? ''));
  },
};

/** The name that the document should have had, as far as its name, spec and tags tell; undefined if they do not. */
function legalName({ document, facts }: RuleContext): string | undefined {
  const verticals = facts.verticals();
  const [first = '', ...rest] = kebabCase(document.name ?? '').split('-');
  const written = environmentLike(first);
  const environment = document.statedText(['spec', 'environment']) ?? written;
  if (!isEnvironment(environment)) return undefined;
  const tail = written || !first ? rest.join('-') : [first, ...rest].join('-');
  const tag = document.statedText(['metadata', 'tags', 'Vertical']);
  const named = tag ? withVertical(tail, tag, verticals) : tail;
  const parsed = named === undefined ? undefined : parseServiceName(`${environment}-${named}`, verticals);
  return parsed && (!tag || parsed.vertical === tag) ? formatServiceName(parsed) : undefined;
}

/**
 * `<vertical>-<service>` of that vertical: it takes the place of another vertical, else goes in front. Undefined where
 * there is a vertical only: what the service is called, nobody can know for its writer.
 */
function withVertical(tail: string, vertical: string, verticals: readonly string[]): string | undefined {
  if (tail.startsWith(`${vertical}-`)) return tail;
  const other = verticalOf(tail, verticals);
  const isVertical = verticals.includes(other) || nearest(other, [vertical]) !== undefined;
  if (!isVertical) return `${vertical}-${tail}`;
  return tail.length > other.length ? vertical + tail.slice(other.length) : undefined;
}
