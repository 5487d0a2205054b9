import { contentParts, documentOf } from './contents.ts';
import { fenced, type Shown } from './shown.ts';

/** A longer text is shown as it came: to put it in order would take its time. In characters. */
const MAX_ORDERED = 1_000_000;

/**
 * The result of a tool, or of reading a resource. One text alone is shown as it is, and structured content as JSON where
 * the text only repeats it; of several parts a document is made.
 */
export function shownResult(result: Readonly<Record<string, unknown>>): Shown {
  const parts = contentParts(result.content ?? result.contents);
  const { structuredContent } = result;
  const isRepeated = parts.every(({ kind, text }) => kind === 'text' && isJsonOf(text, structuredContent));
  if (structuredContent !== undefined && isRepeated)
    return { text: json(structuredContent), extension: 'json' };
  const [only] = parts;
  if (only && parts.length === 1 && structuredContent === undefined) {
    if (only.kind === 'text') return shownText(only.text, only.mimeType);
    if (only.kind === 'bytes') {
      const { extension, bytes } = only;
      return { text: '', extension, attachments: [{ name: `result.${extension}`, bytes }] };
    }
  }
  const structured = structuredContent === undefined ? [] : [fenced(json(structuredContent), 'json')];
  return documentOf(parts, structured);
}

function shownText(text: string, mimeType: string): Shown {
  if (text.length <= MAX_ORDERED) {
    const value = parsed(text);
    if (typeof value === 'object' && value !== null) return { text: json(value), extension: 'json' };
  }
  if (mimeType.includes('json')) return { text, extension: 'json' };
  return { text, extension: mimeType.includes('markdown') ? 'md' : 'txt' };
}

function isJsonOf(text: string, value: unknown): boolean {
  return text.length <= MAX_ORDERED && JSON.stringify(parsed(text)) === JSON.stringify(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // It is no JSON, which most texts are not.
    return undefined;
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
