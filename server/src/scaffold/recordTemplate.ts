import { applyEdits } from '../manifest/edit.ts';
import { setValue } from '../manifest/edits.ts';
import { parseManifest } from '../manifest/parse.ts';
import type { Plain } from '../manifest/tree.ts';

/** What a manifest says of where it came from; `answers` are the template's own parameters. */
export interface TemplateRecord {
  name: string;
  version: string;
  answers: Readonly<Record<string, unknown>>;
}

/**
 * Writes `spec.template` into the first document of a manifest; all else stays as it is.
 *
 * @returns the text as it was where the document has no place for it
 */
export function recordTemplate(text: string, { name, version, answers }: TemplateRecord): string {
  const document = parseManifest(text).documents[0]?.document;
  if (document?.kind !== 'Service') return text;
  const record = { name, version, ...(Object.keys(answers).length > 0 && { answers }) } as Plain;
  const edit = setValue(document, ['spec', 'template'], record);
  return edit ? applyEdits(text, [edit]) : text;
}
