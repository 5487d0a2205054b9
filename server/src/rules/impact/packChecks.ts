import { type Pack, packsFor } from '../../impact/packs.ts';
import type { CatalogFacts, WorkOut } from '../facts.ts';
import type { SeveritySetting } from '../levels.ts';

/**
 * What the packs of a vertical put in the place of a rule's default. Only a vertical that has a manifest is stricter: a
 * word in a tag changes no severity.
 */
export function packCheck(vertical: string, rule: string, facts: CatalogFacts): SeveritySetting | undefined {
  const checks = (facts.derived(packsByVertical).get(vertical) ?? []).map((pack) => pack.checks[rule]);
  return checks.includes('error') ? 'error' : checks.find((check) => check !== undefined);
}

const packsByVertical: WorkOut<ReadonlyMap<string, readonly Pack[]>> = (facts) =>
  new Map(
    facts.documentsOf('Vertical').map(({ name, document }) => {
      return [name, packsFor(name, [document.statedText(['spec', 'focus']) ?? ''])] as const;
    }),
  );
