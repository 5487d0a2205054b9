import type { ImpactRule } from '../finding.ts';
import { wordsOf } from '../text/words.ts';
import { builtInCriteria } from './builtIn.ts';
import { readSentence, sentencesOf } from './sentence.ts';

/** A characteristic or proxy that a text names. */
export interface NamedCharacteristic {
  readonly rule: ImpactRule;
  readonly entry: string;
  readonly title: string;
  /** Completes "It leaves out ...". */
  readonly leavesOut: string;
  /** UTF-16 offsets in the text, the end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly source: string;
}

/**
 * What a text names, whatever it does with it: for criteria that state attribute and effect in fields of their own. A hint
 * names something only where it is all that the text says: the attribute "school" does, "schoolBusLine" does not.
 *
 * @param text an identifier or a value of a structured criterion
 */
export function characteristicsIn(text: string): NamedCharacteristic[] {
  return sentencesOf(wordsOf(text)).flatMap((words) =>
    readSentence(words, builtInCriteria(), true)
      .mentions.filter(({ sort, from, to }) => sort !== 'hint' || to - from === words.length)
      .map(({ from, to, of }) => ({
        rule: of.rule,
        entry: of.id,
        title: of.title,
        leavesOut: of.leavesOut,
        start: words[from]?.start ?? 0,
        end: words[to - 1]?.end ?? 0,
        source: of.source,
      })),
  );
}
