import type { ManifestDocument } from '../../manifest/document.ts';
import { environmentOf } from '../../manifest/environment.ts';
import { parseManifest } from '../../manifest/parse.ts';
import { releaseOf } from '../../manifest/release.ts';
import type { EntryDraft } from '../store/catalogStore.ts';

/** Reads a manifest given as JSON as the editor reads a file: JSON is YAML, so every rule applies. */
export function documentOf(manifest: Readonly<Record<string, unknown>>): ManifestDocument | undefined {
  return parseManifest(JSON.stringify(manifest, null, 2)).documents[0]?.document;
}

/** What is registered of a document; undefined where it has no kind or name to be registered under. */
export function draftOf(document: ManifestDocument, source: string | undefined): EntryDraft | undefined {
  const kind = document.statedText(['kind']);
  const name = document.statedText(['metadata', 'name']);
  if (!kind || !name || document.value === undefined) return undefined;
  const tags = tagsOf(document);
  const facets = {
    title: document.statedText(['metadata', 'title']),
    vertical: kind === 'Vertical' ? name : tags.Vertical,
    owner: tags.Owner,
    sensitivity: tags.DataSensitivity,
    source,
    release: releaseOf(document),
  };
  return {
    kind,
    name,
    environment: environmentOf(document),
    manifest: document.value,
    tags,
    ...given(facets),
  };
}

function tagsOf(document: ManifestDocument): Record<string, string> {
  const tags = document.stated(['metadata', 'tags']);
  if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) return {};
  return Object.fromEntries(
    Object.entries(tags).filter((tag): tag is [string, string] => typeof tag[1] === 'string'),
  );
}

/** Without what is undefined or empty. */
function given<T extends Record<string, string | undefined>>(fields: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value)) as {
    [K in keyof T]?: string;
  };
}
