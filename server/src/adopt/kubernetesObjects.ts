import type { Located } from './located.ts';
import type { Notes } from './notes.ts';

/** An object of a cluster. */
export interface KubernetesObject {
  kind: string;
  name: string;
  namespace: string;
  root: Located;
}

/** Lists within lists that are followed. */
const MAX_DEPTH = 5;

/** The object of a document; of a List, all those in it. */
export function objectsIn(root: Located, notes: Notes, depth = 0): KubernetesObject[] {
  const kind = root.get('kind')?.text ?? '';
  const items = root.get('items');
  if (/List$/.test(kind) && items?.isList && depth < MAX_DEPTH) {
    return items.items().flatMap((item) => objectsIn(item, notes, depth + 1));
  }
  const metadata = root.get('metadata');
  const name = metadata?.get('name')?.text ?? '';
  if (name === '') {
    notes.add('refused', root, 'It has no metadata.name.');
    return [];
  }
  return [{ kind, name, namespace: metadata?.get('namespace')?.text ?? '', root }];
}
