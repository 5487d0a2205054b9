import type { Template as Parsed } from 'liquidjs';

/** A tag that renders a partial; its name is undefined where that is itself a variable. Counted from 1. */
export interface PartialUse {
  name: string | undefined;
  row: number;
  column: number;
}

/** The partials that a parsed text renders, in order. */
export function partialsUsed(parsed: readonly Parsed[]): PartialUse[] {
  const used: PartialUse[] = [];
  for (const part of parsed) {
    if (part.partialScope) {
      const [row = 1, column = 1] = part.token.getPosition();
      used.push({ name: part.partialScope()?.name, row, column });
    }
    used.push(...partialsUsed(childrenOf(part)));
  }
  return used;
}

/** Without those of partials, which are parsed as texts of their own. */
function childrenOf(part: Parsed): readonly Parsed[] {
  if (!part.children) return [];
  const steps = part.children(false, true);
  let step = steps.next();
  while (!step.done) step = steps.next(step.value);
  return step.value;
}

/** The names that lead back to themselves: looking through them would not end. */
export function circular(uses: ReadonlyMap<string, readonly string[]>): Set<string> {
  const leadsTo = (from: string, to: string, seen: Set<string>): boolean =>
    (uses.get(from) ?? []).some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return leadsTo(next, to, seen);
    });
  return new Set([...uses.keys()].filter((name) => leadsTo(name, name, new Set())));
}
