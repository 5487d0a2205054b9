import { commands, window } from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';
import type { FieldChange } from '../../../../server/src/protocol/guard.ts';
import type { VersionDocuments } from '../../entryDetails/versionDocuments.ts';
import { openManifest } from '../openManifest.ts';
import type { Changing } from './undo.ts';

/** What is registered beside the manifest, in the diff editor, with the way to take either side. */
export async function compareWithRegistered(
  changing: Changing,
  item: CatalogItem,
  versions: VersionDocuments,
): Promise<void> {
  const { kind, name, environment, version, uri } = item;
  if (version === undefined) throw new Error(`${name} is not registered: there is nothing to compare with.`);
  if (uri === undefined) throw new Error(`${name} has no manifest here to compare with.`);
  await versions.compare({ kind, name, ...(environment ? { environment } : {}) }, version, 'manifest');
  if (item.state !== 'drifted') return;
  const take = 'Take Registered...';
  const register = 'Register Manifest...';
  const choice = await window.showInformationMessage(
    `${name} differs from version ${version} in ${item.drift?.length === 1 ? '1 field' : `${item.drift?.length ?? 0} fields`}.`,
    take,
    register,
  );
  if (choice === take) await takeRegistered(changing, item);
  if (choice === register) await commands.executeCommand('heady.catalog.register', { entry: item });
}

/** Writes registered values into the manifest, of the fields that the user picks; the editor's undo takes them back. */
export async function takeRegistered({ server }: Changing, item: CatalogItem): Promise<void> {
  const { kind, name, environment } = item;
  const ref = { kind, name, ...(environment ? { environment } : {}) };
  const details = await server.request('heady/entry', { ...ref, depth: 1 });
  const drift = details.state === 'known' ? details.drift : [];
  if (drift.length === 0) {
    void window.showInformationMessage(`${name} says what is registered.`);
    return;
  }
  const chosen = await window.showQuickPick(
    drift.map((change) => ({ label: change.field, description: sidesOf(change), picked: true })),
    {
      title: `Heady: Take What Is Registered of ${name}`,
      placeHolder: 'Fields that the manifest is to say as the catalog does',
      canPickMany: true,
      matchOnDescription: true,
    },
  );
  if (!chosen || chosen.length === 0) return;
  await openManifest(item);
  const fields = chosen.map(({ label }) => label);
  const left = await server.request('heady/entry/takeRegistered', { ...ref, fields });
  if (left.length > 0)
    void window.showWarningMessage(
      `${left.join(', ')} could not be written into the manifest without touching other fields: change ${left.length === 1 ? 'it' : 'them'} by hand.`,
    );
}

function sidesOf({ from, to }: FieldChange): string {
  return `registered: ${from ?? 'nothing'} · here: ${to ?? 'nothing'}`;
}
