import type { LanguageText } from './languageText.ts';
import type { Pronouns } from './lexicon.ts';

const he = new Set(['he', 'him', 'his', 'himself', "he's", "he'll", "he'd"]);
const she = new Set(['she', 'her', 'hers', 'herself', "she's", "she'll", "she'd"]);

const neutral: Readonly<Record<string, string>> = {
  he: 'they',
  she: 'they',
  him: 'them',
  his: 'their',
  her: 'their',
  hers: 'theirs',
  himself: 'themselves',
  herself: 'themselves',
};

/** How far back the person that a pronoun stands for is looked for, in words. */
const memory = 60;

const personal = /^(?:he|him|his|she|her|hers|they|them|theirs)$/;

/** Nouns on -er, -or, -ist and so on that are no people. */
const things = new Set(
  'number order other another computer container paper letter water matter power whether never ever after over under either neither rather together however newer older later earlier lower higher faster per offer answer user-agent router cluster counter folder buffer layer header footer filter timer trigger error monitor vector sector factor color colour floor door motor sensor mirror list exist minor major prior event payment document department agent component element moment comment statement environment current present recent different content client-server percent account'.split(
    ' ',
  ),
);

/** Whether a word is a gendered pronoun. */
export function isGenderedPronoun(key: string): boolean {
  return he.has(key) || she.has(key);
}

/** What may stand instead of a pronoun; the verb after it may have to change. */
export function neutralPronoun(key: string): string | null {
  return neutral[key] ?? null;
}

/**
 * Whether a pronoun stands for whoever has a role ("a surgeon ... he") rather than for a named person, for people whose
 * gender the text has said, or beside its counterpart ("he or she").
 */
export function isGenericPronoun(text: LanguageText, index: number, pronouns: Pronouns): boolean {
  const word = text.words[index];
  if (!word || !text.isProse || word.capital === 'upper') return false;
  if (word.capital === 'title' && !text.isSentenceStart(index) && !startsQuotation(text, index)) return false;
  if (isPaired(text, index) || isTalkedAbout(text, index)) return false;
  const gendered = he.has(word.key) ? pronouns.he : pronouns.she;
  const first = Math.max(0, index - memory);
  for (let at = index - 1; at >= first; at--) {
    const candidate = text.words[at];
    if (candidate?.sort !== 'word') continue;
    if (gendered.has(candidate.key) && !isGenderedPronoun(candidate.key)) return false;
    if (isPersonName(text, at, pronouns)) return false;
    if (isRole(text, at, pronouns))
      return !isNamedRole(text, at, pronouns) && !modifiedByGender(text, at, gendered);
  }
  // "If he forgets his password, a user ...": the role comes after.
  const { to } = text.sentence(index);
  for (let at = index + 1; at < to; at++) {
    const candidate = text.words[at];
    if (candidate?.sort !== 'word') continue;
    if (gendered.has(candidate.key) || isPersonName(text, at, pronouns)) return false;
    if (isRole(text, at, pronouns)) return true;
  }
  return false;
}

/** "he or she", "his/her", "s/he", and the "he/him" by which people say how they are spoken of. */
function isPaired(text: LanguageText, index: number): boolean {
  const word = text.words[index];
  const next = text.words[index + 1];
  if (next?.before === '/' && personal.test(next.key)) return true;
  if (word?.before === '/' && personal.test(text.words[index - 1]?.key ?? '')) return true;
  const opposite = word && he.has(word.key) ? she : he;
  for (const step of [-1, 1]) {
    for (let at = index + step; Math.abs(at - index) <= 3; at += step) {
      const other = text.words[at];
      if (!other) break;
      if (opposite.has(other.key)) return true;
      if (!/^(?:or|and|\/|,|\(|\)|s|they|then|hers)$/.test(other.key)) break;
    }
  }
  return text.words[index - 1]?.key === 's' && word?.before === '/';
}

/** A pronoun as a word: "replaces he with they", "the pronoun she". */
function isTalkedAbout(text: LanguageText, index: number): boolean {
  const { from, to } = text.sentence(index);
  for (let at = from; at < to; at++)
    if (/^(?:pronouns?|they|them|their)$/.test(text.words[at]?.key ?? '') && near(text, at, index))
      return true;
  const quotation = text.quotation(index);
  return quotation !== null && quotation.to - quotation.from <= 2;
}

function near(text: LanguageText, at: number, index: number): boolean {
  const isPronounWord = text.words[at]?.key.startsWith('pronoun') === true;
  return isPronounWord || (Math.abs(at - index) <= 4 && text.quotation(index) !== null);
}

