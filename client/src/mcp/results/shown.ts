/** What a call came to, as it is shown: a text in the language it is in, and what cannot be text beside it. */
export interface Shown {
  text: string;
  /** Of the file it could be. */
  extension: string;
  /** Pictures and sounds, as files of the names by which the text speaks of them. */
  attachments?: readonly Attachment[];
  /** URIs in the text that can be read from the server. */
  resources?: readonly string[];
}

export interface Attachment {
  /** With its extension. */
  name: string;
  bytes: Uint8Array;
}

/** A text in a block that nothing in it can end. */
export function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([{ length }]) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}
