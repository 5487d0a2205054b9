import { createHash } from 'node:crypto';
import { storable } from './values.ts';

/** By what an entry is found besides its text. */
export interface Facets {
  kind: string;
  /** '' for none. */
  environment: string;
  vertical?: string | undefined;
  owner?: string | undefined;
  tags: Readonly<Record<string, string>>;
}

/** In hexadecimal digits: nobody finds two facets that share it. */
const WORD_LENGTH = 32;

/** Every facet as a word for the search index. */
export function wordsOf({ kind, environment, vertical, owner, tags }: Facets): string[] {
  const words = [facetWord('kind', kind), facetWord('environment', environment)];
  if (vertical !== undefined) words.push(facetWord('vertical', vertical));
  if (owner !== undefined) words.push(facetWord('owner', owner));
  for (const [tag, value] of Object.entries(tags))
    words.push(facetWord('tag', tag), facetWord('tag', tag, value));
  return words;
}

/** A facet as a word: of one length, and of nothing but letters and digits, however long and odd its value is. */
export function facetWord(
  name: 'kind' | 'environment' | 'vertical' | 'owner' | 'tag',
  ...values: readonly string[]
): string {
  const facet = JSON.stringify([name, ...values.map(storable)]);
  return createHash('sha256').update(facet).digest('hex').slice(0, WORD_LENGTH);
}
