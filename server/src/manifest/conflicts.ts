import type { SyntaxProblem } from './document.ts';

/** A line that a merge leaves where both sides changed the same ones: before yours, what both started from, theirs, and after. */
const MARKER = /^(?:(?<yours><{7})|(?<base>\|{7})|(?<others>={7})|(?<end>>{7}))(?: (?<name>.*))?\s*$/;

interface Conflict {
  start: number;
  /** Of its first line. */
  end: number;
  yours: string;
}

/**
 * Takes a text with conflicts of a merge for that of its `yours`, so that the rest of it is still understood.
 *
 * @returns undefined where there are none; else the text, as long as it was, with blanks for markers and the other side
 */
export function settleConflicts(text: string): { text: string; problems: SyntaxProblem[] } | undefined {
  if (!text.includes('<<<<<<<')) return undefined;
  const problems: SyntaxProblem[] = [];
  const parts: string[] = [];
  let settled = 0;
  let open: Conflict | undefined;
  /** Where what is not yours begins. */
  let others: number | undefined;
  let start = 0;
  for (const line of text.split('\n')) {
    const end = start + line.length;
    const { yours, base, others: divider, end: last, name = '' } = MARKER.exec(line)?.groups ?? {};
    if (yours) {
      open = { start, end, yours: name.trim() };
      others = undefined;
    } else if (base || divider) others ??= start;
    else if (last && open && others !== undefined) {
      for (const blank of [open, { start: others, end }]) {
        parts.push(text.slice(settled, blank.start), blanked(text.slice(blank.start, blank.end)));
        settled = blank.end;
      }
      problems.push({ start: open.start, end: open.end, message: messageOf(open.yours, name.trim()) });
      open = undefined;
    }
    start = end + 1;
  }
  return problems.length > 0 ? { text: parts.join('') + text.slice(settled), problems } : undefined;
}

function messageOf(yours: string, theirs: string): string {
  return `A merge is not finished: choose between "${yours || 'yours'}" and "${theirs || 'theirs'}", and delete the lines with <<<<<<<, ======= and >>>>>>>.`;
}

function blanked(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
