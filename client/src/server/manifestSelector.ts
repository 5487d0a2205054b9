import { workspace } from 'vscode';

/**
 * Heady manifests: files, new ones, and those of virtual folders, as the workspace has folders now. JSON ones keep their
 * language. Documents of other schemes, such as the old side of a diff or the wizard's preview, are nobody's manifests.
 */
export function manifestSelector() {
  const schemes = new Set(['file', ...(workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme)]);
  return [
    { scheme: 'untitled', language: 'heady-manifest' },
    ...[...schemes].flatMap((scheme) => [
      { scheme, language: 'heady-manifest' },
      { scheme, pattern: '**/*.heady.json' },
      { scheme, pattern: '**/heady.json' },
    ]),
  ];
}
