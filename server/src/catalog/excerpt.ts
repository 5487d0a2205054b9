import type { ManifestDocument } from '../manifest/document.ts';
import { isUnfit, pointer } from '../manifest/schema.ts';
import { type Path, type Plain, plainAt } from '../manifest/tree.ts';

/** Some fields of a document, as they answer when it is not parsed. Plain data. */
export interface Excerpt {
  /** The document's value with those fields alone. */
  value: Plain;
  /** JSON pointers of what does not fit the schema, in those fields, above or below them. */
  unfit: readonly string[];
}

/** @param paths of one or two steps; the empty path stands for the whole document */
export function excerptOf(document: ManifestDocument, paths: readonly Path[]): Excerpt {
  if (paths.some((path) => path.length === 0))
    return { value: document.value ?? null, unfit: [...document.unfit] };
  const value: { [key: string]: Plain } = {};
  for (const path of paths) {
    const written = document.written(path);
    if (written !== undefined) put(value, path, written);
  }
  return { value, unfit: [...document.unfit].filter((unfit) => paths.some((path) => touches(unfit, path))) };
}

/** `ManifestDocument.written`, for a path within the fields of the excerpt. */
export function writtenIn({ value }: Excerpt, path: Path): Plain | undefined {
  return plainAt(value, path) ?? undefined;
}

/** `ManifestDocument.stated`, for a path within the fields of the excerpt. */
export function statedIn(excerpt: Excerpt, path: Path): Plain | undefined {
  const { unfit } = excerpt;
  return unfit.length > 0 && isUnfit(new Set(unfit), path) ? undefined : writtenIn(excerpt, path);
}

/** Whether JSON keeps an excerpt as it is: it knows neither infinity nor `-0`. */
export function isJson({ value }: Excerpt): boolean {
  return isJsonValue(value);
}

function isJsonValue(value: Plain): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  return typeof value !== 'object' || value === null || Object.values(value).every(isJsonValue);
}

function put(value: { [key: string]: Plain }, path: Path, written: Plain): void {
  const [first = '', second] = path.map(String);
  if (second === undefined) value[first] = written;
  else value[first] = { ...(value[first] as { [key: string]: Plain } | undefined), [second]: written };
}

/** One of the two lies within the other. */
function touches(unfit: string, path: Path): boolean {
  const field = pointer(path);
  return unfit === field || unfit.startsWith(`${field}/`) || field.startsWith(`${unfit}/`);
}
