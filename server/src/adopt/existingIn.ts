import type { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
import { environmentOf } from '../manifest/environment.ts';
import { Existing } from './existing.ts';

/**
 * The manifests of a workspace, those with names that keep to no convention too: that is what adopting leaves where
 * nobody said what is missing.
 *
 * @param pathOf from the root of the workspace, with `/`
 */
export function existingIn(index: WorkspaceIndex, pathOf: (uri: string) => string): Existing {
  return new Existing(
    index.documents().flatMap(({ at, document }) => {
      const { kind, name } = document;
      if (kind === undefined || name === undefined) return [];
      return [
        {
          path: pathOf(at.uri),
          kind,
          name,
          environment: environmentOf(document),
          value: document.value ?? null,
          sharesFile: (index.file(at.uri)?.documents.length ?? 0) > 1,
        },
      ];
    }),
  );
}
