import type { Word } from '../text/words.ts';

/**
 * A replacement as the text writes: "MASTER_NODE" keeps its capitals and underscores, "masterNode" its humps.
 *
 * @param alternative in lower case, words apart
 * @param written the words that are replaced
 * @param next the word after them, which says how an identifier goes on
 */
export function writtenLike(alternative: string, written: readonly Word[], next: Word | undefined): string {
  const [first] = written;
  if (!first) return alternative;
  const parts = alternative.split(/[\s-]+/);
  const joiner = joinerOf(written, next);
  if (written.every((word) => word.capital === 'upper') && written.some((word) => word.end - word.start > 1))
    return (joiner === null ? alternative : parts.join(joiner)).toUpperCase();
  const inside = written[1];
  if (joiner === '') {
    const head = first.capital === 'lower' ? (parts[0] ?? '') : titled(parts[0] ?? '');
    return head + parts.slice(1).map(titled).join('');
  }
  const everyTitled = inside !== undefined && written.every((word) => word.capital === 'title');
  const cased = everyTitled
    ? alternative.replace(/(^|[\s-])(\p{Ll})/gu, (all) => all.toUpperCase())
    : alternative;
  const joined = joiner === null ? cased : cased.split(/[\s-]+/).join(joiner);
  return first.capital === 'title' ? titled(joined) : joined;
}

/** What joins the words of the identifier; null in prose, where the alternative is spelled as it is. */
function joinerOf(written: readonly Word[], next: Word | undefined): string | null {
  const [first, second] = written;
  const joins = [second?.before, first?.before, next?.sort === 'mark' ? undefined : next?.before];
  for (const joiner of joins) if (joiner === '-' || joiner === '_' || joiner === '.') return joiner;
  const humped = second?.before === '' || (next?.sort === 'word' && next.before === '');
  const afterHump = first?.before === '' && first.start > 0;
  return humped || (afterHump && first.capital === 'title') ? '' : null;
}

function titled(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
