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
 * The keys that seal the secrets of this user's embedded control planes, the one to seal with first. Where there is
 * none yet, one is made. Windows that start at the same time may each make one: then both count from the next start on,
 * so what either sealed opens.
 *
 * @throws where the keychain cannot be used
 */
export async function sealingKeys(keychain: Keychain, now = new Date()): Promise<string[]> {
  const found = await readKeys(keychain);
  if (found.length > 0) return found;
  const unique = randomBytes(4).toString('hex');
  await keychain.store(`${PREFIX}${now.toISOString()}.${unique}`, randomBytes(32).toString('hex'));
  return await readKeys(keychain);
}

async function readKeys(keychain: Keychain): Promise<string[]> {
  const names = (await keychain.keys()).filter((name) => name.startsWith(PREFIX)).sort();
  const keys = await Promise.all(names.map((name) => keychain.get(name)));
  return keys.filter((key) => key !== undefined);
}
