import type { FileRange, PlacedDocument } from '../../../manifest/file.ts';
import { rangeOf } from '../../../manifest/file.ts';
import { lineStartsOf, positionAt } from '../../../manifest/lines.ts';
import type { Path } from '../../../manifest/tree.ts';
import { LIQUID } from '../../render/dialects.ts';
import { TEMPLATE_MANIFEST } from '../readTemplate.ts';
import type { Dialect, Step, TemplateFile } from '../template.ts';
import { AT_START, type TemplateFinding } from './finding.ts';
import type { Subject } from './subject.ts';

/** A text of a template that Liquid renders, and where it stands. */
export interface LiquidText {
  origin: Pick<TemplateFinding, 'folder' | 'path'>;
  /** As Liquid has it. */
  text: string;
  dialect: Dialect;
  /** The step that renders it; undefined: none does by itself. */
  step?: Step | undefined;
  /** The parameter whose condition it is. */
  conditionOf?: string;
  /** Where `length` characters behind a row and column (from 1) of the text are in the file. */
  range(row: number, column: number, length: number): FileRange;
}

/** What `{% if %}` puts in front of a condition. */
const IF = '{% if ';

/** All that is rendered but the partials. @returns undefined for a file that is no text */
export function* liquidTexts(subject: Subject): Generator<LiquidText> {
  for (const step of subject.template.steps)
    for (const file of subject.template.files.values())
      if (file.path.startsWith(`${step.from}/`)) yield* textsOf(subject, step, file);
  for (const [folder, placed] of subject.manifests) yield* textsOfManifest(folder, placed);
}

/** The partials by name. */
export function partialTexts(
  { template, partialOrigin }: Subject,
  dialect: Dialect,
): Map<string, LiquidText> {
  const texts = new Map<string, LiquidText>();
  for (const [name, text] of Object.entries(template.partials)) {
    const origin = partialOrigin(name);
    if (origin) texts.set(name, { origin, text, dialect, range: rangeInFile });
  }
  return texts;
}

function* textsOf({ origin: originOf }: Subject, step: Step, file: TemplateFile): Generator<LiquidText> {
  const origin = originOf(file.path);
  if (!origin) return;
  const { dialect } = step;
  const { rendered, path } = step.treat(file.path.slice(step.from.length + 1));
  const common = { origin, dialect, step };
  for (const segment of path.split('/'))
    if (/\{[{%]/.test(segment)) yield { ...common, text: segment, range: () => AT_START };
  // Texts of other engines are put as Liquid has them, so columns are not theirs.
  const range = dialect.text ? lineInFile : rangeInFile;
  if (rendered) yield { ...common, text: new TextDecoder().decode(file.bytes), range };
}

function* textsOfManifest(folder: string, placed: PlacedDocument): Generator<LiquidText> {
  const { document } = placed;
  const origin = { folder, path: TEMPLATE_MANIFEST };
  const common = { origin, dialect: LIQUID };
  const at = (path: Path, prefix = '') => ({
    text: `${prefix}${document.statedText(path) ?? ''}${prefix === '' ? '' : ' %}{% endif %}'}`,
    range: rangeInScalar(placed, path, prefix.length),
  });
  yield { ...common, ...at(['spec', 'next']) };
  yield { ...common, ...at(['spec', 'manifest']) };
  const files = document.stated(['spec', 'files']);
  for (const index of (Array.isArray(files) ? files : []).keys())
    yield { ...common, ...at(['spec', 'files', index, 'if'], IF) };
  const properties = document.stated(['spec', 'parameters', 'properties']) ?? {};
  for (const name of Object.keys(properties)) {
    const path = ['spec', 'parameters', 'properties', name, 'x-if'];
    if (document.statedText(path) !== undefined) yield { ...common, conditionOf: name, ...at(path, IF) };
  }
}

function rangeInFile(row: number, column: number, length: number): FileRange {
  const start = { line: row - 1, character: column - 1 };
  return { start, end: { line: row - 1, character: column - 1 + length } };
}

function lineInFile(row: number): FileRange {
  return rangeInFile(row, 1, 0);
}

/** Exact where the scalar is written as it reads, or as a block; else the whole of it. */
function rangeInScalar(placed: PlacedDocument, path: Path, prefix: number) {
  const { document } = placed;
  const node = document.node(path);
  return (row: number, column: number, length: number): FileRange => {
    if (!node) return AT_START;
    const whole = rangeOf(placed, node);
    const text = document.statedText(path) ?? '';
    const raw = document.text.slice(node.start, node.end);
    const inText = column - 1 - (row === 1 ? prefix : 0);
    const line = text.split('\n')[row - 1] ?? '';
    const block = /^[|>]/.test(raw);
    const rawLines = raw.split(/\r\n|\n|\r/);
    const rawLine = rawLines[block ? row : 0] ?? '';
    const found = line === '' ? -1 : rawLine.indexOf(line);
    if (inText < 0 || found < 0 || (!block && row > 1)) return whole;
    const lineStart = block ? (lineStartsOf(raw)[row] ?? 0) : 0;
    const start = node.start + lineStart + found + inText;
    const { line: at, character } = positionAt(document.lineStarts, start);
    const from = { line: placed.firstLine + at, character };
    return { start: from, end: { ...from, character: character + length } };
  };
}
