import { Catalog } from '../../catalog/catalog.ts';
import type { ManifestDocument } from '../../manifest/document.ts';
import { environmentOf } from '../../manifest/environment.ts';
import { positionAt } from '../../manifest/lines.ts';
import { releaseOf } from '../../manifest/release.ts';
import { rules } from '../../rules/index.ts';
import { lintDocument } from '../../rules/lint.ts';
import { customRules } from '../../rules/policy/customRules.ts';
import type { ReportedFinding } from '../../rules/report.ts';
import { type SeverityOrigin, settleSeverity } from '../../rules/severity.ts';
import { entryUri } from '../resources/uri.ts';
import type { CatalogStore } from '../store/catalogStore.ts';
import { companionsOf } from './companions.ts';
import { writtenPathOf } from './findingPath.ts';
import type { Gate, JudgedFinding } from './gate.ts';
import { Governance } from './governance.ts';
import { NearbyFacts } from './nearbyFacts.ts';
import { neighboursOf } from './neighbours.ts';
import { withOwnership } from './ownership.ts';

/** Registering is what mends these. */
const MENDED_BY_REGISTERING = new Set(['catalog/prod-entry', 'catalog/drift']);

/** What a document refers to may be registered after it. */
const MENDED_LATER = new Set(['catalog/unknown-reference']);

/** Rules that compare a document with all others, by the kinds that they judge: neighbours are not enough for them. */
const ACROSS_CATALOG: Readonly<Record<string, readonly string[]>> = {
  'runtime/port-conflict': ['Service'],
  'vertical/cost-ceiling': ['Service', 'VirtualMachine'],
  'mcp/duplicate-server': ['McpServer'],
};

const DECIDED_BY_COMPANIONS: readonly string[] = ['runtime/port-conflict', 'vertical/cost-ceiling'];

/** The gate of the editor's own rules: errors refuse. */
export function rulesGate(store: CatalogStore): Gate {
  const governance = new Governance(store);
  const governing = async () => new Catalog(await governance.latest());
  return {
    governance: governing,
    async judge(document, { acrossCatalog = false } = {}) {
      const companions = acrossCatalog ? await companionsOf(document, store) : [];
      const neighbours = [...companions, ...(await neighboursOf(document, store))];
      const nearby = [...neighbours.map((neighbour) => neighbour.document), document];
      const placed = nearby.map((each) => ({ uri: uriOf(each), document: each }));
      const facts = new NearbyFacts(await governing(), placed);
      const { findings } = lintDocument({ document, at: { uri: uriOf(document), index: 0 }, facts });
      const known = withOwnership(findings, document).filter(({ rule }) => !MENDED_BY_REGISTERING.has(rule));
      const across = Object.keys(ACROSS_CATALOG).filter((rule) =>
        ACROSS_CATALOG[rule]?.includes(document.kind ?? ''),
      );
      const undecided = acrossCatalog
        ? across.filter((rule) => !DECIDED_BY_COMPANIONS.includes(rule))
        : across;
      return { findings: known.map((finding) => judged(finding, document, facts)), undecided };
    },
  };
}

function judged(finding: ReportedFinding, document: ManifestDocument, facts: NearbyFacts): JudgedFinding {
  const { rule, severity, message, suppressed } = finding;
  const path = writtenPathOf(document, finding);
  return {
    rule,
    severity,
    message,
    origin: originOf(finding, document, facts),
    blocks: severity === 'error' && !MENDED_LATER.has(rule),
    ...positionAt(document.lineStarts, finding.start),
    ...(path ? { path } : {}),
    ...(suppressed === undefined ? {} : { suppressed }),
  };
}

function originOf(
  { rule, severity }: ReportedFinding,
  document: ManifestDocument,
  facts: NearbyFacts,
): SeverityOrigin {
  const own = [...rules, ...customRules(facts)].filter(({ id }) => id === rule);
  const settled = own.map((each) => settleSeverity(each, document, environmentOf(document), facts));
  return settled.find((each) => each.severity === severity)?.origin ?? { by: 'rule' };
}

/** The place in the catalog that the document would take, so that it is no duplicate of its own earlier version. */
function uriOf(document: ManifestDocument): string {
  const { kind = '', name = '' } = document;
  const release = releaseOf(document);
  return `${entryUri({ kind, name, environment: environmentOf(document) })}${release ? `@${release}` : ''}`;
}
