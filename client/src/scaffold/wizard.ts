/** Where a step stands among those that are asked. */
export interface Position {
  /** From 1. */
  step: number;
  total: number;
}

/** What comes of a step: on with the new state, back (with what was begun), to a step by name, or out. */
export type Move<S> =
  | { to: 'next'; state: S }
  | { to: 'back'; state?: S }
  | { to: 'cancel' }
  | { to: 'step'; id: string };

/** One question of a wizard. */
export interface Step<S> {
  /** Names it, though the step itself may be made anew with every answer. */
  readonly id: string;
  ask(state: S, position: Position): Promise<Move<S>>;
}

/**
 * Asks one step after the other, forth and back. Which there are may change with every answer.
 *
 * @param stepsOf all there are after the answers so far, in order
 * @param asked whether a step is asked by itself; one that another step sends back to is asked from then on
 * @param options.from id of the step to begin at, where it is among those that are asked; absent: the first one
 * @param options.onStep told of each step before it is asked, with all answers so far
 * @returns the state after the last step; undefined when it was cancelled
 */
export async function runWizard<S>(
  stepsOf: (state: S) => readonly Step<S>[],
  asked: (step: Step<S>, state: S) => boolean,
  initial: S,
  { from, onStep }: { from?: string; onStep?: (step: Step<S>, state: S) => void } = {},
): Promise<S | undefined> {
  const wanted = new Set<string>();
  let state = initial;
  const run = () => stepsOf(state).filter((step) => wanted.has(step.id) || asked(step, state));
  const first = run();
  let current = (first.find(({ id }) => id === from) ?? first[0])?.id;
  while (current !== undefined) {
    const steps = run();
    const index = steps.findIndex(({ id }) => id === current);
    const step = steps[index];
    if (step === undefined) return state;
    onStep?.(step, state);
    const move = await step.ask(state, { step: index + 1, total: steps.length });
    if (move.to === 'cancel') return undefined;
    if (move.to === 'step') {
      if (stepsOf(state).some(({ id }) => id === move.id)) {
        wanted.add(move.id);
        current = move.id;
      }
    } else if (move.to === 'back') {
      current = steps[index - 1]?.id ?? current;
      state = move.state ?? state;
    } else {
      state = move.state;
      // Those before it may have changed in number, its own place among them has not gone.
      const now = run();
      const next = now.findIndex(({ id }) => id === step.id) + 1;
      current = now[next]?.id;
    }
  }
  return state;
}
