/**
 * The index of the first item that has come far enough, where all after it have as well; the number of items where none
 * has. Halves the list each time, so that asking for each word of a long text takes little.
 */
export function firstOf<T>(items: readonly T[], isFarEnough: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isFarEnough(items[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
