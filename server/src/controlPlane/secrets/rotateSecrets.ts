import type { AuditEvent } from '../store/auditLog.ts';
import type { SealedValue, SecretInfo, SecretStore } from '../store/secretStore.ts';
import type { KeyRing } from './keyRing.ts';
import { type Closed, openSecret } from './openSecret.ts';
import { seal } from './seal.ts';

/** Secrets that are sealed anew at the same time: writes that wait together share a transaction. */
const AT_ONCE = 64;

/** What a rotation came to. */
export interface Rotation {
  /** How many it sealed anew. */
  resealed: number;
  /** How many had the current key's seal before it began. */
  current: number;
  /** Those that could not be opened, left as they are. */
  closed: { secret: SecretInfo; why: Closed }[];
}

/**
 * Seals every secret with the ring's current key. Nodes may run meanwhile: what one of them writes in between stays.
 * One that is killed is begun anew and finds what is left.
 *
 * @param eventOf the record of one that was sealed anew, kept with it
 */
export async function rotateSecrets(
  store: SecretStore,
  ring: KeyRing,
  eventOf: (before: SecretInfo) => AuditEvent,
): Promise<Rotation> {
  const hasOldSeal = ({ keyId }: SecretInfo) => keyId !== ring.current.id;
  const closed = new Map<string, { secret: SecretInfo; why: Closed }>();
  const secrets = await store.list();
  const current = secrets.filter((secret) => !hasOldSeal(secret)).length;
  let resealed = 0;
  // Until nothing is found any more: a node that was not started anew yet may still seal with an older key.
  for (let left = secrets.filter(hasOldSeal); left.length > 0; ) {
    for (let at = 0; at < left.length; at += AT_ONCE) {
      const outcomes = await Promise.all(
        left.slice(at, at + AT_ONCE).map(async (secret) => {
          const outcome = await reseal(store, ring, secret, eventOf);
          if (outcome === 'no key' || outcome === 'damaged')
            closed.set(idOf(secret), { secret, why: outcome });
          return outcome;
        }),
      );
      resealed += outcomes.filter((outcome) => outcome === 'resealed').length;
    }
    left = (await store.list()).filter((secret) => hasOldSeal(secret) && !closed.has(idOf(secret)));
  }
  return { resealed, current, closed: [...closed.values()] };
}

/** `settled`: somebody else has sealed it with the current key or removed it. */
async function reseal(
  store: SecretStore,
  ring: KeyRing,
  listed: SecretInfo,
  eventOf: (before: SecretInfo) => AuditEvent,
): Promise<'resealed' | 'settled' | Closed> {
  for (;;) {
    const secret = await store.get(listed);
    if (!secret || secret.keyId === ring.current.id) return 'settled';
    const value = openSecret(ring, secret);
    if (typeof value === 'string') return value;
    const sealed: SealedValue = seal(secret, value, ring.current);
    value.fill(0);
    const { version } = secret;
    const audit = (done: boolean) => (done ? eventOf(secret) : undefined);
    if (await store.reseal(secret, sealed, { version, audit })) return 'resealed';
    // It was changed in between: once more, with what is there now.
  }
}

/** One that could not be opened is tried again once it is another version. */
function idOf({ name, environment, version }: SecretInfo): string {
  return JSON.stringify([name, environment ?? '', version]);
}
