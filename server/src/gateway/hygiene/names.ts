import type { Flag, PlacedText } from './flag.ts';

/** What servers offer, or are called; and whose it is. */
export interface Neighbour {
  readonly server: string;
  /** Names of its tools and prompts. */
  readonly names: readonly string[];
}

/** Letters of other scripts, and digits, that pass for Latin ones. */
const LOOKALIKES: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['a', 'аαɑ'],
    ['b', 'Ьƅ'],
    ['c', 'сϲᴄ'],
    ['d', 'ԁɗ'],
    ['e', 'еєεҽ'],
    ['g', 'ɡց'],
    ['h', 'һհ'],
    ['i', 'іıɩι1lӏ|'],
    ['j', 'јϳ'],
    ['k', 'κкᴋ'],
    ['m', 'м'],
    ['n', 'ոп'],
    ['o', 'оοσօ0'],
    ['p', 'рρ'],
    ['q', 'ԛ'],
    ['r', 'гᴦ'],
    ['s', 'ѕꜱ5'],
    ['t', 'тτ'],
    ['u', 'υսᴜ'],
    ['v', 'νѵᴠ'],
    ['w', 'ԝѡᴡ'],
    ['x', 'хχ'],
    ['y', 'уγү'],
    ['z', 'ᴢ'],
  ].flatMap(([latin = '', others = '']) => [...others].map((other) => [other, latin])),
);

/** What a name looks like: two that share it are hard to tell apart. */
export function skeleton(name: string): string {
  return [...name.normalize('NFKC').toLowerCase()]
    .map((letter) => LOOKALIKES[letter] ?? letter)
    .join('')
    .replaceAll('rn', 'm')
    .replace(/[\s_.\-/]+/g, '');
}

/** Where a name passes for one of another server's. @param separator stands between a server's name and its tool's */
export function names(name: string, neighbours: readonly Neighbour[], separator: string): Flag[] {
  for (const { server } of neighbours) {
    if (name.startsWith(`${server}${separator}`)) {
      const message = `It starts as what belongs to the server "${server}" does.`;
      return [{ rule: 'claims-name', grade: 'danger', where: 'name', message }];
    }
  }
  const looks = skeleton(name);
  for (const { server, names } of neighbours) {
    const other = names.find((each) => each !== name && skeleton(each) === looks);
    if (other === undefined) continue;
    // `read-file` beside `read_file` is what it says; a letter of another script is not.
    const isDisguised = /[^\x20-\x7E]/.test(name);
    const message = `It looks like "${other}" of the server "${server}".`;
    return [{ rule: 'lookalike-name', grade: isDisguised ? 'danger' : 'notice', where: 'name', message }];
  }
  return [];
}

/** Where a text speaks of another server's tools; as names they must be recognisable, which `search` is not. */
export function crossReferences(
  { where, text }: PlacedText,
  own: readonly string[],
  neighbours: readonly Neighbour[],
): Flag[] {
  for (const { server, names } of neighbours) {
    const named = names.find((name) => isDistinctive(name) && !own.includes(name) && hasWord(text, name));
    if (named === undefined) continue;
    const message = `It speaks of "${named}", which is the server "${server}"'s.`;
    return [{ rule: 'refers-to-others', grade: 'notice', where, message }];
  }
  return [];
}

function isDistinctive(name: string): boolean {
  return name.length >= 6 && /[a-z0-9][A-Z]|[_\-./]/.test(name);
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + word.length] ?? ' '}`;
    if (!/[\w-]/.test(around)) return true;
  }
  return false;
}
