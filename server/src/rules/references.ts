import type { ManifestDocument } from '../manifest/document.ts';
import type { Path } from '../manifest/tree.ts';

/** A place in a document that names another document. */
export interface NamedReference {
  kind: string;
  name: string;
  path: Path;
}

/** Fields that list the full names of other documents (decision 10). */
const LISTS: readonly { from: string; path: Path; to: string }[] = [
  { from: 'Service', path: ['spec', 'dependsOn'], to: 'Service' },
  { from: 'Service', path: ['spec', 'apis'], to: 'Api' },
  { from: 'Service', path: ['spec', 'hosts'], to: 'VirtualMachine' },
  { from: 'Workspace', path: ['spec', 'services'], to: 'Service' },
  { from: 'Workspace', path: ['spec', 'dependsOn'], to: 'Workspace' },
  { from: 'Workspace', path: ['spec', 'mcpServers'], to: 'McpServer' },
];

/** What a document refers to by full name, in reading order of the fields. */
export function* referencesOf(document: ManifestDocument): Iterable<NamedReference> {
  for (const { from, path, to } of LISTS) {
    if (document.kind !== from) continue;
    const listed = document.stated(path);
    for (const index of Array.isArray(listed) ? listed.keys() : []) {
      const name = document.statedText([...path, index]);
      if (name) yield { kind: to, name, path: [...path, index] };
    }
  }
}
