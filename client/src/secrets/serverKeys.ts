import type { ExtensionContext, LogOutputChannel } from 'vscode';
import { SECRETS_KEY_VARIABLE } from '../../../server/src/protocol/settings.ts';
import { sealingKeys } from './sealingKeys.ts';

/** In the editor's own state: this user asked for a key. Until then nobody's keychain is touched. */
export const HAS_KEY = 'heady.secrets.hasKey';

/** The keys of secrets as variables, for the control plane that the server starts. */
export async function serverKeys(
  { globalState, secrets }: ExtensionContext,
  log: LogOutputChannel,
): Promise<Record<string, string>> {
  if (!globalState.get(HAS_KEY)) return {};
  try {
    const keys = await sealingKeys(secrets);
    return keys.length > 0 ? { [SECRETS_KEY_VARIABLE]: keys.join(',') } : {};
  } catch (cause) {
    log.warn(
      `The keychain cannot be read, so the control plane keeps no secrets: ${(cause as Error).message}`,
    );
    return {};
  }
}
