import type { SchemaProblem } from '../../manifest/document.ts';
import { setValue } from '../../manifest/edits.ts';
import { schemaAt, schemaOf } from '../../manifest/schemas.ts';
import { formatPath, type Plain } from '../../manifest/tree.ts';
import { fixHere } from '../fix.ts';
import { nameOfService } from '../naming/serviceName.ts';
import type { RuleContext } from '../rule.ts';
import { schemaRule } from './problems.ts';

export const required = schemaRule({
  id: 'schema/required',
  summary: 'A field that a manifest cannot do without is there.',
  fixes(problem, context) {
    const value = determined(problem, context);
    if (value === undefined) return [];
    const { path } = problem;
    const place = path[0] === 'apiVersion' ? 'first' : 'last';
    const edit = setValue(context.document, path, value, place);
    return fixHere(context, `Insert "${String(path.at(-1))}: ${String(value)}"`, edit, true);
  },
});

/** The only value that the field can have, if there is one. */
function determined({ path }: SchemaProblem, context: RuleContext): Plain | undefined {
  const { document } = context;
  if (formatPath(path) === 'spec.environment') return nameOfService(context)?.environment;
  // What kind a document is of, nobody can know for its writer.
  return formatPath(path) === 'kind' ? undefined : schemaAt(schemaOf(document.kind), path)?.const;
}
