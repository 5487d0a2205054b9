/** Words that do not follow the rules below, with all their forms. */
const irregular = new Map(
  [
    'man men',
    'woman women',
    'child children',
    'person persons people',
    'wife wives',
    'life lives',
    'foot feet',
    'be is are was were been being am',
    'have has had having',
    'do does did done doing',
    'go goes went gone going',
    'get gets got gotten getting',
    'give gives gave given giving',
    'take takes took taken taking',
    'make makes made making',
    'come comes came coming',
    'become becomes became becoming',
    'keep keeps kept keeping',
    'hold holds held holding',
    'withhold withholds withheld withholding',
    'leave leaves left leaving',
    'lose loses lost losing',
    'pay pays paid paying',
    'say says said saying',
    'see sees saw seen seeing',
    'find finds found finding',
    'bind binds bound binding',
    'choose chooses chose chosen choosing',
    'hide hides hid hidden hiding',
    'forbid forbids forbade forbidden forbidding',
    'send sends sent sending',
    'spend spends spent spending',
    'lend lends lent lending',
    'put puts putting',
    'set sets setting',
    'let lets letting',
    'cut cuts cutting',
    'shut shuts shutting',
    'bear bears bore borne born bearing',
    'speak speaks spoke spoken speaking',
    'write writes wrote written writing',
    'read reads reading',
    'show shows showed shown showing',
    'know knows knew known knowing',
    'grow grows grew grown growing',
    'draw draws drew drawn drawing',
    'win wins won winning',
    'begin begins began begun beginning',
    'run runs ran running',
    'rise rises rose risen rising',
    'fall falls fell fallen falling',
    'feed feeds fed feeding',
    'meet meets met meeting',
    'mean means meant meaning',
    'think thinks thought thinking',
    'bring brings brought bringing',
    'buy buys bought buying',
    'sell sells sold selling',
    'tell tells told telling',
    'teach teaches taught teaching',
    'stand stands stood standing',
    'lie lies lay lain lying',
    'throw throws threw thrown throwing',
    'cast casts casting',
  ]
    .map((forms) => forms.split(' '))
    .map((forms) => [forms[0] ?? '', forms] as const),
);

/**
 * What a word may look like in a text: plural, -s, -ed, -ing. It knows no parts of speech and makes forms that do not
 * exist ("womaned"), which no text contains.
 *
 * @param word in lower case, in its base form
 */
export function inflections(word: string): string[] {
  const known = irregular.get(word);
  if (known) return [...known];
  const forms = new Set([word, `${word}s`, `${word}ed`, `${word}ing`]);
  if (/(?:s|x|z|ch|sh|o)$/.test(word)) forms.add(`${word}es`);
  if (/[^aeiou]y$/.test(word)) {
    forms.add(`${word.slice(0, -1)}ies`);
    forms.add(`${word.slice(0, -1)}ied`);
  }
  if (word.endsWith('e')) {
    forms.add(`${word}d`);
    forms.add(`${word.slice(0, -1)}ing`);
  }
  const last = word.at(-1) ?? '';
  if (/[^aeiou][aeiou][bdfgklmnprt]$/.test(word)) {
    forms.add(`${word}${last}ed`);
    forms.add(`${word}${last}ing`);
  }
  return [...forms];
}
