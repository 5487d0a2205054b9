import { createHash } from 'node:crypto';
import type { TemplateFile } from '../template/template.ts';

/** Ten characters that are others when a file is: its path, its text, whether it can be run. */
export function digestOf(files: readonly TemplateFile[]): string {
  const hash = createHash('sha256');
  for (const { path, bytes, executable } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    hash.update(`${path}\0${bytes.length}\0${executable}\0`);
    hash.update(bytes);
  }
  return `x${hash.digest('hex').slice(0, 9)}`;
}
