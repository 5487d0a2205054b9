import type { Declaration } from './facts.ts';

/**
 * Works something out from the documents of a kind once, for as long as the list of them is the same
 * (`CatalogFacts.documentsOf`): a rule asks for it in every document.
 */
export function keep<T>(
  workOut: (documents: readonly Declaration[]) => T,
): (documents: readonly Declaration[]) => T {
  const known = new WeakMap<readonly Declaration[], { value: T }>();
  return (documents) => {
    const kept = known.get(documents) ?? { value: workOut(documents) };
    known.set(documents, kept);
    return kept.value;
  };
}
