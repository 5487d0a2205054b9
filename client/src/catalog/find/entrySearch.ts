import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';
import { fuzzyScore } from './fuzzy.ts';

/** A word that fits what else is known of an entry, not its name. */
const ELSEWHERE = 1;

interface Candidate {
  item: CatalogItem;
  name: string;
  /** Kind, environment, vertical, owner and title, to be searched. */
  rest: string;
}

/** Finds entries by words: each fits the name, or stands in kind, environment, vertical, owner or title. */
export class EntrySearch {
  readonly #candidates: readonly Candidate[];
  /** What the last words left: more letters only leave less of it. */
  #narrowed: { text: string; candidates: readonly Candidate[] } | undefined;

  constructor(items: readonly CatalogItem[]) {
    this.#candidates = items.map((item) => ({ item, name: item.name.toLowerCase(), rest: restOf(item) }));
  }

  /** The best, first the best one, and how many there are in all. Without words: none. */
  find(text: string, most: number): { best: CatalogItem[]; count: number } {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return { best: [], count: 0 };
    const goesOn = this.#narrowed && text.startsWith(this.#narrowed.text);
    const found: { candidate: Candidate; score: number }[] = [];
    for (const candidate of goesOn ? (this.#narrowed?.candidates ?? []) : this.#candidates) {
      const score = scoreOf(words, candidate);
      if (score !== undefined) found.push({ candidate, score });
    }
    this.#narrowed = { text, candidates: found.map(({ candidate }) => candidate) };
    found.sort((a, b) => b.score - a.score || (a.candidate.name < b.candidate.name ? -1 : 1));
    return { best: found.slice(0, most).map(({ candidate }) => candidate.item), count: found.length };
  }
}

function scoreOf(words: readonly string[], { name, rest }: Candidate): number | undefined {
  let sum = 0;
  for (const word of words) {
    const score = fuzzyScore(word, name) ?? (rest.includes(word) ? ELSEWHERE : undefined);
    if (score === undefined) return undefined;
    sum += score;
  }
  return sum;
}

function restOf({ kind, environment, vertical, owner, title }: CatalogItem): string {
  return [kind, environment, vertical, owner, title].filter(Boolean).join('\n').toLowerCase();
}
