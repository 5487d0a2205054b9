import { randomBytes } from 'node:crypto';

/** As much of the editor's secret storage, which is the system's keychain, as is needed. */
export interface Keychain {
  keys(): Thenable<string[]>;
  get(name: string): Thenable<string | undefined>;
  store(name: string, value: string): Thenable<void>;
}

/** Before the names under which our keys lie in it; behind it, when they were made. */
const PREFIX = 'heady.sealingKey.';

/**
 * The keys that seal the secrets of this user's embedded control planes, the one to seal with first.
 *
 * @throws where the keychain cannot be read
 */
export async function sealingKeys(keychain: Keychain): Promise<string[]> {
  const names = (await keychain.keys()).filter((name) => name.startsWith(PREFIX)).sort();
  const keys = await Promise.all(names.map((name) => keychain.get(name)));
  return keys.filter((key) => key !== undefined);
}

/**
 * Makes the first key. Not before somebody asks for it: where there is no keychain, the editor then puts up a dialog.
 * Windows that do so at the same time may each make one; then both count, so what either sealed opens.
 *
 * @returns whether one was made; there may be one already
 * @throws where the keychain cannot be used
 */
export async function makeSealingKey(keychain: Keychain, now = new Date()): Promise<boolean> {
  if ((await sealingKeys(keychain)).length > 0) return false;
  const unique = randomBytes(4).toString('hex');
  await keychain.store(`${PREFIX}${now.toISOString()}.${unique}`, randomBytes(32).toString('hex'));
  return true;
}
