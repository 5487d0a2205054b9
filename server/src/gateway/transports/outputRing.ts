/** Of what a process says on standard error this much is kept, the newest. In characters. */
const KEPT = 64_000;

/** More than this of one line is cut off. In characters. */
const LONGEST_LINE = 4_000;

/** The last lines that a process said. */
export class OutputRing {
  readonly #lines: string[] = [];
  #length = 0;
  #begun = '';

  get lines(): readonly string[] {
    return this.#begun === '' ? this.#lines : [...this.#lines, this.#begun];
  }

  add(text: string): void {
    const [first = '', ...others] = text.split(/\r?\n/);
    this.#begun = (this.#begun + first).slice(0, LONGEST_LINE);
    for (const next of others) {
      this.#keep(this.#begun);
      this.#begun = next.slice(0, LONGEST_LINE);
    }
  }

  #keep(line: string): void {
    this.#lines.push(line);
    this.#length += line.length + 1;
    while (this.#length > KEPT) this.#length -= (this.#lines.shift() ?? '').length + 1;
  }
}
