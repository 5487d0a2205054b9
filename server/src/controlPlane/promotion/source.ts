import { MAX_MANIFEST, manifestTooLong } from '../../catalog/controlPlane/contract.ts';
import { PROMOTED_KINDS } from '../../manifest/promotion.ts';
import { documentOf, draftOf } from '../gate/draft.ts';
import type { Gate } from '../gate/gate.ts';
import type { CatalogStore, StoredEntry } from '../store/catalogStore.ts';
import { type GateStep, notVerified, passed, refused } from './gates.ts';
import type { PromotionRequest } from './request.ts';
import { type UnverifiedRuling, unverifiedRuling } from './unverified.ts';

/** What is promoted. */
export interface Source
  extends Pick<StoredEntry, 'kind' | 'name' | 'environment' | 'vertical' | 'version' | 'manifest'> {
  /** It was claimed: where it is said to be registered, and what policies say of that. */
  unverified?: UnverifiedRuling & { controlPlane: string };
}

/** Finds what is promoted: in this catalog, or else in what the caller claims. @returns it, and the gate `entry` */
export async function findSource(
  { key, to, claim }: PromotionRequest,
  store: CatalogStore,
  gate: Gate,
): Promise<{ source?: Source; step: GateStep }> {
  const { kind, name, environment } = key;
  const own = await store.get(key);
  const what = `${kind} "${name}"`;
  if (!PROMOTED_KINDS.includes(kind) && (own || claim))
    return no(
      `A ${kind} belongs to no environment, so there is nothing to promote: it counts in all of them.`,
    );
  if (own && !environment) return no(`${what} states no environment.`);
  if (own && claim)
    return no(
      `This control plane has ${what} itself, as version ${own.version}: promote that one, or retire it here first.`,
    );
  if (own)
    return {
      source: own,
      step: passed('entry', `${kind} ${name} is registered in ${environment}, as version ${own.version}.`),
    };
  const where = environment ? ` in ${environment}` : '';
  if (!claim?.entry) {
    const catalog = claim ? `The control plane at ${claim.controlPlane}` : 'The catalog';
    return no(`${catalog} has no ${what}${where}. Register it there first.`);
  }
  const { manifest, version } = claim.entry;
  const { length } = JSON.stringify(manifest);
  if (length > MAX_MANIFEST) return no(manifestTooLong(length));
  const document = documentOf(manifest);
  const draft = document && draftOf(document, undefined);
  if (draft?.kind !== kind || draft.name !== name || !environment || draft.environment !== environment)
    return no(`What was read at ${claim.controlPlane} is no manifest of ${what}${where}.`);
  const ruling = unverifiedRuling(await gate.governance(), to);
  const told = `${kind} ${name} is said to be registered in ${environment} at ${claim.controlPlane}, as version ${version}. This control plane cannot look there`;
  if (ruling.answer === 'refuse')
    return no(
      `${told}, and the policy "${ruling.policy}" lets nothing into ${to} that is not verified. Whoever may can register it there.`,
    );
  const source = { ...draft, version, unverified: { ...ruling, controlPlane: claim.controlPlane } };
  return { source, step: notVerified('entry', `${told}.`) };
}

function no(message: string): { step: GateStep } {
  return { step: refused('entry', message) };
}
