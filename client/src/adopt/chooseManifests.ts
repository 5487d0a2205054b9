import { type QuickPickItem, window } from 'vscode';
import type { AdoptManifest } from '../../../server/src/protocol/adopt.ts';
import type { AdoptionDocuments } from './adoptionDocuments.ts';

interface ManifestItem extends QuickPickItem {
  manifest: AdoptManifest;
}

/**
 * Lists what would be written, all of it chosen; whoever walks through the list sees each manifest in an editor.
 *
 * @returns what is to be written; undefined when a person went away
 */
export function chooseManifests(
  manifests: readonly AdoptManifest[],
  documents: AdoptionDocuments,
): Promise<readonly AdoptManifest[] | undefined> {
  const picker = window.createQuickPick<ManifestItem>();
  picker.title = 'Adopt Existing Services: Preview';
  picker.placeholder = 'Arrows show each manifest, Enter writes those chosen.';
  picker.canSelectMany = true;
  picker.ignoreFocusOut = true;
  picker.matchOnDescription = true;
  picker.items = manifests.map((manifest) => itemOf(manifest));
  picker.selectedItems = picker.items;
  return new Promise((resolve) => {
    picker.onDidChangeActive(([item]) => {
      if (item) void documents.showManifest(item.manifest.path, item.manifest.text);
    });
    picker.onDidAccept(() => {
      resolve(picker.selectedItems.map(({ manifest }) => manifest));
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
      void documents.closeManifests();
    });
    picker.show();
  });
}

function itemOf(manifest: AdoptManifest): ManifestItem {
  const { kind, name, path, from, findings } = manifest;
  const [origin] = from;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const left = errors === 0 ? '' : `  $(error) ${errors} to decide`;
  return {
    label: path,
    description: `${kind} ${name}`,
    detail: `${origin ? `from ${origin.file}:${origin.line}` : ''}${left}`,
    manifest,
  };
}
