import type { ManifestDocument } from '../../manifest/document.ts';
import { applyEdits, type Edit } from '../../manifest/edit.ts';
import { setValue } from '../../manifest/edits.ts';
import { parseManifest } from '../../manifest/parse.ts';
import { removeEntry } from '../../manifest/removeEdits.ts';
import type { Plain } from '../../manifest/tree.ts';
import type { TemplateRecord } from '../recordTemplate.ts';

const AT = ['spec', 'template'];

/**
 * Makes `spec.template` of a manifest's first document say this, where it stands and with as few changes as can be, so
 * that it is no change of either side in a merge.
 */
export function restateTemplate(text: string, { name, version, answers }: TemplateRecord): string {
  let restated = text;
  const edit = (change: (document: ManifestDocument) => Edit | undefined) => {
    const document = parseManifest(restated).documents[0]?.document;
    const made = document?.kind === 'Service' ? change(document) : undefined;
    if (made) restated = applyEdits(restated, [made]);
  };
  const stated = answersIn(text);
  const isEmpty = Object.keys(answers).length === 0;
  edit((document) => setValue(document, [...AT, 'name'], name));
  edit((document) => setValue(document, [...AT, 'version'], version));
  if (isEmpty) edit((document) => removeEntry(document, [...AT, 'answers']));
  for (const key of Object.keys(stated))
    if (!isEmpty && !(key in answers)) edit((document) => removeEntry(document, [...AT, 'answers', key]));
  for (const [key, answer] of Object.entries(answers)) {
    if (JSON.stringify(stated[key]) === JSON.stringify(answer)) continue;
    const at = [...AT, 'answers', key];
    if (typeof stated[key] === 'object') edit((document) => removeEntry(document, at));
    edit((document) => setValue(document, at, answer as Plain));
  }
  return restated;
}

function answersIn(text: string): Readonly<Record<string, unknown>> {
  const value = parseManifest(text).documents[0]?.document.value as
    | { spec?: { template?: { answers?: Record<string, unknown> } } }
    | undefined;
  return value?.spec?.template?.answers ?? {};
}
