import type { Environment, ManifestDocument } from '../../manifest/document.ts';
import { nextEnvironment, ownFieldsOf } from '../../manifest/promotion.ts';
import { formatPath } from '../../manifest/tree.ts';
import { referencesOf, writtenAs } from '../../rules/references.ts';
import { documentOf } from '../gate/draft.ts';
import type { Gate } from '../gate/gate.ts';
import { keysOf } from '../gate/neighbours.ts';
import { isOwnerless, OWNERLESS, OWNERSHIP_RULE } from '../gate/ownership.ts';
import type { CatalogStore, StoredEntry } from '../store/catalogStore.ts';
import { type GateStep, passed, refused, type StepFinding } from './gates.ts';
import { leftBehind, promoted, renamed } from './promoted.ts';
import type { PromotionRequest } from './request.ts';
import { findSource, type Source } from './source.ts';

/** What came of walking the gates, but for approval. */
export interface Walk {
  steps: GateStep[];
  source?: Source;
  /** What is registered in the next environment now. */
  target?: StoredEntry | undefined;
  /** As it would be there. */
  document?: ManifestDocument;
}

/** Told by a gate of its own. */
const OWN_GATES = ['catalog/unknown-reference', OWNERSHIP_RULE];

/** Walks through all gates of a promotion that can be walked through without asking anybody. Changes nothing. */
export async function walkGates(request: PromotionRequest, store: CatalogStore, gate: Gate): Promise<Walk> {
  const { source, step } = await findSource(request, store, gate);
  const { environment: from } = request.key;
  if (!source || !from) return { steps: [step] };
  const { to } = request;
  const target = await store.get({ ...request.key, name: renamed(source.name, from, to), environment: to });
  const stray = Object.keys(request.own).filter((field) => !ownFieldsOf(source.kind).includes(field));
  const manifest = promoted({
    from,
    to,
    manifest: source.manifest,
    target: target?.manifest,
    own: request.own,
  });
  const document = documentOf(manifest);
  if (!document) throw new Error('A manifest that was registered is none any more.');
  const { findings } = await gate.judge(document, { acrossCatalog: true });
  const ofRules = findings.filter(({ rule }) => !OWN_GATES.includes(rule));
  const steps = [
    step,
    orderStep(from, to),
    rulesStep([...stray.map((field) => strayField(field, source.kind)), ...ofRules], to),
    ownershipStep(document, to),
    await referencesStep(document, source, { from, to }, store, leftBehind(manifest, from)),
    concurrencyStep(request, source, target),
  ];
  return { steps, source, target, document };
}

function orderStep(from: Environment, to: Environment): GateStep {
  const next = nextEnvironment(from);
  if (next === to) return passed('order', `${to} comes after ${from}.`);
  if (next === undefined) return refused('order', `${from} is the last environment; there is none after it.`);
  return refused('order', `After ${from} comes ${next}, not ${to}. Promote to ${next}.`);
}

function rulesStep(findings: readonly (StepFinding & { blocks?: boolean })[], to: Environment): GateStep {
  const told = findings.map(stepFinding);
  const blocking = findings.filter(({ blocks }) => blocks ?? true).length;
  if (blocking === 0) return passed('rules', `No rule of ${to} forbids it.`, told);
  return refused(
    'rules',
    `${blocking === 1 ? 'A rule forbids' : `${blocking} findings forbid`} it in ${to}. Mend what is listed.`,
    told,
  );
}

function strayField(field: string, kind: string): StepFinding {
  const message = `"${field}" is no field that each environment has for itself; those of a ${kind} are ${ownFieldsOf(kind).join(', ')}. Change it where the manifest is registered first.`;
  return { rule: 'promotion/own-field', severity: 'error', path: `own.${field}`, message };
}

/** No service goes to prod without an Owner and a catalog entry: no policy can switch this off. */
function ownershipStep(document: ManifestDocument, to: Environment): GateStep {
  if (document.kind !== 'Service' || to !== 'prod')
    return passed('ownership', 'An owner is asked for of services on their way to prod.');
  if (!isOwnerless(document, to)) {
    return passed('ownership', `${document.statedText(['metadata', 'tags', 'Owner'])} answers for it.`);
  }
  return refused('ownership', OWNERLESS, [
    { rule: OWNERSHIP_RULE, severity: 'error', path: 'metadata.tags', message: OWNERLESS },
  ]);
}

async function referencesStep(
  document: ManifestDocument,
  source: Source,
  { from, to }: { from: Environment; to: Environment },
  store: CatalogStore,
  speakingOfBefore: readonly string[],
): Promise<GateStep> {
  const missing: StepFinding[] = [];
  for (const reference of referencesOf(document)) {
    const { kind, name, path } = reference;
    if (kind === document.kind && name === document.name) continue;
    const found = await Promise.all(keysOf(reference).map((key) => store.get(key)));
    if (found.some(Boolean)) continue;
    const before = renamed(name, to, from);
    const what = `${kind} "${writtenAs(reference, name)}" is not registered`;
    const message =
      before === name
        ? `${what}. Register it first.`
        : `${what} in ${to}. Promote "${before}" first, or leave it out.`;
    missing.push({
      ...{ rule: 'catalog/unknown-reference', severity: 'error', path: formatPath(path), message },
      missing: { kind, name: before },
    });
  }
  const left = speakingOfBefore.map((path): StepFinding => {
    const message = `This still speaks of ${from}. State what holds in ${to} with "own".`;
    return { rule: 'promotion/speaks-of-before', severity: 'warning', path, message };
  });
  if (missing.length === 0) return passed('references', `All that ${source.name} refers to is there.`, left);
  return refused('references', `What it refers to is missing in ${to}.`, [...missing, ...left]);
}

function concurrencyStep(
  { ifVersion, ifTargetVersion }: PromotionRequest,
  source: Source,
  target: StoredEntry | undefined,
): GateStep {
  if (source.version !== ifVersion) return outrun(source, ifVersion);
  if (ifTargetVersion !== undefined && ifTargetVersion !== (target?.version ?? 0))
    return refused(
      'concurrency',
      `The next environment has version ${target?.version ?? 0} by now, not ${ifTargetVersion}. Look at it and promote again.`,
    );
  if (source.unverified) {
    const there = target ? `version ${target.version}` : 'none';
    return passed(
      'concurrency',
      `Version ${ifVersion} is the one that was read there; the next environment has ${there}.`,
    );
  }
  return passed('concurrency', `Version ${ifVersion} is still the one registered.`);
}

function outrun({ name, version }: Source, ifVersion: number): GateStep {
  return refused(
    'concurrency',
    `${name} is registered as version ${version} by now, not ${ifVersion}. Look at it and promote again.`,
  );
}

function stepFinding({ rule, severity, message, path }: StepFinding): StepFinding {
  return { rule, severity, message, ...(path === undefined ? {} : { path }) };
}
