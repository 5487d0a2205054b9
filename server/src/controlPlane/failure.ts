import { SettingsError } from './settings/settings.ts';

/**
 * Says on standard error why a command ends.
 *
 * @param what cannot be done, before the reason
 * @param command whose `--help` lists the settings: a page of them would bury the reason
 * @returns its exit code: 2 for settings that cannot be, else 1
 * @throws the error where it is a fault of the program
 */
export function failure(error: unknown, what: string, command: string): number {
  if (error instanceof SettingsError) {
    log(`${error.message} Run '${command} --help' for the settings.`);
    return 2;
  }
  const reason = reasonOf(error);
  if (reason === undefined) throw error;
  log(`${what}${reason}`);
  return (error as Error).name === 'StoreAddressError' ? 2 : 1;
}

/** Standard output belongs to the protocol. */
export function log(message: string): void {
  process.stderr.write(`heady control plane: ${message}\n`);
}

/**
 * What the operator can do something about. Told by name, since what throws it is only loaded when needed.
 *
 * @returns undefined for a fault of the program
 */
function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && error.code === 'ERR_UNKNOWN_BUILTIN_MODULE') {
    return `The control plane needs Node 22.5 or later; this is ${process.version}.`;
  }
  return /^(\w*Store\w*|Listen)Error$/.test(error.name) ? error.message : undefined;
}
