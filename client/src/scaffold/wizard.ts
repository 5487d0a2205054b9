/** Where a step stands among those that are asked. */
export interface Position {
  /** From 1. */
  step: number;
  total: number;
}

/** What comes of a step: on with the new state, back, to a step by name, or out. */
export type Move<S> =
  | { to: 'next'; state: S }
  | { to: 'back' }
  | { to: 'cancel' }
  | { to: 'step'; id: string };

/** One question of a wizard. */
export interface Step<S> {
  readonly id: string;
  ask(state: S, position: Position): Promise<Move<S>>;
}

/**
 * Asks one step after the other, forth and back.
 *
 * @param steps all there are, in order
 * @param asked whether a step is asked to begin with; one that another step sends back to is asked from then on
 * @returns the state after the last step; undefined when it was cancelled
 */
export async function runWizard<S>(
  steps: readonly Step<S>[],
  asked: (step: Step<S>) => boolean,
  initial: S,
): Promise<S | undefined> {
  const wanted = new Set(steps.filter(asked));
  let state = initial;
  let current = steps.find((step) => wanted.has(step));
  while (current !== undefined) {
    const run: Step<S>[] = steps.filter((step) => wanted.has(step));
    const index = run.indexOf(current);
    const move = await current.ask(state, { step: index + 1, total: run.length });
    if (move.to === 'cancel') return undefined;
    if (move.to === 'step') {
      const target = steps.find((step) => step.id === move.id) ?? current;
      wanted.add(target);
      current = target;
    } else if (move.to === 'back') current = run[index - 1] ?? current;
    else {
      state = move.state;
      current = run[index + 1];
    }
  }
  return state;
}
