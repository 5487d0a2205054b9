import type { SyntaxProblem } from '../../manifest/document.ts';
import { lineStartsOf, positionAt } from '../../manifest/lines.ts';
import type { ManifestNode } from '../../manifest/tree.ts';
import { parseYaml } from '../../manifest/yaml.ts';

/** A text of JSON with comments and trailing commas, as editors write their settings. */
export interface Jsonc {
  /** Absent where there is nothing that could be read. */
  readonly root: ManifestNode | undefined;
  /** What is wrong, at offsets of the text. */
  readonly problems: readonly SyntaxProblem[];
  /** The line, from 0, of an offset. */
  lineAt(offset: number): number;
}

/** Never throws. What is not understood is left out of the tree, and is a problem. */
export function parseJsonc(text: string): Jsonc {
  const lineStarts = lineStartsOf(text);
  // JSON is YAML, in which trailing commas are allowed and every node knows its place.
  const parsed = parseYaml(withoutComments(text));
  return { ...parsed, lineAt: (offset) => positionAt(lineStarts, offset).line };
}

const TOKENS = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n\r]*|\/\*[\s\S]*?(?:\*\/|$)|[\t\uFEFF]/g;

/** The same text with blanks in the place of comments and tabs, so that what is left stands where it stood. */
export function withoutComments(text: string): string {
  return text.replace(TOKENS, (token) => (token.startsWith('"') ? token : token.replace(/[^\n\r]/g, ' ')));
}
