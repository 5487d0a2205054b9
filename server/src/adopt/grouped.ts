/** Things of which the same is said, the first of them for all. */
export interface Group<T> {
  first: T;
  /** How many more there are. */
  more: number;
}

/** Puts together what has the same key, in the order of the first ones: forty agents lack a level in the same words. */
export function grouped<T>(all: readonly T[], keyOf: (each: T) => string): Group<T>[] {
  const groups = new Map<string, Group<T>>();
  for (const each of all) {
    const known = groups.get(keyOf(each));
    if (known) known.more++;
    else groups.set(keyOf(each), { first: each, more: 0 });
  }
  return [...groups.values()];
}

/** `and 12 more`, after a blank; empty for one alone. */
export function andMore({ more }: Group<unknown>): string {
  return more === 0 ? '' : ` (and ${more} more)`;
}
