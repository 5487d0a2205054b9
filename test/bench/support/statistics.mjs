/** The middle of a list of numbers; of an even number of them the lower one. */
export function median(list) {
  return [...list].sort((a, b) => a - b)[Math.ceil(list.length / 2) - 1];
}

/** For people: three digits are more than a shared machine can tell. */
export function rounded(number) {
  if (!Number.isFinite(number)) return '-';
  return Math.abs(number) >= 100 ? String(Math.round(number)) : String(Number(number.toPrecision(3)));
}

/** Lines of a table as text: the first column to the left, the others to the right. */
export function tableOf(head, rows) {
  const all = [head, ...rows].map((row) =>
    row.map((cell) => (typeof cell === 'number' ? rounded(cell) : String(cell ?? ''))),
  );
  const widths = head.map((_, i) => Math.max(...all.map((row) => (row[i] ?? '').length)));
  const line = (row) =>
    row.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  ');
  return all.map((row) => line(row).trimEnd()).join('\n');
}
