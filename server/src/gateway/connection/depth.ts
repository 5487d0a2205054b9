/** What has more levels is read, and cannot be written again: whoever waits for it would wait for ever. */
const DEEPEST = 1_000;

/** Whether a value that came as JSON has more levels than can be handed on. */
export function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const each of level) {
      if (typeof each !== 'object' || each === null) continue;
      for (const inner of Object.values(each)) if (typeof inner === 'object') next.push(inner);
    }
    level = next;
  }
  return level.length > 0;
}
