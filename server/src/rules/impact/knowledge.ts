import { type ImpactKnowledge, impactKnowledge } from '../../impact/check.ts';
import type { OwnTerm } from '../../impact/language/entry.ts';
import { packsFor } from '../../impact/packs.ts';
import type { Path } from '../../manifest/tree.ts';
import type { CatalogFacts, WorkOut } from '../facts.ts';
import { type PathPattern, parsePath } from '../policy/path.ts';
import type { RuleContext } from '../rule.ts';
import { allowedIn, type StatedPhrase, termsIn } from './ownWords.ts';

/** What Impact Check goes by in the documents of one vertical: what it knows itself, and what manifests add. */
export interface Guidance {
  knowledge: ImpactKnowledge;
  /** The phrases that are allowed in the field at a path. */
  allowedAt(path: Path): readonly StatedPhrase[];
}

/** The guidance for a document: the same object until a policy or vertical changes. */
export function guidanceFor({ document, facts }: Pick<RuleContext, 'document' | 'facts'>): Guidance {
  const own = document.kind === 'Vertical' ? document.name : undefined;
  return guidanceIn(document.statedText(['metadata', 'tags', 'Vertical']) ?? own, facts);
}

/** The guidance for whatever belongs to a vertical; without one, that of the policies alone. */
export function guidanceIn(vertical: string | undefined, facts: CatalogFacts): Guidance {
  return facts.derived(guidanceByVertical)(vertical ?? '');
}

const guidanceByVertical: WorkOut<(vertical: string) => Guidance> = (facts) => {
  const policies = facts.documentsOf('Policy');
  const everywhere = policies.flatMap(termsIn);
  const allowedAt = allowance(policies.flatMap(allowedIn));
  const byVertical = new Map<string, Guidance>();
  return (vertical) => {
    const known = byVertical.get(vertical);
    if (known) return known;
    const manifests = facts.documentsOf('Vertical').filter(({ name }) => name === vertical);
    const focus = manifests.map(({ document }) => document.statedText(['spec', 'focus']) ?? '');
    const terms = [
      ...packsFor(vertical, focus).flatMap((pack) => pack.terms),
      ...everywhere,
      ...manifests.flatMap(termsIn),
    ];
    const guidance = { knowledge: knowledgeOf(terms), allowedAt };
    byVertical.set(vertical, guidance);
    return guidance;
  };
};

const kept = new Map<string, ImpactKnowledge>();
/** Sets of terms that are kept: one for each vertical of a workspace, mostly. */
const MAX_KEPT = 50;

/** Made anew only for terms that were not seen before: it takes longer than a keystroke may. */
function knowledgeOf(terms: readonly OwnTerm[]): ImpactKnowledge {
  const key = JSON.stringify(terms);
  const known = kept.get(key) ?? impactKnowledge({ terms, allowed: [] });
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(key, known);
  return known;
}

/** Phrases by the fields in which they are allowed. */
function allowance(phrases: readonly StatedPhrase[]): Guidance['allowedAt'] {
  const everywhere = phrases.filter(({ paths }) => paths.length === 0);
  const somewhere = phrases.flatMap((phrase) =>
    phrase.paths.flatMap((path) => ({ phrase, pattern: parsePath(path) ?? [] })),
  );
  return (path) => {
    const here = somewhere.filter(({ pattern }) => pattern.length > 0 && covers(pattern, path));
    return here.length === 0 ? everywhere : [...everywhere, ...here.map(({ phrase }) => phrase)];
  };
}

/** Whether a path is that of the pattern, or below it. Items of a list need no `[*]`: the list covers them. */
function covers(pattern: PathPattern, path: Path): boolean {
  if (pattern.length > path.length) return false;
  return pattern.every((step, i) => typeof step === 'symbol' || step === path[i]);
}
