import type { Span } from '../../manifest/tree.ts';
import { shown } from '../fix.ts';
import type { FileFinding } from './otherFiles.ts';
import { articleBefore } from './wordingFixes.ts';

/** One way to mend a finding in a file that is no manifest: what takes the place of a span of its text. */
export interface TextFix extends Span {
  title: string;
  newText: string;
}

/** One fix for each wording that may stand instead. */
export function textFixes(text: string, { start, end, replacements }: FileFinding): TextFix[] {
  return replacements.map((replacement) => {
    const article = articleBefore(text, start, replacement);
    return {
      title: `Replace with ${shown(replacement)}`,
      start: article?.start ?? start,
      end,
      newText: (article?.text ?? '') + replacement,
    };
  });
}
