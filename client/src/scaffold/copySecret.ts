import { env, window } from 'vscode';
import type { ScaffoldSecrets } from './secretStore.ts';

/** Puts a secret that a template asked for into the clipboard. */
export async function copySecret(secrets: ScaffoldSecrets): Promise<void> {
  const items = secrets.list().map((secret) => ({ label: secret.name, description: secret.entry, secret }));
  if (items.length === 0) {
    void window.showInformationMessage('No template of this workspace asked for a secret.');
    return;
  }
  const item = await window.showQuickPick(items, { placeHolder: 'Which secret is copied to the clipboard?' });
  if (!item) return;
  const value = await secrets.read(item.secret);
  if (value === undefined) throw new Error('it is not in the secret storage any more.');
  await env.clipboard.writeText(value);
  void window.showInformationMessage(`${item.label} of ${item.description} is in the clipboard.`);
}
