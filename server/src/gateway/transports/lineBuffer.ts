const NEWLINE = 10;

/** Lines of a stream that comes in pieces. What it costs grows with what comes, however long a line is. */
export class LineBuffer {
  readonly #longest: number;
  #pieces: Buffer[] = [];
  #length = 0;

  /** @param longest bytes that a line may have */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /**
   * @returns the lines that are whole now, without their ends
   * @throws where a line is too long; then it is given up
   */
  append(piece: Buffer): string[] {
    const lines: string[] = [];
    let start = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, start)) {
      this.#keep(piece.subarray(start, end));
      lines.push(Buffer.concat(this.#pieces, this.#length).toString('utf8').replace(/\r$/, ''));
      this.#clear();
      start = end + 1;
    }
    this.#keep(piece.subarray(start));
    return lines;
  }

  #keep(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length <= this.#longest) return;
    this.#clear();
    throw new Error(`A message has more than ${this.#longest} bytes.`);
  }

  #clear(): void {
    this.#pieces = [];
    this.#length = 0;
  }
}
