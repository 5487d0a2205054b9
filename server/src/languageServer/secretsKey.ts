import { SECRETS_KEY_VARIABLE } from '../protocol.ts';

/** Taken out at once: what this process starts or dumps shall not hold it. */
function take(): string | undefined {
  const key = process.env[SECRETS_KEY_VARIABLE];
  delete process.env[SECRETS_KEY_VARIABLE];
  return key;
}

/** What the embedded control plane seals secrets with, as the editor passed it; absent: it can keep none. */
export const SECRETS_KEY: string | undefined = take();
