import type { Located } from './located.ts';
import type { Notes } from './notes.ts';

/** What `[kind:][namespace/]name` names; all but the name in lower case. */
export interface EntityRef {
  kind: string;
  namespace: string;
  name: string;
}

export interface Entity extends EntityRef {
  root: Located;
  metadata: Located;
  spec: Located | undefined;
}

/** The entity of a document; none where it has no name. */
export function entitiesOf(root: Located, notes: Notes): Entity[] {
  const metadata = root.get('metadata');
  const name = metadata?.get('name')?.text;
  if (!metadata || !name) {
    notes.add('refused', root, 'It has no metadata.name.');
    return [];
  }
  const kind = root.get('kind')?.text?.toLowerCase() ?? '';
  const namespace = metadata.get('namespace')?.text?.toLowerCase() ?? 'default';
  return [{ kind, namespace, name, root, metadata, spec: root.get('spec') }];
}

/** What a value refers to; what it leaves out is the kind that is meant there, and the namespace of who refers. */
export function refOf(value: Located, kind: string, from: EntityRef): EntityRef {
  const text = value.text ?? '';
  const parts = /^(?:(?<kind>[^:/]+):)?(?:(?<namespace>[^:/]+)\/)?(?<name>.*)$/.exec(text)?.groups;
  return {
    kind: parts?.kind?.toLowerCase() ?? kind,
    namespace: parts?.namespace?.toLowerCase() ?? from.namespace,
    name: parts?.name ?? text,
  };
}

export function refText({ kind, namespace, name }: EntityRef): string {
  return `${kind}:${namespace}/${name}`;
}
