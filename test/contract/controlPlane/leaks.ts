import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Something that was written, and where. */
export interface Written {
  where: string;
  bytes: Buffer;
}

/**
 * Finds what leaked of secrets that consist of one token, repeated: any piece of them as long as the token, in whatever
 * encoding it would leak, so that what a message quotes of a value is found too.
 */
export class LeakDetector {
  readonly #needles: ReadonlyMap<string, Buffer>;

  /** @param secrets each a token of 8 characters or more, repeated four times or more */
  constructor(secrets: readonly string[]) {
    this.#needles = new Map(
      secrets.flatMap(needlesOf).map((needle) => [needle.toString('latin1'), needle] as const),
    );
  }

  /** @returns where, and what of it, one line each */
  find(written: readonly Written[]): string[] {
    return written.flatMap(({ where, bytes }) => {
      const found = [...this.#needles.values()].find((needle) => bytes.includes(needle));
      if (!found) return [];
      const at = bytes.indexOf(found);
      return [`${where}: ${bytes.subarray(Math.max(0, at - 80), at + 80).toString('latin1')}`];
    });
  }
}

/** Every file below a folder; of what is compressed, what it holds as well. */
export function filesBelow(folder: string): Written[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return files.flatMap(({ parentPath, name }) => {
    const where = join(parentPath, name);
    const bytes = readFileSync(where);
    const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return [
      { where, bytes },
      ...(isCompressed ? [{ where: `${where}, unpacked`, bytes: gunzipSync(bytes) }] : []),
    ];
  });
}

function needlesOf(secret: string): Buffer[] {
  const once = JSON.stringify(secret).slice(1, -1);
  const twice = JSON.stringify(once).slice(1, -1);
  const texts = [secret, once, twice, encodeURIComponent(secret)].flatMap((text) => pieces(text, 8));
  // Where a value begins within what is encoded decides about every character.
  const base64 = [0, 1, 2].flatMap((skipped) => {
    const bytes = Buffer.from(secret).subarray(skipped);
    return (['base64', 'base64url'] as const).flatMap((encoding) => pieces(bytes.toString(encoding), 12));
  });
  const hex = Buffer.from(secret).toString('hex');
  const wide = pieces(secret, 8).map((piece) => Buffer.from(piece, 'utf16le'));
  return [
    ...[...texts, ...base64, ...pieces(hex, 16), ...pieces(hex.toUpperCase(), 16)].map((piece) =>
      Buffer.from(piece),
    ),
    ...wide,
  ];
}

/** Without the ends, which are less than a piece and depend on what surrounds them. */
function pieces(text: string, length: number): string[] {
  const inner = text.slice(4, -4);
  return [...new Set(Array.from({ length: inner.length - length }, (_, at) => inner.slice(at, at + length)))];
}
