import { withoutAllowed } from '../../impact/allowed.ts';
import { checkText } from '../../impact/check.ts';
import { type FileText, fileTexts } from '../../impact/fileTexts.ts';
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
  return [...findingsByPart(fileTexts(name, text), facts)]
    .flat()
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

/**
 * The same for texts that were parted already, a step for each.
 *
 * @param vertical whose words and severities count besides those of the policies
 */
export function* findingsByPart(
  parts: Iterable<FileText>,
  facts: CatalogFacts,
  vertical?: string,
): Generator<FileFinding[]> {
  const { knowledge, allowedAt } = guidanceIn(vertical, facts);
  const severities = severitiesOutside(facts, vertical);
  for (const part of parts) {
    yield withoutAllowed(part.text, checkText(part.text, part.field, knowledge), allowedAt([])).flatMap(
      (found) => {
        const severity = severities.get(found.rule) ?? 'off';
        if (severity === 'off') return [];
        const message = redactedMessage(found.message, part.text, found);
        return [{ ...found, ...part.placeOf(found), message, severity }];
      },
    );
  }
}

/** As in a document that states nothing, but perhaps its vertical. */
function severitiesOutside(facts: CatalogFacts, vertical?: string) {
  const stated = vertical === undefined ? '' : JSON.stringify({ metadata: { tags: { Vertical: vertical } } });
  const document = parseManifest(stated).documents[0]?.document;
  return new Map(
    RULES.map((rule) => [
      rule.id as string,
      document ? severityOf(rule, document, undefined, facts) : rule.severity,
    ]),
  );
}
