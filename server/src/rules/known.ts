import { environmentOf } from '../manifest/environment.ts';
import { plainAt } from '../manifest/tree.ts';
import type { CatalogEntry, Declaration, Known } from './facts.ts';

/** What a document of the workspace lets be known. */
export function knownDocument(declaration: Declaration): Known {
  const { kind, name, document } = declaration;
  return {
    kind,
    name,
    // Asked for by few of those who look something up.
    get environment() {
      return environmentOf(document);
    },
    stated: (path) => document.stated(path),
    declaration,
  };
}

/** What an entry of the control plane lets be known. */
export function knownEntry({ kind, name, environment, manifest }: CatalogEntry): Known {
  return { kind, name, environment, stated: (path) => plainAt(manifest, path) };
}
