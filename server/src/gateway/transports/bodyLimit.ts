import { Transform, type TransformCallback } from 'node:stream';

/** What ends an event of a stream of them. */
const BLANK_LINES = ['\n\n', '\r\n\r\n', '\r\r'];

/** Bytes of the piece before that a blank line may have begun in. */
const OVERLAP = 3;

/**
 * Passes the body of an answer on, and fails where it is too long to be meant: whoever reads it holds all of it in memory.
 * Of a stream of events, which may have no end, that is each event.
 */
export class BodyLimit extends Transform {
  readonly #longest: number;
  readonly #isEvents: boolean;
  #length = 0;
  #before = Buffer.alloc(0);

  /** @param longest bytes that a body, or an event, may have */
  constructor(longest: number, isEvents: boolean) {
    super();
    this.#longest = longest;
    this.#isEvents = isEvents;
  }

  override _transform(piece: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#length += piece.length;
    if (this.#isEvents) this.#lookForEnd(piece);
    if (this.#length > this.#longest)
      done(new Error(`It answered with more than ${this.#longest.toLocaleString('en')} bytes.`));
    else done(null, piece);
  }

  #lookForEnd(piece: Buffer): void {
    const seen = Buffer.concat([this.#before, piece]);
    for (const line of BLANK_LINES) {
      const end = seen.lastIndexOf(line);
      if (end >= 0) this.#length = Math.min(this.#length, seen.length - end - line.length);
    }
    this.#before = Buffer.from(seen.subarray(-OVERLAP));
  }
}
