import { withoutAllowed } from '../../impact/allowed.ts';
import { checkText } from '../../impact/check.ts';
import { fileTexts } from '../../impact/fileTexts.ts';
import type { ImpactFinding } from '../../impact/finding.ts';
import { parseManifest } from '../../manifest/parse.ts';
import type { CatalogFacts } from '../facts.ts';
import type { Severity } from '../levels.ts';
import type { Rule } from '../rule.ts';
import { redactedMessage } from '../security/redacted.ts';
import { severityOf } from '../severity.ts';
import { exclusionaryLanguage } from './exclusionaryLanguage.ts';
import { guidanceIn } from './knowledge.ts';
import { protectedAttribute } from './protectedAttribute.ts';
import { proxyAttribute } from './proxyAttribute.ts';

const RULES: readonly Rule[] = [exclusionaryLanguage, protectedAttribute, proxyAttribute];

/** A finding in a file that is no manifest; offsets in the file. */
export interface FileFinding extends ImpactFinding {
  severity: Severity;
}

/**
 * What Impact Check finds in a file that is no manifest, by the words and severities of the workspace's policies.
 *
 * @param name of the file: its ending says how to read it
 * @returns in reading order
 */
export function findingsInFile(name: string, text: string, facts: CatalogFacts): FileFinding[] {
  const { knowledge, allowedAt } = guidanceIn(undefined, facts);
  const severities = severitiesOutside(facts);
  return fileTexts(name, text)
    .flatMap((part) =>
      withoutAllowed(part.text, checkText(part.text, part.field, knowledge), allowedAt([])).flatMap(
        (found) => {
          const severity = severities.get(found.rule) ?? 'off';
          if (severity === 'off') return [];
          return [
            {
              ...found,
              ...part.placeOf(found),
              message: redactedMessage(found.message, part.text, found),
              severity,
            },
          ];
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
