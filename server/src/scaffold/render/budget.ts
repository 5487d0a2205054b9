/** In the message of every fault that is about how much a template takes or makes: other answers would not mend it. */
export const LIMIT_EXCEEDED = 'limit exceeded';

const MAX_SECONDS = 20;
const MAX_CHARACTERS = 20_000_000;

/** What making one project may take altogether, however many texts its template has. */
export class Budget {
  /** Of the clock's time: a machine may be busy with other things. */
  #milliseconds = MAX_SECONDS * 1000;
  #characters = MAX_CHARACTERS;

  /** @throws {Error} in words where nothing is left */
  get left(): { milliseconds: number; characters: number } {
    if (this.#milliseconds <= 0) throw new Error(limitFault('render limit exceeded'));
    if (this.#characters <= 0) throw new Error(limitFault('memory alloc limit exceeded'));
    return { milliseconds: this.#milliseconds, characters: this.#characters };
  }

  spend({ milliseconds = 0, characters = 0 }: { milliseconds?: number; characters?: number }): void {
    this.#milliseconds -= milliseconds;
    this.#characters -= characters;
  }
}

/** What Liquid and V8 say of something without bounds, in words; anything else as it is. */
export function limitFault(message: string): string {
  const reason = REASONS.find(([form]) => form.test(message))?.[1];
  return reason === undefined ? message : `${LIMIT_EXCEEDED}: ${reason}`;
}

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/render limit exceeded/, `the template takes longer than ${MAX_SECONDS} seconds`],
  [
    /memory alloc limit exceeded|Invalid string length/,
    `the template makes more than ${MAX_CHARACTERS / 1e6} million characters or items`,
  ],
  [/parse length limit exceeded/, 'the text is too long for a template'],
  [/Maximum call stack size exceeded/, 'it nests without end'],
];
