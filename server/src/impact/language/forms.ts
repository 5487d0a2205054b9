/** What a term is; it says which forms the term has. A phrase has none but itself. */
export type PartOfSpeech = 'noun' | 'verb' | 'adjective' | 'phrase';

/** How a form was made, so that a replacement is made likewise. */
export type Form = 'base' | 'plural' | 's' | 'ed' | 'ing' | 'er' | 'est' | 'ly';

const irregularPlurals: Readonly<Record<string, string>> = {
  man: 'men',
  woman: 'women',
  child: 'children',
  person: 'people',
  mouse: 'mice',
  staff: 'staff',
  personnel: 'personnel',
  people: 'people',
};

const irregularVerbs: Readonly<Record<string, readonly [string, string, string]>> = {
  be: ['is', 'was', 'being'],
  have: ['has', 'had', 'having'],
  do: ['does', 'did', 'doing'],
  go: ['goes', 'went', 'going'],
  give: ['gives', 'gave', 'giving'],
  take: ['takes', 'took', 'taking'],
  make: ['makes', 'made', 'making'],
  drive: ['drives', 'drove', 'driving'],
  fall: ['falls', 'fell', 'falling'],
  throw: ['throws', 'threw', 'throwing'],
  set: ['sets', 'set', 'setting'],
  run: ['runs', 'ran', 'running'],
  keep: ['keeps', 'kept', 'keeping'],
  hold: ['holds', 'held', 'holding'],
  leave: ['leaves', 'left', 'leaving'],
  cut: ['cuts', 'cut', 'cutting'],
  overlook: ['overlooks', 'overlooked', 'overlooking'],
  ride: ['rides', 'rode', 'riding'],
  grow: ['grows', 'grew', 'growing'],
  sell: ['sells', 'sold', 'selling'],
  speak: ['speaks', 'spoke', 'speaking'],
  lose: ['loses', 'lost', 'losing'],
  get: ['gets', 'got', 'getting'],
  let: ['lets', 'let', 'letting'],
  die: ['dies', 'died', 'dying'],
  commit: ['commits', 'committed', 'committing'],
  man: ['mans', 'manned', 'manning'],
  sandbag: ['sandbags', 'sandbagged', 'sandbagging'],
};

/**
 * The forms of a term. The word that changes is marked with `~` ("commit~ suicide"); unmarked, it is the last one of a
 * noun and the first one of a verb, and a text in brackets stays as it is.
 *
 * @returns each form's text with how it was made, the term itself first
 */
export function formsOf(term: string, part: PartOfSpeech): (readonly [string, Form])[] {
  const parts = splitTerm(term, part);
  if (!parts) return [[term, 'base']];
  const [head, word, tail] = parts;
  const forms = wordForms(word, part);
  return forms.map(([form, made]) => [`${head}${form}${tail}`, made] as const);
}

/** A replacement in the form that was found: "blocklist" for "blacklisted" is "blocklisted". */
export function inForm(alternative: string, part: PartOfSpeech, form: Form): string {
  const plain = alternative.replace('~', '').replace('!', '');
  if (form === 'base' || alternative.endsWith('!')) return plain;
  if (form === 'er') return `more ${plain}`;
  if (form === 'est') return `most ${plain}`;
  return formsOf(alternative, part).find(([, made]) => made === form)?.[0] ?? plain;
}

function splitTerm(term: string, part: PartOfSpeech): [string, string, string] | null {
  if (part === 'phrase') return null;
  const marked = /^(.*?)(\p{L}+)~(.*)$/su.exec(term);
  if (marked) return [marked[1] ?? '', marked[2] ?? '', marked[3] ?? ''];
  if (/[()<>]/.test(term)) return null;
  const usual = part === 'verb' ? /^()(\p{L}+)(.*)$/su : /^(.*?)(\p{L}+)()$/su;
  const found = usual.exec(term);
  return found ? [found[1] ?? '', found[2] ?? '', found[3] ?? ''] : null;
}

function wordForms(word: string, part: PartOfSpeech): (readonly [string, Form])[] {
  if (part === 'noun') {
    return [
      [word, 'base'],
      [plural(word), 'plural'],
    ];
  }
  if (part === 'adjective') {
    const stem = word.replace(/y$/, 'i');
    const ending = word.endsWith('e') ? '' : 'e';
    return [
      [word, 'base'],
      [`${stem}${ending}r`, 'er'],
      [`${stem}${ending}st`, 'est'],
      [word.endsWith('le') ? `${word.slice(0, -1)}y` : `${stem}ly`, 'ly'],
    ];
  }
  const irregular = irregularVerbs[word];
  if (irregular) {
    return [
      [word, 'base'],
      [irregular[0], 's'],
      [irregular[1], 'ed'],
      [irregular[2], 'ing'],
    ];
  }
  const doubled = /^[^aeiou]*[aeiouy][bdfgklmnprt]$/.test(word) ? word + (word.at(-1) ?? '') : word;
  const cut = word.endsWith('e') && !word.endsWith('ee') ? word.slice(0, -1) : doubled;
  return [
    [word, 'base'],
    [plural(word), 's'],
    [`${/[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}i` : cut}ed`, 'ed'],
    [`${cut}ing`, 'ing'],
  ];
}

function plural(word: string): string {
  const irregular = irregularPlurals[word];
  if (irregular) return irregular;
  if (/man$/.test(word) && word.length > 4) return `${word.slice(0, -3)}men`;
  if (word.endsWith('wife')) return `${word.slice(0, -2)}ves`;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}
