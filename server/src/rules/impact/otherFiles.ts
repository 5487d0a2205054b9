import { withoutAllowed } from '../../impact/allowed.ts';
import { checkText } from '../../impact/check.ts';
import { fileTexts } from '../../impact/fileTexts.ts';
import { parseManifest } from '../../manifest/parse.ts';
import type { CatalogFacts } from '../facts.ts';
import type { ReportedFinding } from '../report.ts';
import type { Rule } from '../rule.ts';
import { severityOf } from '../severity.ts';
import { exclusionaryLanguage } from './exclusionaryLanguage.ts';
import { guidanceIn } from './knowledge.ts';
import { protectedAttribute } from './protectedAttribute.ts';
import { proxyAttribute } from './proxyAttribute.ts';

const RULES: readonly Rule[] = [exclusionaryLanguage, protectedAttribute, proxyAttribute];

/**
 * What Impact Check finds in a file that is no manifest, by the words and severities of the workspace's policies.
 *
 * @param name of the file: its ending says how to read it
 * @returns in reading order; offsets in the file
 */
export function findingsInFile(name: string, text: string, facts: CatalogFacts): ReportedFinding[] {
  const { knowledge, allowedAt } = guidanceIn(undefined, facts);
  const severities = severitiesOutside(facts);
  return fileTexts(name, text)
    .flatMap((part) =>
      withoutAllowed(part.text, checkText(part.text, part.field, knowledge), allowedAt([])).flatMap(
        (found) => {
          const severity = severities.get(found.rule) ?? 'off';
          if (severity === 'off') return [];
          return [{ ...part.placeOf(found), rule: found.rule, severity, message: found.message }];
        },
      ),
    )
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

/** As in a document that states nothing: no environment, no vertical. */
function severitiesOutside(facts: CatalogFacts) {
  const document = parseManifest('').documents[0]?.document;
  return new Map(
    RULES.map((rule) => [
      rule.id as string,
      document ? severityOf(rule, document, undefined, facts) : rule.severity,
    ]),
  );
}
