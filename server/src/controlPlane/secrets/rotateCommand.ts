import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { placeOfSecret } from '../audit/secretDeed.ts';
import { failure, log } from '../failure.ts';
import { openStore, STORE_KINDS } from '../openStore.ts';
import { type StoreOptions, secretsKeys, storeOptions } from '../settings/options.ts';
import { Settings } from '../settings/settings.ts';
import { settingsSources } from '../settings/sources.ts';
import type { AuditEvent } from '../store/auditLog.ts';
import type { SecretInfo } from '../store/secretStore.ts';
import { StoreError } from '../store/store.ts';
import { userName } from '../userName.ts';
import { KeyRing } from './keyRing.ts';
import { type Rotation, rotateSecrets } from './rotateSecrets.ts';
import { secretPhrase } from './secretName.ts';

export const ROTATE_USAGE = `heady control-plane rotate-secrets: seal every secret with the current key.

usage: heady control-plane rotate-secrets --store STORE --secrets-key-file PATH

Takes the settings of the control plane (--store, --secrets-key-file, --config, the environment) and needs the keys
behind the first one that still open secrets. Nodes may run meanwhile. Stopped or killed, it is run again and goes on.

exit codes: 0 all secrets have the current key's seal; 1 some could not be opened, or it could not run; 2 a setting
cannot be.
`;

/** `heady control-plane rotate-secrets`. @returns exit code */
export async function rotateCommand(args: readonly string[]): Promise<number> {
  try {
    const settings = new Settings(settingsSources(args));
    if (settings.help) {
      process.stdout.write(ROTATE_USAGE);
      return 0;
    }
    const options = storeOptions(settings, STORE_KINDS);
    const keys =
      secretsKeys(settings) ??
      settings.fail('secrets-key-file', 'say which key shall seal secrets, and which older ones open them.');
    const ring = new KeyRing(keys);
    const rotation = await rotate(options, ring, settings.text('node') ?? hostname());
    process.stdout.write(`${summaryOf(rotation, ring)}\n`);
    for (const message of whatStayed(rotation)) log(message);
    return rotation.closed.length > 0 ? 1 : 0;
  } catch (error) {
    return failure(error, 'secrets were not rotated: ', 'heady control-plane rotate-secrets');
  }
}

async function rotate(
  { store: address, storeTimeout }: StoreOptions,
  ring: KeyRing,
  node: string,
): Promise<Rotation> {
  // Opening would make one: of a mistyped path it would be said that all is done.
  const file = /^sqlite:(.+)$/s.exec(address)?.[1];
  if (file !== undefined && !existsSync(file))
    throw new StoreError(`There is no database ${file}. Check --store.`);
  const store = await openStore(address, log, { patience: storeTimeout, whenDamaged: 'refuse' });
  const by = { actor: userName(), action: 'rotate-secrets', node };
  const keyId = ring.current.id;
  const eventOf = (before: SecretInfo): AuditEvent => ({
    ...by,
    ...placeOfSecret(before),
    outcome: 'resealed',
    details: { version: before.version, keyId, from: before.keyId },
  });
  try {
    const rotation = await rotateSecrets(store.secrets, ring, eventOf);
    const { resealed, closed } = rotation;
    const outcome = closed.length > 0 ? 'incomplete' : 'done';
    await store.audit.append([{ ...by, outcome, details: { resealed, closed: closed.length, keyId } }]);
    return rotation;
  } finally {
    await store.close();
  }
}

function summaryOf({ resealed, current, closed }: Rotation, ring: KeyRing): string {
  const stayed = closed.length > 0 ? `, ${closed.length} could not be opened` : '';
  return `Key ${ring.current.id}: ${resealed} secrets sealed anew, ${current} had its seal before${stayed}.`;
}

/** One message for each key that is missing, and one for what no key opens. */
function whatStayed({ closed }: Rotation): string[] {
  const named = (some: Rotation['closed']) => some.map(({ secret }) => secretPhrase(secret)).join(', ');
  const byKey = Map.groupBy(
    closed.filter(({ why }) => why === 'no key'),
    ({ secret }) => secret.keyId,
  );
  const missing = [...byKey].map(
    ([keyId, some]) =>
      `The key ${keyId} is not among those given. What it sealed was left as it is: ${named(some)}. Give it behind the first key and run this again; if it is lost, set these secrets anew.`,
  );
  const damaged = closed.filter(({ why }) => why === 'damaged');
  if (damaged.length === 0) return missing;
  const which = `These secrets do not open although their key is here: ${named(damaged)}.`;
  return [...missing, `${which} They were left as they are. Restore them from a backup, or set them anew.`];
}
