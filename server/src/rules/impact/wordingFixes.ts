import { setValue } from '../../manifest/edits.ts';
import { fixHere, shown } from '../fix.ts';
import { renameFix } from '../naming/rename.ts';
import type { Edit, Finding, Fix, RuleContext } from '../rule.ts';
import { credentialIn } from '../security/credential.ts';
import type { Replaceable } from './judged.ts';

/** One fix for each wording that may stand instead; in a name that others refer to, a rename with all references. */
export function wordingFixes(finding: Finding, context: RuleContext): Fix[] {
  const { path, part, text, field, replacements } = finding.data as Replaceable;
  const isName = path.join('.') === 'metadata.name';
  // Prose with one answer needs no author to choose; a name may be known elsewhere.
  const isPreferred = replacements.length === 1 && (field === 'description' || field === 'eligibility');
  return replacements.flatMap((replacement) =>
    isName
      ? renameFix(context, text.slice(0, part.start) + replacement + text.slice(part.end), false)
      : fixHere(
          context,
          `Replace with ${shown(replacement)}`,
          replace(finding, context, replacement),
          isPreferred,
        ),
  );
}

/** Letters, digits and what joins words: the same in plain text, in quotes and in blocks. */
const UNQUOTED = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ,._'\u2019-]*$/u;

function replace(finding: Finding, { document }: RuleContext, replacement: string): Edit | undefined {
  const { path, part, text } = finding.data as Replaceable;
  const written = document.text.slice(finding.start, finding.end);
  const found = text.slice(part.start, part.end);
  if (!UNQUOTED.test(replacement) || replacement.includes("'") || !isSame(written, found)) {
    // A report that brings fixes along would tell what the text holds.
    if (credentialIn('', text) !== undefined) return undefined;
    const whole = text.slice(0, part.start) + replacement + text.slice(part.end);
    return isSame(text, document.statedText(path) ?? '') ? setValue(document, path, whole) : undefined;
  }
  const article = articleBefore(document.text, finding.start, replacement);
  return article
    ? { start: article.start, end: finding.end, newText: article.text + replacement }
    : { start: finding.start, end: finding.end, newText: replacement };
}

/** Apart from blanks, which folding changes. */
function isSame(one: string, other: string): boolean {
  return one.replace(/\s+/g, ' ') === other.replace(/\s+/g, ' ');
}

/** "a whitelist" becomes "an allowlist". Undefined where no article stands before, or the right one. */
export function articleBefore(
  text: string,
  at: number,
  word: string,
): { start: number; text: string } | undefined {
  const [found, article, blanks] = /\b(an?)([ \t]+)$/i.exec(text.slice(Math.max(0, at - 12), at)) ?? [];
  if (!found || !article || !blanks) return undefined;
  const right = /^(?:[aeio]|u(?!ni|s[aei])|hour|honest|heir)/i.test(word) ? 'an' : 'a';
  if (article.toLowerCase() === right) return undefined;
  const cased = article.startsWith('A') ? `A${right.slice(1)}` : right;
  return { start: at - found.length, text: cased + blanks };
}
