/** The name of an entry that is nearest to what a folder is called: `my-app` of `My App`; undefined where there is none. */
export function nameLike(text: string): string | undefined {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
  const name = plain.replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-$/g, '');
  return name === '' ? undefined : name;
}
