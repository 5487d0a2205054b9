import { checkText, type ImpactKnowledge } from './check.ts';
import type { ImpactField, ImpactFinding } from './finding.ts';

/** Longer texts seldom occur twice. In UTF-16 units. */
const MAX_LENGTH = 200;
/** So many texts are remembered at most: about a megabyte. */
const MAX_TEXTS = 10_000;

const verdicts = new WeakMap<ImpactKnowledge, Map<string, readonly ImpactFinding[]>>();

/** `checkText` for many manifests: names, labels and values that they have in common are checked once. */
export function checkRepeatedText(
  text: string,
  field: ImpactField,
  knowledge: ImpactKnowledge,
): readonly ImpactFinding[] {
  if (text.length > MAX_LENGTH) return checkText(text, field, knowledge);
  const known = verdicts.get(knowledge) ?? new Map<string, readonly ImpactFinding[]>();
  verdicts.set(knowledge, known);
  const key = `${field} ${text}`;
  const findings = known.get(key) ?? checkText(text, field, knowledge);
  if (known.size >= MAX_TEXTS) known.clear();
  known.set(key, findings);
  return findings;
}
