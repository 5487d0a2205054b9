/** What of an address a person is to look at before they go there. */
export interface Address {
  /** Whom it leads to, in the letters that the browser shows. */
  host: string;
  /** All of it, in pieces that fit a row. */
  pieces: readonly string[];
  /** What should make them think twice, in sentences. */
  doubts: readonly string[];
}

/** Characters in a row of a list. */
const ROW = 80;

/** @returns undefined for what no browser opens */
export function addressOf(url: unknown): Address | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const { protocol, host, hostname, username, password } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  const doubts = [
    protocol === 'http:' && !isHere && 'It is not encrypted: others can read along.',
    hostname.split('.').some((label) => label.startsWith('xn--')) &&
      'Its name has letters of other scripts, and may only look like another one.',
    (username !== '' || password !== '') && `It only begins like another address: it leads to ${host}.`,
    /^\[|^\d+(\.\d+){3}$/.test(hostname) && !isHere && 'It is a number, not a name.',
  ];
  return {
    host,
    pieces: url.match(new RegExp(`.{1,${ROW}}`, 'gsu')) ?? [],
    doubts: doubts.filter((doubt) => doubt !== false),
  };
}
