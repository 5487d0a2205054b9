/** A message quotes no more of a text, in UTF-16 units: words run together can be as long as the text. */
const LONGEST = 60;

/** Words of a text as a message quotes them: on one line, in double quotes, shortened where they are long. */
export function quoted(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')}...` : text;
  return `"${shown.replace(/\s+/g, ' ')}"`;
}
