import { type Attachment, fenced, type Shown } from './shown.ts';

/** A part of what a server answered with. */
export type ContentPart =
  | { kind: 'text'; text: string; mimeType: string; uri: string }
  | { kind: 'bytes'; text: ''; bytes: Uint8Array; mimeType: string; extension: string; uri: string }
  | { kind: 'link'; text: string; uri: string }
  | { kind: 'other'; text: string };

/** Of what the editor can show by itself. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/bmp': 'bmp',
  'image/svg+xml': 'svg',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/ogg': 'ogg',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
};

/** MCP's content of a result, a prompt's message or a resource; what is none of it is left out. */
export function contentParts(content: unknown): ContentPart[] {
  const all = Array.isArray(content) ? content : [content];
  return all
    .filter((part) => typeof part === 'object' && part !== null)
    .map((part) => partOf(part as Record<string, unknown>));
}

function partOf(part: Record<string, unknown>): ContentPart {
  if (part.type === 'resource') return contentParts(part.resource)[0] ?? other(part);
  const { text, data, blob } = part;
  const [mimeType, uri] = [String(part.mimeType ?? ''), String(part.uri ?? '')];
  if (part.type === 'resource_link' && uri !== '') {
    const words = [part.title ?? part.name, part.description].filter((each) => typeof each === 'string');
    return { kind: 'link', text: words.join(': '), uri };
  }
  if (typeof text === 'string') return { kind: 'text', text, mimeType, uri };
  const encoded = data ?? blob;
  if (typeof encoded !== 'string') return other(part);
  const bytes = Buffer.from(encoded, 'base64');
  return { kind: 'bytes', text: '', bytes, mimeType, uri, extension: EXTENSIONS[mimeType] ?? 'bin' };
}

/** What no revision of today knows. */
function other(part: object): ContentPart {
  return { kind: 'other', text: JSON.stringify(part, null, 2) };
}

/** Parts one after the other, as a document in Markdown. @param end what follows them */
export function documentOf(parts: readonly ContentPart[], end: readonly string[] = []): Shown {
  const attachments: Attachment[] = [];
  const resources: string[] = [];
  const blocks = parts.map((part): string => {
    if (part.kind === 'other') return fenced(part.text, 'json');
    if (part.uri !== '') resources.push(part.uri);
    if (part.kind === 'link') return `Resource ${part.uri}${part.text === '' ? '' : `\n${part.text}`}`;
    const heading = part.uri === '' ? '' : `Resource ${part.uri}\n\n`;
    if (part.kind === 'text') {
      const isPlain = part.uri === '' || part.mimeType.includes('markdown') || part.mimeType === 'text/plain';
      return heading + (isPlain ? part.text : fenced(part.text, ''));
    }
    const name = `${attachments.length + 1}.${part.extension}`;
    attachments.push({ name, bytes: part.bytes });
    return `${heading}File ${name} (${part.mimeType || 'of no known type'}, ${part.bytes.length} bytes)`;
  });
  return { text: `${[...blocks, ...end].join('\n\n')}\n`, extension: 'md', attachments, resources };
}
