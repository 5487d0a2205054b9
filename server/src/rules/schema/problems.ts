import type { SchemaProblem, SchemaRule } from '../../manifest/document.ts';
import type { Finding, Fix, Rule, RuleContext } from '../rule.ts';

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
      for (const { start, end, message, rule } of document.schemaProblems) {
        if (rule === id) yield { start, end, message };
      }
    },
    fixes: (finding, context) => {
      const problem = context.document.schemaProblems.find(
        (each) => each.rule === id && isSame(each, finding),
      );
      return problem ? fixes(problem, context) : [];
    },
  };
}

function isSame(a: Finding, b: Finding): boolean {
  return a.start === b.start && a.end === b.end && a.message === b.message;
}
