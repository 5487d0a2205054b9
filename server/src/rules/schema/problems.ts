import type { SchemaProblem, SchemaRule } from '../../manifest/document.ts';
import type { Fix, Rule, RuleContext } from '../rule.ts';

interface SchemaRuleParts {
  id: SchemaRule;
  summary: string;
  severity?: Rule['severity'];
  fixes(problem: SchemaProblem, context: RuleContext): Fix[];
}

/** A rule that hands on what the schema said, and knows how to mend it. */
export function schemaRule({ id, summary, severity = 'error', fixes }: SchemaRuleParts): Rule {
  return {
    id,
    summary,
    severity,
    raised: false,
    *check({ document }) {
      for (const problem of document.schemaProblems) {
        const { start, end, message, rule } = problem;
        if (rule === id) yield { start, end, message, data: problem };
      }
    },
    fixes: ({ data }, context) => fixes(data as SchemaProblem, context),
  };
}
