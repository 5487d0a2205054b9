import { diffIndices } from 'node-diff3';

/** Lines around a change that are shown with it. */
const CONTEXT = 3;

/** A unified diff of two texts without its head; empty where they are the same. */
export function unifiedDiff(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const changes = diffIndices(old, now);
  const lines: string[] = [];
  let shownTo = 0;
  for (const [index, { buffer1, buffer1Content, buffer2, buffer2Content }] of changes.entries()) {
    const [start, length] = buffer1;
    const from = Math.max(shownTo, start - CONTEXT);
    if (index === 0 || from > shownTo)
      lines.push(`@@ line ${from + 1}, now ${buffer2[0] - (start - from) + 1} @@`);
    for (const line of old.slice(from, start)) lines.push(` ${line}`);
    for (const line of buffer1Content) lines.push(`-${line}`);
    for (const line of buffer2Content) lines.push(`+${line}`);
    const next = changes[index + 1]?.buffer1[0] ?? old.length;
    shownTo = Math.min(start + length + CONTEXT, next);
    for (const line of old.slice(start + length, shownTo)) lines.push(` ${line}`);
  }
  return lines.join('\n');
}
