/** What a call came to, as it is shown: a text in the language it is in. */
export interface Shown {
  text: string;
  /** Of the file it could be. */
  extension: 'json' | 'md' | 'txt';
}

/**
 * The result of a tool, or of reading a resource. One text alone is shown as it is; anything else as the JSON it came
 * as, without what is no text for people.
 */
export function shownResult(result: Readonly<Record<string, unknown>>): Shown {
  const parts = partsOf(result.content ?? result.contents);
  const [only] = parts;
  if (parts.length === 1 && typeof only?.text === 'string' && result.structuredContent === undefined) {
    return shownText(only.text, String(only.mimeType ?? ''));
  }
  return { text: `${JSON.stringify(result, withoutBytes, 2)}\n`, extension: 'json' };
}

function shownText(text: string, mimeType: string): Shown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null)
      return { text: `${JSON.stringify(value, null, 2)}\n`, extension: 'json' };
  } catch {
    // It is no JSON, which most texts are not.
  }
  return { text, extension: mimeType.includes('markdown') ? 'md' : 'txt' };
}

/** Pictures and sounds are megabytes of base64. */
function withoutBytes(key: string, value: unknown): unknown {
  const isBytes = (key === 'data' || key === 'blob') && typeof value === 'string';
  return isBytes ? `(${value.length} characters of base64)` : value;
}

function partsOf(content: unknown): readonly { text?: unknown; mimeType?: unknown }[] {
  return Array.isArray(content) ? content.filter((part) => typeof part === 'object' && part !== null) : [];
}
