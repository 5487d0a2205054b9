import type { EntryRef } from '../../protocol/entryDetails.ts';
import { Commands } from '../../protocol.ts';

/**
 * Links to the details of entries, as a line of Markdown; empty where there are none. Only editors with the command can
 * follow them.
 */
export function detailsLinks(entries: readonly EntryRef[]): string {
  const [only, ...others] = entries;
  if (!only) return '';
  if (others.length === 0) return linkTo(only, 'Show details');
  const links = entries.map((entry) => linkTo(entry, entry.environment ?? entry.name));
  return `Show details: ${links.join(', ')}`;
}

function linkTo({ kind, name, environment }: EntryRef, words: string): string {
  const ref: EntryRef = { kind, name, ...(environment ? { environment } : {}) };
  // Parentheses would end the link.
  const query = encodeURIComponent(JSON.stringify([ref])).replace(/[()]/g, (each) =>
    each === '(' ? '%28' : '%29',
  );
  return `[${words}](command:${Commands.details}?${query})`;
}
