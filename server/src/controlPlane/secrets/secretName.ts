import type { SecretKey } from '../store/secretStore.ts';

/** `health/billing-db`: what follows `heady://secrets/` where a manifest refers to a secret. */
export const SECRET_NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)*$/;

/** In characters. */
export const MAX_SECRET_NAME = 200;

/** What a Service's `spec.secrets` holds under `ref`. */
export function refOf({ name }: Pick<SecretKey, 'name'>): string {
  return `heady://secrets/${name}`;
}

/** For people: `heady://secrets/health/billing-db (prod)`. */
export function secretPhrase(secret: SecretKey): string {
  return `${refOf(secret)} (${secret.environment ?? 'every environment'})`;
}
