/** So much of what is alike is shown before the first difference. In UTF-16 units. */
const LEAD = 24;
const GAP = '... ';

/** Both sides of a change. */
interface Sides {
  from?: string | undefined;
  to?: string | undefined;
}

/**
 * Both sides of a change in short texts, where they are long from the place on at which they differ: what is cut off must
 * not be what changed.
 *
 * @param most UTF-16 units of each
 */
export function excerpts(from: string | undefined, to: string | undefined, most: number): Sides {
  const start = from === undefined || to === undefined ? 0 : startOf(from, to, most);
  const short = (text: string | undefined) => text && shortened(text, start, most);
  return { from: short(from), to: short(to) };
}

function startOf(from: string, to: string, most: number): number {
  if (Math.max(from.length, to.length) <= most) return 0;
  let alike = 0;
  while (alike < from.length && from[alike] === to[alike]) alike++;
  return alike <= most / 2 ? 0 : alike - LEAD;
}

function shortened(text: string, start: number, most: number): string {
  const shown = start > 0 ? GAP + text.slice(start) : text;
  return shown.length > most ? `${shown.slice(0, most - GAP.length)} ...` : shown;
}
