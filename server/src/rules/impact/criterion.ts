import { characteristicsIn } from '../../impact/criteria/characteristics.ts';
import type { ImpactRule } from '../../impact/finding.ts';
import { quoted } from '../../impact/quoted.ts';
import type { ManifestDocument } from '../../manifest/document.ts';
import type { Path, Plain } from '../../manifest/tree.ts';
import { asksForAdults } from './ages.ts';

/** A characteristic or proxy that a structured criterion decides by. */
export interface Ground {
  rule: ImpactRule;
  /** Id of the data entry. */
  entry: string;
  /** Of the field that names it: `attribute`, else `value`. */
  path: Path;
  source: string;
  message: string;
}

const AGE = 'age';

/** What the criterion at a path decides by: its attribute, or the values that it is compared with. */
export function groundsOf(document: ManifestDocument, criterion: Path): Ground[] {
  const attribute = document.statedText([...criterion, 'attribute']) ?? '';
  const value = document.stated([...criterion, 'value']);
  const comparison = {
    attribute,
    operator: document.statedText([...criterion, 'operator']),
    value,
    effect: document.statedText([...criterion, 'effect']),
  };
  const ofAttribute = groundsIn(attribute, [...criterion, 'attribute']).filter(
    ({ entry }) => entry !== AGE || !asksForAdults(comparison),
  );
  if (ofAttribute.length > 0) return ofAttribute;
  return textsOf(value, [...criterion, 'value']).flatMap(({ text, path }) => groundsIn(text, path));
}

function groundsIn(text: string, path: Path): Ground[] {
  return characteristicsIn(text).map(({ rule, entry, title, leavesOut, source }) => ({
    rule,
    entry,
    source,
    path,
    message: `${quoted(text)} lets people in or keeps them out by ${title}${
      rule === 'impact/proxy-attribute' ? ', which often stands for a protected characteristic' : ''
    }. It leaves out ${leavesOut}.`,
  }));
}

function textsOf(value: Plain | undefined, path: Path): { text: string; path: Path }[] {
  if (typeof value === 'string') return [{ text: value, path }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item, index) => textsOf(item, [...path, index]));
}
