/** The text of a manifest file, or why it has none. */
export type Decoded = { text: string; hasBom: boolean } | { refusal: string };

const UTF8_BOM = [0xef, 0xbb, 0xbf];

/** Decodes the bytes of a manifest: UTF-8 with or without a byte order mark. */
export function decodeManifest(bytes: Uint8Array): Decoded {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { refusal: 'The file is UTF-16. Manifests are UTF-8: save it with that encoding.' };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, hasBom: UTF8_BOM.every((byte, i) => bytes[i] === byte) };
  } catch {
    const line = lineOfFirstInvalidByte(bytes);
    return { refusal: `The file is not UTF-8 (line ${line}). Save it with that encoding.` };
  }
}

/** Line (from 1) on which the bytes stop being UTF-8. */
function lineOfFirstInvalidByte(bytes: Uint8Array): number {
  const valid = new TextDecoder('utf-8').decode(bytes).split('\ufffd', 1)[0] ?? '';
  return valid.split('\n').length;
}
