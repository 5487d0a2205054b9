import type { Environment, ManifestDocument } from '../manifest/document.ts';
import { environmentOf } from '../manifest/environment.ts';
import { type PlacedDocument, rangeOf } from '../manifest/file.ts';
import type { Path } from '../manifest/tree.ts';
import type { ProdBreach, ProdVerdict } from '../protocol/governance.ts';
import { prodEntry } from '../rules/catalog/prodEntry.ts';
import { prodOwner } from '../rules/catalog/prodOwner.ts';
import type { CatalogEntry, CatalogFacts, Declaration } from '../rules/facts.ts';
import { suppress } from '../rules/lint.ts';
import type { ReportedFinding } from '../rules/report.ts';
import type { Rule } from '../rules/rule.ts';
import { WatchedFacts } from '../rules/watchedFacts.ts';
import type { Catalog } from './catalog.ts';
import { RegisteredDocument } from './registeredDocument.ts';

/** The rules of the way to prod. What a policy makes of their severity changes nothing here: the verdict is no finding. */
const RULES: readonly Rule[] = [prodOwner, prodEntry];

/** Where an owner is stated, or would be. */
const OWNER: Path = ['metadata', 'tags', 'Owner'];

const NOT_IN_STAGE = 'It is not registered in stage: only what is registered can be promoted to prod.';

/** The verdict on a manifest and on what is registered under its name; undefined for what is on no way to prod. */
export function prodVerdictOfManifest(catalog: Catalog, declaration: Declaration): ProdVerdict | undefined {
  const { kind, name, document, at } = declaration;
  const environment = environmentOf(document);
  if (!goesToProd(kind, environment)) return undefined;
  const placed = catalog.workspace.file(at.uri)?.documents[at.index];
  const verdict = judge(catalog, { document, at, environment, placed });
  const registered = catalog.entry(kind, name, environment);
  if (registered.state !== 'known') return verdict;
  return both(verdict, prodVerdictOfEntry(catalog, registered.value));
}

/** The verdict on what is registered; undefined for what is on no way to prod. */
export function prodVerdictOfEntry(facts: CatalogFacts, entry: CatalogEntry): ProdVerdict | undefined {
  const { kind, environment } = entry;
  if (!goesToProd(kind, environment)) return undefined;
  const document = new RegisteredDocument(entry);
  return judge(facts, { document, at: { uri: '', index: 0 }, environment });
}

function goesToProd(kind: string, environment: Environment | undefined): environment is 'stage' | 'prod' {
  return kind === 'Service' && (environment === 'prod' || environment === 'stage');
}

interface Judged {
  document: ManifestDocument;
  at: Declaration['at'];
  environment: 'stage' | 'prod';
  /** Undefined: it stands in no file. */
  placed?: PlacedDocument | undefined;
}

function judge(facts: CatalogFacts, { document, at, environment, placed }: Judged): ProdVerdict {
  const watched = new WatchedFacts(environment === 'prod' ? facts : new FactsAfterPromotion(facts));
  const breaches: ProdBreach[] = [];
  const undecided: string[] = [];
  for (const rule of RULES) {
    watched.reset();
    const found = [...rule.check({ document, at, environment: 'prod', facts: watched })];
    const findings = found.map(
      (finding): ReportedFinding => ({ ...finding, rule: rule.id, severity: rule.severity }),
    );
    suppress(document, findings);
    for (const { message, suppressed, ...found } of findings) {
      const span = rule === prodOwner ? document.place(OWNER) : found;
      breaches.push({
        rule: rule.id,
        message: environment === 'stage' && rule === prodEntry ? NOT_IN_STAGE : message,
        ...(suppressed === undefined ? {} : { silenced: suppressed }),
        ...(placed ? { range: rangeOf(placed, span) } : {}),
      });
    }
    // A document that cannot be read lacks nothing that anybody could name.
    if (watched.wereUnknown || document.broken) undecided.push(rule.id);
  }
  return verdictOf(breaches, undecided);
}

function both(manifest: ProdVerdict, entry: ProdVerdict | undefined): ProdVerdict {
  const told = new Set(manifest.breaches.map(({ rule }) => rule));
  const more = entry?.breaches.filter(({ rule }) => !told.has(rule)) ?? [];
  if (more.length === 0) return manifest;
  const registered = more.map((breach) => ({ ...breach, message: `As registered: ${breach.message}` }));
  return verdictOf([...manifest.breaches, ...registered], manifest.undecided);
}

function verdictOf(breaches: ProdBreach[], undecided: string[]): ProdVerdict {
  const outcome = breaches.length > 0 ? 'breaks' : undecided.length > 0 ? 'undecided' : 'keeps';
  return { outcome, breaches, undecided };
}

/** Promotion takes what is registered in stage along: after it, that is what prod has. */
class FactsAfterPromotion extends WatchedFacts {
  override entry(kind: string, name: string, _environment: Environment | undefined, release?: string) {
    return super.entry(kind, name, 'stage', release);
  }
}
