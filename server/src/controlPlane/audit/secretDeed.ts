import { refOf } from '../secrets/secretName.ts';
import type { SecretKey } from '../store/secretStore.ts';
import type { Deed } from './auditor.ts';

/** Which secret something was done to; never with what value. */
export function placeOfSecret(secret: SecretKey): Pick<Deed, 'target' | 'environment'> {
  const { environment } = secret;
  return { target: refOf(secret), ...(environment === undefined ? {} : { environment }) };
}
