import { Document, isMap, isScalar, type Pair, type YAMLMap } from 'yaml';
import type { Plain } from '../manifest/tree.ts';
import { ADOPTED_FROM, type Manifest, type MappedField } from './manifest.ts';

/** The manifest as a plain value. @param source which source it is of */
export function plainManifest({ kind, name, fields }: Manifest, source: string): { [key: string]: Plain } {
  const metadata: { [key: string]: Plain } = { name };
  const spec: { [key: string]: Plain } = {};
  const [tags, labels]: { [key: string]: Plain }[] = [{}, {}];
  for (const { field, value } of fields) {
    const [section, ...keys] = field.split('.');
    const key = keys.join('.');
    if (section === 'spec') spec[key] = value;
    else if (key.startsWith('tags.') && tags) tags[key.slice('tags.'.length)] = value;
    else if (key.startsWith('labels.') && labels) labels[key.slice('labels.'.length)] = value;
    else metadata[key] = value;
  }
  const { links, ...rest } = metadata;
  return {
    apiVersion: 'heady.systems/v1',
    kind,
    metadata: {
      ...rest,
      ...(tags && Object.keys(tags).length > 0 ? { tags } : {}),
      ...(labels && Object.keys(labels).length > 0 ? { labels } : {}),
      annotations: { [ADOPTED_FROM]: source },
      ...(links === undefined ? {} : { links }),
    },
    spec,
  };
}

/** As the formatter writes manifests, with a comment at each field of `spec` that says where it comes from. */
export function printManifest(manifest: Manifest, source: string): string {
  const document = new Document(plainManifest(manifest, source));
  const spec = document.get('spec');
  if (isMap(spec)) {
    for (const pair of spec.items as Pair[]) {
      const field = manifest.fields.find(
        (each) => isScalar(pair.key) && each.field === `spec.${pair.key.value}`,
      );
      if (field) comment(pair, commentOf(field));
    }
  }
  return document.toString({ lineWidth: 0, indent: 2 });
}

/** Behind a value that stands on its key's line; above the lines of any other. */
function comment({ value }: Pair, text: string): void {
  if (isScalar(value)) value.comment = text;
  else if (typeof value === 'object' && value !== null) (value as YAMLMap).commentBefore = text;
}

function commentOf({ at, how, why }: MappedField): string {
  const where = at ? `${at.file}:${at.line}` : 'as you said';
  const text = how === 'judged' && why ? `${where}: ${why}` : where;
  // A file may be called anything; a comment ends with its line, and must not silence a rule.
  return ` ${text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/heady-ignore/g, 'heady_ignore')}`;
}
