import { Lexer } from 'yaml';
import type { SyntaxProblem } from './document.ts';

/** Deeper nesting is no manifest but an attack on whoever walks the tree. */
export const MAX_DEPTH = 100;
/** A text with more brackets open at once, dashes before a value or lines indented by tabs is not worth parsing. */
const LIMIT = 1_000;

export const TABS = 'Tabs are not allowed as indentation; use spaces.';

export function tooDeep(start: number): SyntaxProblem {
  return { start, end: start + 1, message: `Nested deeper than ${MAX_DEPTH} levels; flatten it.` };
}

/**
 * What is wrong with a text that the parser would need seconds to refuse; undefined for any other. Brackets, dashes
 * and tabs within scalars and comments count for nothing: a text that is sound is never refused.
 */
export function findHopeless(text: string): SyntaxProblem | undefined {
  // The tokens take longer to tell than the parser takes for most texts.
  if (text.length <= LIMIT || !faultOf(text)) return undefined;
  return faultOf(withoutContent(text));
}

function faultOf(text: string): SyntaxProblem | undefined {
  let firstTab: SyntaxProblem | undefined;
  let [brackets, dashes, tabs] = [0, 0, 0];
  let deep = 0;
  let lineStart = 0;
  let isIndent = true;
  for (let at = 0; at < text.length; at++) {
    const unit = text[at];
    if (unit === '\n' || unit === '\r') {
      dashes = 0;
      lineStart = at + 1;
      isIndent = true;
      continue;
    }
    if (unit === ' ' || unit === '\t') continue;
    if (isIndent && brackets === 0 && text[lineStart] === '\t') {
      firstTab ??= { start: lineStart, end: at, message: TABS };
      if (++tabs > LIMIT) return firstTab;
    }
    isIndent = false;
    if (unit === '[' || unit === '{') brackets++;
    else if (unit === ']' || unit === '}') brackets = Math.max(0, brackets - 1);
    else if ((unit === '-' || unit === '?') && brackets === 0) dashes++;
    else continue;
    if (brackets + dashes === MAX_DEPTH + 1) deep = at;
    if (brackets + dashes > LIMIT) return tooDeep(deep);
  }
  return undefined;
}

/** The text, as long as it is, with blanks for comments and `x` for all but blanks, brackets, dashes and line breaks. */
function withoutContent(text: string): string {
  let bare = '';
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    // Marks stand for no text: of a document, of brackets that end by indentation, of a scalar to come.
    if (token === '\u0002' || token === '\u0018' || token === '\u001f') {
      isScalar = token === '\u001f';
      continue;
    }
    const isKept = !isScalar && /^(?:[[\]{}?-]|[ \t]+|\r?\n|\r)$/.test(token);
    const filling = !isScalar && token.startsWith('#') ? ' ' : 'x';
    bare += isKept ? token : token.replace(/[^\r\n]/g, filling);
    isScalar = false;
  }
  return bare;
}
