/**
 * Whether one semantic version comes after another. What is no version comes before all that are; build metadata does
 * not count.
 */
export function isNewer(version: string, than: string): boolean {
  const [a, b] = [parsed(version), parsed(than)];
  if (!a || !b) return a !== undefined && b === undefined;
  for (const [index, part] of a.numbers.entries()) {
    const other = b.numbers[index] ?? 0;
    if (part !== other) return part > other;
  }
  if (a.before.length === 0 || b.before.length === 0) return a.before.length === 0 && b.before.length > 0;
  for (const [index, part] of a.before.entries()) {
    const other = b.before[index];
    if (other === undefined) return true;
    if (part !== other) return isLater(part, other);
  }
  return false;
}

function parsed(version: string): { numbers: number[]; before: string[] } | undefined {
  const [, numbers, before] = /^v?(\d+\.\d+\.\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/.exec(version) ?? [];
  return numbers === undefined
    ? undefined
    : { numbers: numbers.split('.').map(Number), before: before?.split('.') ?? [] };
}

/** Identifiers of pre-releases: numbers by value and before words, words by their letters. */
function isLater(part: string, other: string): boolean {
  const [isNumber, otherIsNumber] = [/^\d+$/.test(part), /^\d+$/.test(other)];
  if (isNumber !== otherIsNumber) return otherIsNumber;
  return isNumber ? Number(part) > Number(other) : part > other;
}
