import type { Range } from '../../../server/src/protocol.ts';

export type Severity = 'error' | 'warning' | 'info';

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  error: 'Error',
  warning: 'Warning',
  info: 'Information',
};

/** `1 finding`, `1,200 findings`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : several}`;
}

/** `services/a.heady.yaml:12:5`, as people and terminals write a place. */
export function placeWords({ file, range: { start } }: { file: string; range: Range }): string {
  return `${file}:${start.line + 1}:${start.character + 1}`;
}
