import { parseManifest } from '../manifest/parse.ts';
import { scalarText } from '../manifest/scalarText.ts';
import { type ScalarNode, type Span, walk } from '../manifest/tree.ts';
import type { ImpactField } from './finding.ts';

/** A text of a file that is no manifest. */
export interface FileText {
  field: ImpactField;
  text: string;
  /** Where a part of it stands in the file. */
  placeOf(part: Span): Span;
}

/**
 * The texts of a file that is no manifest: paragraphs of Markdown and plain text; descriptions and names of OpenAPI (and
 * whatever else is YAML or JSON); comments, headers, parameters and bodies of `.http` files.
 *
 * @param name of the file, for its ending
 */
export function fileTexts(name: string, text: string): FileText[] {
  const ending = /\.([^./\\]+)$/.exec(name.toLowerCase())?.[1] ?? '';
  if (['yaml', 'yml', 'json'].includes(ending)) return [...structured(text)];
  if (['http', 'rest'].includes(ending)) return [...requests(text)];
  return [...paragraphs(text, ['md', 'markdown', 'mdx'].includes(ending))];
}

/** A paragraph that is longer is read in pieces, so that nobody waits long for one. In UTF-16 units. */
const LONGEST_PIECE = 20_000;

/** A text in pieces that are read quickly, parted where a sentence or at least a word ends. */
export function* shortPieces({ field, text, placeOf }: FileText): Generator<FileText> {
  for (let from = 0; from < text.length || from === 0; ) {
    const end =
      from + LONGEST_PIECE < text.length
        ? from + lastBreak(text.slice(from, from + LONGEST_PIECE))
        : text.length;
    const offset = from;
    yield {
      field,
      text: text.slice(from, end),
      placeOf: (part) => placeOf({ start: part.start + offset, end: part.end + offset }),
    };
    if (end >= text.length) return;
    from = end;
  }
}

/** Where a text is best parted: after its last sentence in the second half, else its last word, else its end. */
function lastBreak(text: string): number {
  const half = text.length >> 1;
  const sentence = Math.max(text.lastIndexOf('. '), text.lastIndexOf('\n'));
  if (sentence >= half) return sentence + 1;
  const word = text.lastIndexOf(' ');
  return word >= half ? word + 1 : text.length;
}

/** Blank lines part paragraphs. Fenced code of Markdown is quoted from elsewhere more often than not, and is left out. */
function* paragraphs(written: string, isMarkdown: boolean): Generator<FileText> {
  const text = isMarkdown ? withoutMarkup(written) : written;
  let start: number | undefined;
  let end = 0;
  let fence: string | undefined;
  for (const { from, to } of linesOf(text)) {
    const line = text.slice(from, to);
    const mark = isMarkdown ? /^ {0,3}(```+|~~~+)/.exec(line)?.[1] : undefined;
    const isBreak = mark !== undefined || fence !== undefined || line.trim() === '';
    if (isBreak && start !== undefined) {
      yield piece(text, 'description', start, end);
      start = undefined;
    }
    if (mark !== undefined) {
      if (fence === undefined) fence = mark;
      else if (mark.startsWith(fence)) fence = undefined;
    } else if (!isBreak) {
      start ??= from;
      end = to;
    }
  }
  if (start !== undefined) yield piece(text, 'description', start, end);
}

/** Comments, tags, where links lead, and definitions of links. None goes on over what begins another: the work stays linear. */
const MARKUP =
  /<!--(?:(?!<!--|-->)[\s\S])*-->|<\/?[a-z][^<>\n]*>|(?<=\])\([^()\s]+(?:\s+"[^"\n]{0,500}")?\)|^\[[^[\]\n]+\]:[^\n]+/gim;

/** Markdown with blanks for what its readers do not see, so that all else keeps its place. */
function withoutMarkup(text: string): string {
  return text.replace(MARKUP, (markup) => markup.replace(/[^\n]/g, ' '));
}

/** Fields of prose, in OpenAPI and most other formats. */
const PROSE = new Set(['description', 'summary', 'title', 'termsOfService', 'example', 'externalDocs']);
/** Below these, keys are names that the author chose. */
const NAMED = new Set(['properties', 'schemas', 'parameters', 'headers', 'variables']);
/** Fields that hold a name. */
const NAMES = new Set(['name', 'operationId', 'tags', 'enum']);

function* structured(text: string): Generator<FileText> {
  for (const { document, offset } of parseManifest(text).documents) {
    const textOf = (node: ScalarNode, field: ImpactField): FileText => {
      const read = scalarText(document.text, node);
      const placeOf = (part: Span) => {
        const { start, end } = read.placeOf(part);
        return { start: start + offset, end: end + offset };
      };
      return { field, text: read.text, placeOf };
    };
    for (const { node, path } of walk(document.root)) {
      const key = String(path.findLast((step) => typeof step === 'string') ?? '');
      if (node.type === 'map' && NAMED.has(String(path.at(-1)))) {
        for (const entry of node.entries)
          yield textOf({ ...entry.key, value: String(entry.key.value) }, 'name');
      }
      if (node.type !== 'scalar' || typeof node.value !== 'string') continue;
      if (PROSE.has(key)) yield textOf(node, 'description');
      else if (NAMES.has(key)) yield textOf(node, 'name');
    }
  }
}

/** `# comment`, `### title`, `Header: value`, `?a=b&c=d`, `@variable = value`, and the lines of a body. */
function* requests(text: string): Generator<FileText> {
  let isBody = false;
  let isHead = false;
  for (const { from, to } of linesOf(text)) {
    const line = text.slice(from, to);
    const comment = /^\s*(?:#+|\/\/)\s*/.exec(line);
    if (comment) {
      if (line.startsWith('###')) [isHead, isBody] = [false, false];
      yield piece(text, 'description', from + comment[0].length, to);
    } else if (/^\s*@[\w.-]+\s*=/.test(line)) {
      yield piece(text, 'label', from + line.indexOf('@') + 1, to);
    } else if (line.trim() === '') {
      isBody ||= isHead;
    } else if (isBody) {
      yield piece(text, /^\s*"[^"]*"\s*:/.test(line) ? 'label' : 'description', from, to);
    } else if (isHead && /^[\w-]+\s*:/.test(line)) {
      yield piece(text, 'label', from, to);
    } else {
      isHead = true;
      for (const query of line.matchAll(/[?&]([^=&\s]+=[^&\s]*)/g))
        yield piece(text, 'label', from + query.index + 1, from + query.index + query[0].length);
    }
  }
}

function piece(text: string, field: ImpactField, from: number, to: number): FileText {
  return {
    field,
    text: text.slice(from, to),
    placeOf: ({ start, end }) => ({ start: from + start, end: from + end }),
  };
}

function* linesOf(text: string): Generator<{ from: number; to: number }> {
  for (let from = 0; from <= text.length; ) {
    const next = text.indexOf('\n', from);
    const stop = next === -1 ? text.length : next;
    yield { from, to: text[stop - 1] === '\r' && stop > from ? stop - 1 : stop };
    from = stop + 1;
  }
}
