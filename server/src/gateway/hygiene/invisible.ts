import type { Flag, PlacedText } from './flag.ts';

/** Characters that a person does not see and a model reads: of no width, reversing the direction, tags, controls. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each stands alone
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF9-\uFFFB\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]/gu;

/** Joiners and selectors of variants belong to emoji, and to scripts whose letters join. */
const JOINING = /\u200C|\u200D|[\uFE00-\uFE0F]|[\u180B-\u180D]/u;
const JOINED =
  /\u20E3|[\p{Extended_Pictographic}\p{Emoji}\p{Emoji_Modifier}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Oriya}\p{Script=Sinhala}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Mongolian}\p{Script=Han}]/u;

/** The marks that right-to-left text is written with are at home in it. */
const MARK = /[\u200E\u200F\u061C]/u;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** Flags of regions are spelled with tags after a black flag. */
const REGION_FLAG = /\u{1F3F4}[\u{E0061}-\u{E007A}\u{E0030}-\u{E0039}]{2,6}\u{E007F}/gu;

/** What hides in a text: nothing of it is needed, so all of it is dangerous. */
export function invisibleCharacters({ where, text }: PlacedText): Flag[] {
  const plain = text.replace(REGION_FLAG, '');
  const found = [...plain.matchAll(INVISIBLE)].filter(({ 0: character, index }) => {
    if (JOINING.test(character)) return !JOINED.test(precedingOf(plain, index));
    return !(MARK.test(character) && RIGHT_TO_LEFT.test(plain));
  });
  if (found.length === 0) return [];
  const codes = [...new Set(found.map(([character]) => codeOf(character)))];
  const named = codes.slice(0, 4).join(', ') + (codes.length > 4 ? ' ...' : '');
  const message = `It holds ${found.length} character${found.length > 1 ? 's' : ''} that nobody sees: ${named}.`;
  return [{ rule: 'invisible-characters', grade: 'danger', where: visible(where), message }];
}

/** A text with what cannot be seen written out, for people to read. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => `<${codeOf(character)}>`);
}

function precedingOf(text: string, index: number): string {
  // A pair of surrogates is one character, and a joiner may follow a selector.
  return [...text.slice(Math.max(0, index - 4), index)].slice(-2).join('');
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