/** Roles that are also verbs or things: roles only after a determiner ("the host", not "she hosts"). */
const ambiguous =
  /^(?:lead|host|guard|coach|hire|sponsor|partner|chair|peer|cook|pilot|broker|mentor|judge|witness|suspect|author|steward|tutor|member|reader|editor|guide|warden|marker|holder|collector|teller|principal|rider|player|sender|handler|tester|human|individual|adult|senior|expert|signer|novice|officer)s?$/;

function isRole(text: LanguageText, index: number, pronouns: Pronouns): boolean {
  const key = text.words[index]?.key ?? '';
  if (ambiguous.test(key)) {
    const previous = text.words[index - 1];
    if (previous?.capital === 'title' && !text.isSentenceStart(index - 1)) return false;
    return /^(?:a|an|the|each|every|any|no|some|another|this|that|one|our|their|its|your|if|when|as|data|[a-z]+(?:al|ed|ing|or|er))$/.test(
      previous?.key ?? '',
    );
  }
  if (pronouns.roles.has(key)) return true;
  return (
    key.length > 5 &&
    !things.has(key) &&
    !pronouns.things.has(key) &&
    /(?:[^e]er|or|ist|ian|eer|ee)$/.test(key)
  );
}

/** "Dr. Osei", "Maria Lopez", "Adeyemi": capitals that no sentence start explains. */
function isPersonName(text: LanguageText, index: number, pronouns: Pronouns): boolean {
  const word = text.words[index];
  if (word?.capital !== 'title') return false;
  if (pronouns.honorifics.has(word.key)) return true;
  if (text.isSentenceStart(index)) {
    const next = text.words[index + 1];
    if (startsWithName(text, index, pronouns)) return true;
    return (
      next?.capital === 'title' &&
      next.before === ' ' &&
      !pronouns.roles.has(next.key) &&
      !pronouns.roles.has(word.key)
    );
  }
  return !pronouns.roles.has(word.key) && /^[\p{L}]{3,}$/u.test(word.key) && !isOrganisation(word.key);
}

/** "Wei maintains the scheduler": a first word without a determiner, followed by a verb, that is no plural or role. */
function startsWithName(text: LanguageText, index: number, pronouns: Pronouns): boolean {
  const word = text.words[index];
  const next = text.words[index + 1];
  return (
    word !== undefined &&
    next?.capital === 'lower' &&
    /(?:[^s]s|ed)$|^(?:is|was|has|had|will|can)$/.test(next.key) &&
    !/(?:s|ed|ing|ly)$/.test(word.key) &&
    !/^(?:the|a|an|this|that|each|every|any|no|it|he|she|who|if|when|once|after|before|while|until|then|only|access|someone|anyone|everyone|nobody|staff|support|nobody|one|there|what|which|by|for|in|on|at|to|as)$/.test(
      word.key,
    ) &&
    !pronouns.roles.has(word.key) &&
    !pronouns.things.has(word.key)
  );
}

/** Capitalised in the middle of a sentence without being somebody: days, months, languages, companies' kinds. */
function isOrganisation(key: string): boolean {
  return /^(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|english|french|german|spanish|java|python|kubernetes|docker|linux|windows|android|slack|github|gitlab|jira|excel|bluetooth|wifi|internet|web|api|sms|email)$/.test(
    key,
  );
}

/** "Our founder Maria", "the chair, Mr. Osei": a role that a name follows. */
function isNamedRole(text: LanguageText, index: number, pronouns: Pronouns): boolean {
  // "Anna, a nurse, ..."
  let before = index - 1;
  while (text.words[before]?.sort === 'word' && index - before < 3) before--;
  const named = text.words[before - 1];
  if (text.words[before]?.key === ',' && named?.capital === 'title' && !/s$/.test(named.key)) return true;
  const next = text.words[index + 1];
  const afterComma = text.words[index + 2];
  const at = next?.key === ',' && afterComma ? index + 2 : index + 1;
  return isPersonName(text, at, pronouns) && text.words[at]?.before === ' ';
}

function modifiedByGender(text: LanguageText, index: number, gendered: ReadonlySet<string>): boolean {
  const adjective = text.words[index - 1]?.key ?? '';
  return (
    gendered.has(adjective) || /^(?:pregnant|female|male|expectant|expecting|lactating)$/.test(adjective)
  );
}

function startsQuotation(text: LanguageText, index: number): boolean {
  return text.quotation(index)?.from === index;
}
