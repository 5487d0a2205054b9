import { SECRETS_KEY_VARIABLE } from '../protocol/settings.ts';
import { takeVariable } from './takeVariable.ts';

/** What the embedded control plane seals secrets with, as the editor passed it; absent: it can keep none. */
export const SECRETS_KEY: string | undefined = takeVariable(SECRETS_KEY_VARIABLE);
