export const MIME_TYPE = 'application/json';

/** What is read at a URI, as JSON. */
export function jsonContents(uri: URL, value: unknown) {
  return { contents: [{ uri: uri.href, mimeType: MIME_TYPE, text: JSON.stringify(value) }] };
}
