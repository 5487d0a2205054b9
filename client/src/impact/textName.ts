/** Endings of the languages that are read in a way of their own, the usual one first. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  markdown: ['.md', '.markdown'],
  mdx: ['.mdx'],
  yaml: ['.yaml', '.yml'],
  json: ['.json'],
  jsonc: ['.json'],
  http: ['.http', '.rest'],
  rest: ['.http', '.rest'],
};

/**
 * What a text is called, so that its ending says how it is to be read: the language that the editor shows it in wins over
 * the name of its file.
 */
export function textName(fileName: string, languageId: string): string {
  const endings = ENDINGS[languageId] ?? [];
  const isKnown = endings.some((ending) => fileName.toLowerCase().endsWith(ending));
  return isKnown ? fileName : `${fileName}${endings[0] ?? ''}`;
}
