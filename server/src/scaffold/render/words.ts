/** The words of a name however it is written: `donorPortal`, `donor-portal`, `Donor Portal`, `HTTPServer`. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/(?<=[A-Z])(?=[A-Z][a-z])/g, ' ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

export const kebab = (name: string) => wordsOf(name).join('-');
export const snake = (name: string) => wordsOf(name).join('_');
export const constant = (name: string) => wordsOf(name).join('_').toUpperCase();
export const pascal = (name: string) => wordsOf(name).map(upperFirst).join('');
export const camel = (name: string) =>
  wordsOf(name)
    .map((word, index) => (index === 0 ? word : upperFirst(word)))
    .join('');

/** `donor-portal` -> `Donor portal`. */
export const sentence = (name: string) => upperFirst(wordsOf(name).join(' '));

function upperFirst(word: string): string {
  return word.replace(/^./u, (first) => first.toUpperCase());
}
